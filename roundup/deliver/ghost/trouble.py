"""What goes wrong with Ghost, by cause, and what to do about each. No key is ever in these words."""

from __future__ import annotations

from typing import Any

from roundup.deliver.servers import AGAIN
from roundup.deliver.services import text_of
from roundup.errors import RoundupError
from roundup.text import one_line

HOW = "ROUNDUP_SECRET_GHOST='https://blog.example admin ID:SECRET'"
_MADE_NEW = "Make a custom integration there (Settings, Integrations) and write down its Admin API key"


def words(data: Any) -> str:
    """What an error of Ghost's says, on one line."""
    error = _first(data)
    said = [text_of(error, "message", 200), text_of(error, "context", 200)]
    code = text_of(error, "code", 60)
    return " ".join(filter(None, said)) + (f" ({code})" if code else "")


def is_ghosts(data: Any) -> bool:
    """True for an error in Ghost's form."""
    return bool(_first(data))


def not_let_in(status: int, data: Any, api: str) -> RoundupError:
    """401 and 403: a key that is wrong, gone, too old or of the other kind; or a plan without integrations."""
    where, code, said = one_line(api, 120), text_of(_first(data), "code", 60), words(data)
    if code == "UNKNOWN_ADMIN_API_KEY":
        return RoundupError(
            f"{where} does not know this key: its integration was removed there, or the key is another site's",
            hint=f"{_MADE_NEW}: {HOW}",
        )
    if "expired" in said or "maxAge" in said:
        return RoundupError(
            f"{where} takes the key's token for too old: its clock and this machine's differ by minutes",
            hint=f"Set this machine's clock (date), then publish again. {AGAIN}",
        )
    if code == "INVALID_API_KEY_TYPE":
        return RoundupError(f"{where}: this is no Admin API key", hint=f"{_MADE_NEW}, not the Content API's: {HOW}")
    if status == 401:
        return RoundupError(
            f"{where} did not let us in: {said or status}",
            hint=f"The secret part of the key is wrong, or was made anew there. {_MADE_NEW}: {HOW}",
        )
    return RoundupError(
        f"{where}: this key may not do that: {said or status}",
        hint="The integration may be switched off there, or the plan has none. Look at Settings, Integrations.",
    )


def no_ghost(status: int, api: str) -> RoundupError:
    """Something else than Ghost answers."""
    return RoundupError(
        f"{one_line(api, 120)} answers {status} with something that Ghost does not say",
        hint="Is the address in [deliver.ghost] right? It is the one before /ghost/ where its editors log in.",
    )


def refused(status: int, data: Any, api: str) -> RoundupError:
    """Ghost does not take what it was sent."""
    if status == 406:
        return RoundupError(
            f"{one_line(api, 120)} is too old or too new for this program: {words(data) or status}",
            hint="Ghost 5 or newer is needed.",
        )
    if status == 422:
        return RoundupError(
            f"Ghost does not take the post: {words(data) or status}",
            hint=f"Mend in the edition what it names, and publish again. {AGAIN}",
        )
    if not is_ghosts(data):
        return no_ghost(status, api)
    return RoundupError(f"Ghost answers {status}: {words(data) or status}", hint=f"Try again later. {AGAIN}")


def would_mail(link: str) -> RoundupError:
    """Publishing would send what somebody there set to be sent."""
    return RoundupError(
        f"somebody chose there to send this post as a newsletter when it is published: {link}",
        hint="It is left as it is: publish and send it there, or take it back to a draft there and publish again.",
    )


def _first(data: Any) -> dict[str, Any]:
    listed = data.get("errors") if isinstance(data, dict) else None
    error = listed[0] if isinstance(listed, list) and listed else None
    return error if isinstance(error, dict) else {}
