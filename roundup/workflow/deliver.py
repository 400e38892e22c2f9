"""A closed edition to its targets: each on its own, resumed where it was cut off, with a receipt for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from roundup.config import SETTINGS_FILE, read_table
from roundup.dataclass import dataclass
from roundup.errors import ConfigError, RoundupError, UsageError
from roundup.model import EDITION, Edition, FrozenEdition, Receipt
from roundup.text import one_line
from roundup.workflow.decide import record
from roundup.workflow.desk import Desk
from roundup.workflow.files import replace_file
from roundup.workflow.people import registry_of
from roundup.workflow.steps import timed

if TYPE_CHECKING:
    from roundup.deliver import Begun, Delivered, Parcel, Prepared, Reader, Sealed, Target, Wish
    from roundup.net import HttpClient
    from roundup.store import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """A target of the desk: its name in roundup.toml, what it is, and its options."""

    name: str
    target: Target
    options: Any

    @property
    def drafts_only(self) -> bool:
        """True if readers see nothing of what is left there, whatever is wished."""
        from roundup.deliver import DRAFTS_ONLY, TARGETS

        return any(self.target is TARGETS[kind] for kind in DRAFTS_ONLY)

    @property
    def sends_to_lists(self) -> bool:
        """True if it is the one that mails the readers of a list."""
        from roundup.deliver import TARGETS

        return self.target is TARGETS["smtp"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of one target: what was delivered, or the error, what to do about it, and a diff if there is one."""

    target: str
    delivered: Delivered | None = None
    error: str = ""
    hint: str = ""
    diff: str = ""


def chosen(desk: Desk, names: Sequence[str] = ()) -> tuple[Chosen, ...]:
    """The targets of these names, else all that roundup.toml has. Every table is read before any is used."""
    tables = desk.settings.deliver
    for name in names:
        if name not in tables:
            known = ", ".join(sorted(tables)) or "none yet"
            raise UsageError(
                f"there is no target {one_line(name, 40)!r}",
                hint=f"Add [deliver.NAME] to {SETTINGS_FILE}. Known: {known}.",
            )
    found = [_chosen(name, tables[name]) for name in (dict.fromkeys(names) or sorted(tables))]
    return tuple(sorted(found, key=_comes_last))


def _comes_last(each: Chosen) -> bool:
    return bool(getattr(each.target, "LAST", False))


def _chosen(name: str, table: Mapping[str, Any]) -> Chosen:
    from roundup.deliver import TARGETS

    options = dict(table)
    kind = options.pop("target", name)
    if kind not in TARGETS:
        raise ConfigError(
            f"{SETTINGS_FILE}: [deliver.{one_line(name, 40)}] is no target this program knows",
            hint=f'Use one of {", ".join(TARGETS)}; by another name, say which: target = "wordpress".',
        )
    target = TARGETS[kind]
    return Chosen(name, target, read_table(target.Options, options, SETTINGS_FILE, f"deliver.{name}"))


def prepare(desk: Desk, edition: Edition, targets: Sequence[Chosen], wish: Wish) -> tuple[tuple[Chosen, Prepared], ...]:
    """What each target would be sent. Nothing is asked of anybody. Raises UsageError for a wish none can fulfil."""
    _refuse_idle_wish(targets, wish)
    _refuse_missing_tokens(desk, wish)
    return tuple((each, _prepared(desk, edition, each, wish)) for each in targets)


def _prepared(desk: Desk, edition: Edition, each: Chosen, wish: Wish) -> Prepared:
    try:
        return each.target.prepare(_parcel(desk, edition, each), each.options, wish)
    except ConfigError as error:
        # Which of many targets it is, and that the others need not wait for it.
        named = error.message if error.message.startswith("[") else f"{each.name}: {error.message}"
        raise ConfigError(named, hint=f"{error.hint}\nTo publish elsewhere meanwhile: --to TARGET") from None


def _refuse_idle_wish(targets: Sequence[Chosen], wish: Wish) -> None:
    if not targets and wish.is_public:
        raise UsageError(
            "there is no target where the edition could be public",
            hint=f"Add [deliver.NAME] to {SETTINGS_FILE}, or publish without --live and --at: it is written as files.",
        )
    if wish.readers and not any(each.sends_to_lists for each in targets):
        raise UsageError(
            f"nothing here sends mail to the {len(wish.readers)} readers",
            hint="Name the target that does: --to smtp. It is a table [deliver.smtp] of " + SETTINGS_FILE,
        )


def _refuse_missing_tokens(desk: Desk, wish: Wish) -> None:
    """Before the first message goes, not when it is the turn of whoever has none."""
    if "{token}" not in desk.settings.email.unsubscribe:
        return
    if without := [reader.address for reader in wish.readers if not reader.token]:
        raise UsageError(
            f"{one_line(without[0], 80)} has no token" + (f", and {len(without) - 1} more" if without[1:] else ""),
            hint="Write it after the address, in FILE. Nothing was sent.",
        )


def _parcel(desk: Desk, edition: Edition, each: Chosen) -> Parcel:
    from roundup.deliver import Parcel
    from roundup.render import options_of, render
    from roundup.render.mail.envelope import subject
    from roundup.render.wording import description

    wanted = each.target.wants(each.options)
    made = render(edition, options_of(desk.settings), formats=wanted) if wanted else ()
    files = {one.format: one.content for one in made}
    letter = partial(_message, desk, edition)
    with desk.store() as store:
        address, people = _address(store, desk, edition), registry_of(store)
    root = desk.settings.root
    return Parcel(edition, files, description(edition), root, letter, subject(edition), address, people)


def _address(store: Store, desk: Desk, edition: Edition) -> str:
    """Where readers find the edition: where it was published, else where the desk's settings say that it will be."""
    closed = store.ledger.editions(desk.settings.edition.first_number).closed
    told = (frozen.url for frozen in closed if frozen.edition.number == edition.number and frozen.url)
    return next(told, edition.url)


def _message(desk: Desk, edition: Edition, reader: Reader | None) -> bytes:
    """The e-mail for one reader, with their unsubscribe address; for none, as the desk's settings have it."""
    from roundup.render import options_of
    from roundup.render.mail.message import message

    options = options_of(desk.settings)
    if reader:
        unsubscribe = options.email.unsubscribe.replace("{token}", quote(reader.token, safe=""))
        options = replace(options, email=replace(options.email, to=reader.address, unsubscribe=unsubscribe))
    return message(edition, options, draft=False).as_bytes()


def known_as(store: Store, desk: Desk, edition: Edition) -> str:
    """What receipts, notices and folders call a closed edition: its slug; with its number where an earlier one has it.

    Two editions may be called the same if somebody insists; what is known of one must not be taken for the other.
    """
    return named_apart(edition, store.ledger.editions(desk.settings.edition.first_number).closed)


def named_apart(edition: Edition, closed: Sequence[FrozenEdition]) -> str:
    """The slug, and the number behind it if an earlier one of the `closed` editions has the same."""
    earlier = any(f.edition.slug == edition.slug and f.edition.number < edition.number for f in closed)
    return f"{edition.slug}-{edition.number}" if earlier else edition.slug


def expect(store: Store, desk: Desk, edition: Edition, targets: Sequence[Chosen], wish: Wish) -> None:
    """Write down that the edition is to go to these targets: what is cut off from here on is known to be missing.

    So is that it is meant for a list, even if the mail server cannot be reached at all today.
    """
    name = known_as(store, desk, edition)
    for each in targets:
        if wish.readers and each.sends_to_lists:
            store.receipts.begin_sends(name, each.name, desk.now)
        if store.receipts.of(name, each.name) is None:
            store.receipts.keep(Receipt(name, each.name, desk.now, desk.curator))


def outstanding(store: Store, desk: Desk, closed: Sequence[FrozenEdition]) -> dict[int, tuple[str, ...]]:
    """Number → the targets that an edition has not reached yet, as far as roundup.toml still has them; oldest first."""
    begun = [receipt for receipt in store.receipts.begun() if receipt.target in desk.settings.deliver]
    found = {}
    for edition in (frozen.edition for frozen in closed if begun):
        name = named_apart(edition, closed)
        if targets := tuple(receipt.target for receipt in begun if receipt.edition == name):
            found[edition.number] = targets
    return found


def sending(store: Store, desk: Desk, edition: Edition, target: str) -> bool:
    """True if a send of the edition to a list was begun at the target."""
    return store.receipts.sends_begun(known_as(store, desk, edition), target)


def deliver(desk: Desk, edition: Edition, targets: Sequence[Chosen], wish: Wish) -> tuple[Pushed, ...]:
    """Push the edition to each target; one that fails keeps none of the others waiting."""
    from roundup.net import HttpClient

    prepared = prepare(desk, edition, targets, wish)
    if not prepared:
        return ()
    pushed: list[Pushed] = []
    with HttpClient(desk.settings.fetch) as http:
        for each, ready in prepared:
            # By now it may be known where readers find it.
            is_old = _comes_last(each) and any(push.delivered and push.delivered.url for push in pushed)
            pushed.append(_logged(desk, edition, each, None if is_old else ready, wish, http))
    return tuple(pushed)


def _logged(desk: Desk, edition: Edition, each: Chosen, ready: Prepared | None, wish: Wish, http: HttpClient) -> Pushed:
    with timed(desk.log, "deliver", edition=edition.number) as step:
        pushed = _push(desk, edition, each, ready, wish, http) if ready else _push_anew(desk, edition, each, wish, http)
        done = pushed.delivered
        step.what = f"{each.name}: " + (f"{done.done}, {done.state} {done.url}".rstrip() if done else pushed.error)
        step.counts = {"failed": int(done is None), "losses": len(done.losses) if done else 0}
    return pushed


def _push_anew(desk: Desk, edition: Edition, each: Chosen, wish: Wish, http: HttpClient) -> Pushed:
    """Prepare once more and push: what suited the address that was expected need not suit the one it got."""
    try:
        ready = _prepared(desk, edition, each, wish)
    except RoundupError as error:
        return Pushed(each.name, error=error.message, hint=error.hint)
    return _push(desk, edition, each, ready, wish, http)


def _push(desk: Desk, edition: Edition, each: Chosen, ready: Prepared, wish: Wish, http: HttpClient) -> Pushed:
    from roundup.deliver import Refused, World, digest
    from roundup.store.copies import Copies

    with desk.store() as store:
        name = known_as(store, desk, edition)
        before = store.receipts.of(name, each.name)
        receipt = before or Receipt(name, each.name, desk.now, desk.curator)

        def begun(step: Begun) -> None:
            # From here on there may be something at the far end that must not be made twice.
            remote, url = step.remote or receipt.remote, step.url or receipt.url
            left = replace(receipt, state="begun", remote=remote, url=url, body=step.was, found=digest(step.coming))
            store.receipts.keep(left)

        sends, left = _Sends(store, desk, name, each.name), receipt if before else None
        world = World(http, replace_file, desk.now, wish, left, sends, begun, Copies(store.connection), desk.waiting)
        try:
            done = each.target.send(ready, each.options, world)
        except RoundupError as error:
            diff = error.diff if isinstance(error, Refused) else ""
            return Pushed(each.name, error=error.message, hint=error.hint, diff=diff)
        with store.write():
            store.receipts.keep(_receipt(desk, receipt, ready, done))
            _tell_address(store, desk, edition, done)
    return Pushed(each.name, done)


class _Sends:
    """Which readers of a list have the edition."""

    def __init__(self, store: Store, desk: Desk, edition: str, target: str) -> None:
        self._store, self._desk, self._edition, self._target = store, desk, edition, target

    def state(self, reader: str) -> Sealed:
        found: Any = self._store.receipts.sent_to(self._edition, self._target, reader)
        return found if found in ("tried", "sending", "sent", "refused") else ""

    def mark(self, reader: str, state: Sealed) -> None:
        self._store.receipts.mark_sent(self._edition, self._target, reader, state, self._desk.now)


def _receipt(desk: Desk, receipt: Receipt, ready: Prepared, done: Delivered) -> Receipt:
    from roundup.deliver import digest

    return replace(
        receipt,
        at=desk.now,
        by=desk.curator,
        state=done.state,
        remote=done.remote,
        url=done.url,
        sent=ready.sent,
        found=digest(done.body),
        body=done.body,
    )


def _tell_address(store: Store, desk: Desk, edition: Edition, done: Delivered) -> None:
    """What readers can see is published, and where is written down once."""
    if done.state != "live" or not done.url:
        return
    closed = store.ledger.editions(desk.settings.edition.first_number).closed
    known = next((frozen for frozen in closed if frozen.edition.number == edition.number), None)
    if known and not known.published_at:
        record(store, desk, "publish", EDITION, {"number": edition.number, "url": done.url})
