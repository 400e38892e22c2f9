"""The registry as a file: out and back without a change, by hand without a surprise, from strangers without harm."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given

from roundup.curate.people import Registry, fold_people
from roundup.curate.people.file import MOST_PEOPLE, read_people, write_people
from roundup.curate.people.plan import plan
from roundup.errors import UsageError
from roundup.model import Decision, Person
from tests.curate.ledgers import few
from tests.curate.people.makers import ADA, BERT, about, ada, bert, ledgers, person

WHOLE = ada(
    also=("A. Example", "The “Bin” Lady"),
    affiliation="Barchester Council",
    note="rings on Fridays; says \\ a lot",
    opted_out=True,
    keys=("old",),
)


def taken_in(text: str, people: tuple[Person, ...] = ()) -> tuple[Person, ...]:
    """The registry after a file was taken in, on top of `people`."""
    before = about(*((key, payload) for key, payload in plan(Registry(), read_people(write_people(people))).steps))
    made = plan(Registry(fold_people(before)), read_people(text))
    return fold_people([*before, *about(*made.steps, start=1_000)])


# ---------------------------------------------------------------- out


def test_the_file_is_toml_that_a_person_can_read() -> None:
    """A table for each, every line that can be filled in, the unusual ones only where they are so."""
    text = write_people([ada()])
    assert text.startswith("# The people this desk knows.")
    assert text.endswith(
        f"""
[[person]]
name = "Ada Example"
key = "{ADA}"
also = []
handles = ["@ada@social.example"]
sites = ["https://ada.example/"]
affiliation = ""
region = "Wales"
note = ""
"""
    )


def test_all_that_is_known_is_in_it() -> None:
    """Whatever characters it has."""
    (table,) = tomllib.loads(write_people([WHOLE]))["person"]
    assert table["also"] == list(WHOLE.also)
    assert table["note"] == WHOLE.note
    assert (table["opted_out"], table["same_as"]) == (True, ["old"])


def test_whose_details_were_removed_is_a_key_and_digests() -> None:
    """At the end, so that the opt-out travels."""
    gone = Person("0123456789ab", "", traces=("0" * 16,), opted_out=True)
    tables = tomllib.loads(write_people([gone, ada()]))
    assert tables["left_out"] == [{"key": "0123456789ab", "traces": ["0" * 16]}]
    assert len(tables["person"]) == 1


# ---------------------------------------------------------------- and back


def test_reading_back_what_was_written_changes_nothing() -> None:
    """On the desk it came from."""
    people = (WHOLE, bert())
    assert plan(Registry(people), read_people(write_people(people))).steps == ()


def test_on_an_empty_desk_it_gives_the_same_people() -> None:
    """With their keys, so that ledgers can be merged later."""
    gone = Person("0123456789ab", "", traces=("0" * 16,), opted_out=True)
    assert taken_in(write_people([WHOLE, bert(), gone])) == tuple(
        sorted((gone, WHOLE, bert()), key=lambda each: each.name)
    )


@few
@given(ledgers())
def test_out_in_and_out_again_gives_the_same_file(made: list[Decision]) -> None:
    """Whatever was decided."""
    people = fold_people(made)
    text = write_people(people)
    again = taken_in(text)
    assert again == people
    assert write_people(again) == text


@few
@given(ledgers(forgetting=False), ledgers(forgetting=False))
def test_taking_a_file_in_twice_changes_nothing_more(ours: list[Decision], theirs: list[Decision]) -> None:
    """Whatever the desk knew before, if the file can be taken in at all."""
    text = write_people(fold_people(theirs))
    before = fold_people(ours)
    try:
        steps = plan(Registry(before), read_people(text)).steps
    except UsageError:
        return
    after = fold_people([*ours, *about(*steps, start=1_000)])
    assert plan(Registry(after), read_people(text)).steps == ()


# ---------------------------------------------------------------- edited by hand


def edited(text: str) -> tuple[Person, ...]:
    return taken_in(text, (ada(), bert()))


def test_a_line_that_is_left_out_leaves_what_was() -> None:
    """A file may say little."""
    after = edited('[[person]]\nname = "Ada Example"\nregion = "Devon"')
    assert after[0] == ada(region="Devon")
    assert after[1] == bert()


def test_an_empty_line_clears() -> None:
    """Lists and texts."""
    after = edited('[[person]]\nname = "ada example"\nkey = ""\nregion = ""\nhandles = []')
    assert (after[0].region, after[0].handles, after[0].sites) == ("", (), ("https://ada.example/",))


def test_a_list_becomes_what_the_file_says() -> None:
    """What is new is added, what is gone is removed."""
    after = edited('[[person]]\nname = "Ada Example"\nhandles = ["https://social.example/@Ada", "@new.example"]')
    assert after[0].handles == ("@ada@social.example", "@new.example")


def test_somebody_new_needs_only_a_name() -> None:
    """The key is made."""
    after = edited('[[person]]\nname = "Cyd Tester"')
    assert [each.name for each in after] == ["Ada Example", "Bert Sample", "Cyd Tester"]


def test_a_key_finds_who_was_renamed() -> None:
    """Names change."""
    after = edited(f'[[person]]\nkey = "{ADA}"\nname = "Ada Newname"')
    assert (after[0].name, after[0].key) == ("Ada Newname", ADA)


def test_two_new_people_of_one_name_are_two() -> None:
    """If they have keys; without, the file cannot mean two."""
    text = '[[person]]\nkey = "one"\nname = "Jo Smith"\n[[person]]\nkey = "two"\nname = "Jo Smith"'
    assert [each.key for each in taken_in(text)] == ["one", "two"]
    assert [each.key for each in taken_in(text, taken_in(text))] == ["one", "two"]


def test_an_opt_out_can_be_written_but_not_lifted() -> None:
    """A file that is older than a wish must not undo it."""
    assert edited('[[person]]\nname = "Ada Example"\nopted_out = true')[0].opted_out
    made = plan(Registry((ada(opted_out=True),)), read_people('[[person]]\nname = "Ada Example"\nopted_out = false'))
    assert (made.steps, made.kept_out) == ((), ("person 1 (Ada Example)",))


def test_a_key_that_was_forgotten_is_not_used_again() -> None:
    """Whoever has the name now is somebody new."""
    made = plan(Registry(), read_people(write_people([ada()])), frozenset({ADA}))
    assert [key for key, _ in made.steps] == [f"{ADA}-2"]


def test_windows_line_ends_are_line_ends() -> None:
    """Editors write them."""
    assert edited('[[person]]\r\nname = "Ada Example"\r\nregion = "Devon"\r\n')[0].region == "Devon"


# ---------------------------------------------------------------- what cannot be taken in


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("name = ", "not TOML", "Look at the line"),
        ("[[person]]\nname = 3", "name must be text", ""),
        ("[[person]]\nregion = 'Wales'", "person 1 has no name", "name ="),
        ('[[person]]\nname = "!!"', "has no name", ""),
        ('[[person]]\nname = "Ada"\nhandel = []', "handel is nothing a registry has", "Did you mean handles?"),
        ('[[persons]]\nname = "Ada"', "persons is nothing a registry has", "Did you mean person?"),
        ("person = 3", "must be a list of tables", "double brackets"),
        ("person = [3]", "must be a list of tables", "double brackets"),
        ('[[person]]\nname = "Ada"\nopted_out = "yes"', "opted_out must be true or false", ""),
        ('[[person]]\nname = "Ada"\nopted_out = 1', "opted_out must be true or false", ""),
        ('[[person]]\nname = "Ada"\nsites = "ada.example"', "sites must be a list", '["one", "two"]'),
        ('[[person]]\nname = "Ada"\nsites = [3]', "sites must be a list", ""),
        ('[[person]]\nname = "Ada"\nsites = ["medium.com"]', "medium.com is nobody's own site", "medium.com/@ada"),
        ('[[person]]\nname = "Ada"\nsites = ["javascript:x"]', "nobody's own site", ""),
        ('[[person]]\nname = "Ada"\nhandles = ["a b"]', "a b is no handle", "@ada@social.example"),
        ('[[person]]\nname = "Ada"\nkey = "Not A Key"', "the key is none", "Leave the line out"),
        ('[[person]]\nname = "Ada"\nkey = 3', "the key is none", ""),
        ('[[person]]\nname = "Ada"\nnote = "' + "x" * 2_001 + '"', "at most 2,000 characters", ""),
        ('[[left_out]]\nkey = "abc"', "lacks its key or its traces", "Export it again"),
        ('[[left_out]]\nkey = "abc"\nname = "Ada"', "name is nothing a registry has", ""),
        ("x = [" * 5_000, "not TOML", ""),
        ("a." * 60_000 + "b = 1", "longer than any registry", ""),
        ("#" * 4_000_001, "longer than any registry", ""),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, message: str, hint: str) -> None:
    """And nothing is taken in: all or nothing."""
    with pytest.raises(UsageError, match=message) as error:
        read_people(text)
    assert hint in error.value.hint


def test_one_person_twice_is_a_fault() -> None:
    """Which of the two would hold?"""
    text = '[[person]]\nname = "Ada Example"\n[[person]]\nname = "Dr Ada Example"'
    with pytest.raises(UsageError, match=r"person 1 \(Ada Example\) and person 2 \(Dr Ada Example\) are the same"):
        plan(Registry((ada(),)), read_people(text))
    with pytest.raises(UsageError, match="are the same person"):
        plan(Registry(), read_people('[[person]]\nkey = "x"\nname = "A"\n[[person]]\nkey = "x"\nname = "B"'))


def test_a_name_of_two_people_needs_a_key() -> None:
    """The message has them."""
    known = Registry((person("Jo Smith", key="one"), person("Jo Smith", key="two")))
    with pytest.raises(UsageError, match="2 people are called so") as error:
        plan(known, read_people('[[person]]\nname = "Jo Smith"'))
    assert "one, two" in error.value.hint


def test_a_registry_has_an_end() -> None:
    """A file of more people than any desk knows is another file."""
    with pytest.raises(UsageError, match="more than 10,000"):
        read_people("[[person]]\n" * (MOST_PEOPLE + 1))


def test_control_characters_do_not_come_in() -> None:
    """Nor words that run backwards."""
    (wanted,) = read_people('[[person]]\nname = "Ada\\u202e Exam\\u0007ple"\nnote = "two\\nlines"')
    assert dict(wanted.lines) == {"name": "Ada Example", "note": "two lines"}


@few
@given(ledgers(forgetting=False))
def test_a_file_of_whole_people_names_each_key_once(made: list[Decision]) -> None:
    """Else it could not be taken in."""
    tables: dict[str, list[dict[str, Any]]] = tomllib.loads(write_people(fold_people(made)))
    keys = [table["key"] for table in tables.get("person", [])]
    assert len(keys) == len(set(keys))
    assert BERT in keys or BERT not in {each.key for each in fold_people(made)}
