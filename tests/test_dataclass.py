"""The program's own `@dataclass` does what the standard library's does; only its methods are made later."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import asdict, field, fields
from typing import Any, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundup.dataclass import FEW, dataclass, replace


class Post(Protocol):
    """What both of the classes below are."""

    title: str
    words: int
    tags: tuple[str, ...]
    links: list[str]


@dataclass(frozen=True, slots=True)
class Ours:
    """A value of the program."""

    title: str
    words: int = 0
    tags: tuple[str, ...] = ()
    links: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same, as the standard library makes it."""

    title: str
    words: int = 0
    tags: tuple[str, ...] = ()
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that can be hashed."""

    left: str
    right: str = ""


@dataclass(slots=True)
class Counter:
    """Something that changes."""

    count: int = 0
    log: list[str] = field(default_factory=list, repr=False, compare=False)


@dataclass(slots=True, eq=False)
class Place:
    """Something that is only equal to itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Single:
    """One field."""

    value: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No field at all."""


@dataclass(frozen=True, slots=True)
class Named:
    """Methods of its own, and a field that is no parameter."""

    name: str
    slug: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slug", self.name.lower())

    def __repr__(self) -> str:
        return f"<{self.name}>"


values = st.fixed_dictionaries(
    {"title": st.text()},
    optional={
        "words": st.integers(),
        "tags": st.lists(st.text(), max_size=3).map(tuple),
        "links": st.lists(st.text(), max_size=3),
    },
)


@given(values, values)
def test_objects_are_made_shown_and_compared_as_the_standard_library_would(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """The same arguments give the same fields, the same words and the same answer to ==."""
    assert repr(Ours(**one)) == repr(Theirs(**one)).replace("Theirs", "Ours")
    assert asdict(Ours(**one)) == asdict(Theirs(**one))
    assert (Ours(**one) == Ours(**other)) is (Theirs(**one) == Theirs(**other))
    assert asdict(replace(Ours(**one), **other)) == asdict(replace(Theirs(**one), **other))


@given(values, values)
def test_what_is_replaced_is_a_new_object(one: dict[str, Any], other: dict[str, Any]) -> None:
    """It has the fields that the standard library would give it, and the first one keeps its own."""
    ours = Ours(**one)
    assert replace(ours, **other) == dataclasses.replace(ours, **other)
    assert asdict(ours) == asdict(Ours(**one))
    assert replace(Counter(3), log=["x"]).count == 3
    assert replace(Named("Ann"), name="Bea").slug == "bea"


def test_only_fields_can_be_replaced() -> None:
    """A name that is no field, or no parameter, is refused as in the standard library."""
    with pytest.raises(TypeError):
        replace(Pair("a"), other="b")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="slug"):
        replace(Named("Ann"), slug="b")


@given(values)
def test_copies_are_equal_and_of_their_own(given_values: dict[str, Any]) -> None:
    """Copying and pickling give back the same values."""
    ours = Ours(**given_values)
    for again in (copy.copy(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):
        assert again == ours
        assert type(again) is Ours


@pytest.mark.parametrize(
    "arguments", [((), {}), (("a", 1, (), [], 5), {}), (("a",), {"title": "b"}), (("a",), {"x": 1})]
)
def test_wrong_arguments_are_refused(arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    """The first object of a class and all later ones: what the standard library refuses is refused."""
    positional, named = arguments
    for cls in (Theirs, Ours, Ours):
        with pytest.raises(TypeError):
            cls(*positional, **named)


def test_frozen_objects_refuse_to_change() -> None:
    """A value can neither be changed nor lose a field, by whatever name."""
    pair = Pair("a")
    for name in ("left", "right", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(pair, name, "b")
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(pair, name)
    assert pair == Pair("a", "")


def test_frozen_objects_are_keys() -> None:
    """Equal values have equal hashes, whatever the number of fields; what can change has none."""
    assert {Pair("a", "b"): 1}[Pair("a", "b")] == 1
    assert {Single("a"), Single("a"), Single("b")} == {Single("a"), Single("b")}
    assert hash(Nothing()) == hash(Nothing())
    with pytest.raises(TypeError):
        hash(Counter())


def test_values_of_different_classes_are_never_equal() -> None:
    """The same fields in another class are something else, as is any other value."""
    others: list[object] = [Nothing(), Pair("a"), "a", ("a",), None]
    assert Single("a") not in others
    assert Ours("a") != Theirs("a")  # type: ignore[comparison-overlap]


def test_what_may_change_can_be_set_and_starts_afresh() -> None:
    """A default that is made anew belongs to one object; fields left out of == and repr() stay out of both."""
    one, other = Counter(), Counter()
    one.log.append("x")
    assert other.log == []
    assert one == other
    one.count += 1
    assert one != other
    assert repr(one) == "Counter(count=1)"
    with pytest.raises(AttributeError):
        setattr(one, "missing", 1)  # noqa: B010 - type checkers forbid an assignment


def test_without_comparison_each_object_is_itself() -> None:
    """eq=False leaves object's own == and hash()."""
    place = Place("a")
    assert place != Place("a")
    assert {place: 1}[place] == 1


def test_a_class_keeps_its_own_methods() -> None:
    """What a class defines stays; __post_init__ is called; fields with init=False are no parameters."""
    named = Named("Ann")
    assert repr(named) == "<Ann>"
    assert named.slug == "ann"
    with pytest.raises(TypeError):
        Named("Ann", "ann")  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class Triple(Pair):
    """One field more than another class."""

    more: str = ""


def test_a_class_can_build_on_another() -> None:
    """Its fields come after those of the class below it; the two are never equal."""
    assert repr(Triple("a", "b", "c")) == "Triple(left='a', right='b', more='c')"
    assert Triple("a", more="c") == Triple("a", "", "c")
    assert Pair("a") != Triple("a")
    many = [Triple("a", more="c") for _ in range(2 * FEW)]
    assert {(type(each), repr(each)) for each in (*many, replace(many[0]))} == {(Triple, repr(many[0]))}
    with pytest.raises(dataclasses.FrozenInstanceError):
        Triple("a").left = "b"  # type: ignore[misc]


def test_fields_and_patterns_are_the_standard_library_s() -> None:
    """fields() and `match` see what they see of any dataclass."""
    assert [each.name for each in fields(Ours)] == [each.name for each in fields(Theirs)]
    match Pair("a", "b"):
        case Pair(left, right):
            assert (left, right) == ("a", "b")


def test_a_default_list_is_refused() -> None:
    """A list that all objects would share is an error when the class is made."""
    with pytest.raises(ValueError, match="mutable default"):

        @dataclass(slots=True)
        class Shared:
            values: list[str] = []  # noqa: RUF012 - what is to be refused


def test_an_init_is_compiled_for_a_class_of_many_objects() -> None:
    """The first few are filled without, and are the same; one that Python refuses counts too."""

    @dataclass(frozen=True, slots=True)
    class Late:
        value: int
        names: list[str] = field(default_factory=list)

    first = Late.__init__
    made = [Late(3) for _ in range(FEW)]
    assert Late.__init__ is first
    made.append(Late(value=3))
    assert Late.__init__ is not first
    assert {repr(late) for late in made} == {repr(Late(3))}
    assert len({id(late.names) for late in made}) == len(made)
    assert {type(late) for late in (*made, replace(made[-1], value=4))} == {Late}
    with pytest.raises(dataclasses.FrozenInstanceError):
        made[-1].value = 4  # type: ignore[misc]


@pytest.mark.parametrize("arguments", [(("a", 1), {"tags": ("b",)}), ((), {"title": "a"}), (("a",), {})])
def test_the_first_objects_are_as_the_later_ones(arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    """By position, by name, by default: filled field by field or by what was compiled."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        title: str
        words: int = 0
        tags: tuple[str, ...] = ()

    positional, named = arguments
    objects = [Fresh(*positional, **named) for _ in range(2 * FEW)]
    assert len({*objects}) == 1


def test_the_first_objects_are_completed_too() -> None:
    """What a class does after filling its fields is done for all."""

    @dataclass(slots=True)
    class Sum:
        left: int
        right: int = 1
        total: int = 0

        def __post_init__(self) -> None:
            self.total = self.left + self.right

    assert [Sum(number).total for number in range(2 * FEW)] == list(range(1, 2 * FEW + 1))
