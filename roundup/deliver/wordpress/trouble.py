"""What goes wrong with WordPress, by cause, and what to do about each. No password is ever in these words."""

from __future__ import annotations

from collections.abc import Callable

from roundup.dataclass import dataclass
from roundup.deliver.services import LATER
from roundup.errors import RoundupError
from roundup.text import one_line

_HOW = "ROUNDUP_SECRET_WORDPRESS='https://blog.example NAME APPLICATION-PASSWORD'"
_BEARER = "ROUNDUP_SECRET_WORDPRESS='https://public-api.wordpress.com bearer TOKEN'"
_WRONG = {"incorrect_password", "invalid_username", "invalid_email"}
_OFF = {"application_passwords_disabled", "application_passwords_disabled_for_user"}


class NotAllowed(RoundupError):
    """The user's role may not do that."""


def no_password(api: str) -> RoundupError:
    """There is no secret for the site."""
    return RoundupError(
        f"there is no name and password for {one_line(api, 120)}",
        hint=f"Make an application password there (Users, Profile) and put it into the environment: {_HOW}",
    )


def no_json(status: int, address: str) -> RoundupError:
    """Something else than WordPress answers."""
    return RoundupError(
        f"{one_line(address, 120)} answers {status} with something that is not WordPress' interface",
        hint="Is the address in [deliver.wordpress] that of the blog's front page? Some security plugins close it.",
    )


@dataclass(frozen=True, slots=True)
class Lock:
    """What can be found out of a site that does not let us in; None for what it does not say.

    `passwords`: it takes application passwords; `fits`: the password is right when it comes by another way; `token`:
    we came with a token instead, as to WordPress.com.
    """

    passwords: bool | None = None
    fits: bool | None = None
    token: bool = False


def explain(status: int, code: str, api: str, look: Callable[[], Lock] = Lock, said: str = "") -> RoundupError:
    """An error the interface names, and what it `said`.

    For a refused login `look` finds out more: WordPress tells strangers little.
    """
    where, code = one_line(api, 120), one_line(code, 60)
    if status == 401 or code in _WRONG | _OFF:
        return _not_let_in(code, where, look())
    if status == 403:
        return NotAllowed(
            f"{where}: this user's role may not do that ({code or status})",
            hint="An editor of the blog can give the role of an author or editor, or publish the draft themselves.",
        )
    if status == 400:
        return RoundupError(
            f"{where} does not take it: {said or code or status}" + (f" ({code})" if said and code else ""),
            hint="Something on that site may be in the way: see what it says there when you save a post by hand.",
        )
    if status in (404, 410):
        return RoundupError(
            f"{where} is not there ({code or status})", hint="Is the address in [deliver.wordpress] right?"
        )
    return RoundupError(f"{where} answers {status}" + (f" ({code})" if code else ""), hint=LATER)


def _not_let_in(code: str, where: str, lock: Lock) -> RoundupError:
    if lock.token:
        return RoundupError(
            f"{where}: the token is wrong, has run out, or is not for this site ({code or 401})",
            hint=f"Make a new one there, and put it into the environment: {_BEARER}",
        )
    if lock.passwords is False or code in _OFF:
        whose = " of this user" if code.endswith("_for_user") else ""
        return RoundupError(
            f"{where}: this site does not take application passwords{whose}",
            hint="They need https and WordPress 5.6; a security plugin may have switched them off.",
        )
    if code in _WRONG or lock.fits is False:
        return RoundupError(
            f"{where}: the name or application password is wrong",
            hint=f"It is no login password: make one at Users, Profile, Application Passwords. Then: {_HOW}",
        )
    stripped = "Its host strips the Authorization header: ask them to pass it on (CGIPassAuth On, or a rewrite rule)."
    if lock.fits:
        return RoundupError(f"{where}: the password is right, but did not arrive", hint=stripped)
    return RoundupError(
        f"{where}: it did not let us in ({code or 401})",
        hint=f"Either the name or password is wrong ({_HOW}), or its host strips the Authorization header.",
    )
