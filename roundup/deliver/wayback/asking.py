"""The archive asked: to save a page, what became of a job, what it has.

Without keys a page is saved by asking for /save/ADDRESS. With keys (https://archive.org/account/s3.php) it is posted to
/save, which names a job that /save/status/JOB tells of.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlencode

from roundup.dataclass import dataclass
from roundup.deliver.wayback import reading
from roundup.deliver.wayback.reading import Found
from roundup.net import FetchError, HttpClient
from roundup.net.client import Method, Response
from roundup.net.secrets import Login
from roundup.net.waiting import retry_after

Outcome = Literal["made", "asked", "failed", "refused", "later", "keys", "away"]
YOUNG: Final = timedelta(days=1)  # a copy that is no older is as good as a new one
UNTOLD_WAIT: Final = timedelta(minutes=1)  # where the archive wants to be left alone and does not say how long
# Failures that every other page would meet as well.
_AWAY: Final = ("dns", "refused", "private", "tls", "address")
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking. "asked": it may be at work. "keys": they are wrong. "away": nobody can be asked there.

    `job` names it at the archive, `until` is when it may be asked again.
    """

    outcome: Outcome
    words: str = ""
    found: Found | None = None
    job: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive at `service`, asked with `keys` if there are any; no answer takes longer than `seconds`."""

    http: HttpClient
    service: str
    keys: Login | None
    seconds: float

    def save(self, page: str, now: datetime) -> Answer:
        """Ask for a copy of `page`. One request, and no other."""
        if not self.keys:
            return self._heard(self._talk("GET", f"/save/{page}"), page, now)
        fields = {"url": page, "if_not_archived_within": f"{YOUNG.days}d", "skip_first_archive": "1"}
        answer = self._talk("POST", "/save", fields)
        if isinstance(answer, Response) and answer.status == 200:
            told = reading.document(answer.body)
            if job := reading.job_in(told):
                return Answer("asked", "the archive is at work on it", job=job)
            if told:
                return self._recent(page, now) or self._failed(told)
        return self._heard(answer, page, now)

    def _recent(self, page: str, now: datetime) -> Answer | None:
        """Where no job was begun since there is a young copy, that one."""
        found = self.kept(page, now, now)
        return Answer("made", found=found) if found and found.made > now - YOUNG else None

    def job(self, name: str, page: str, now: datetime) -> Answer:
        """What became of a job."""
        answer = self._talk("GET", f"/save/status/{name}")
        if not isinstance(answer, Response) or answer.status != 200:
            return self._heard(answer, page, now)
        told = reading.document(answer.body)
        if told.get("status") == "pending":
            return Answer("asked", "the archive is still at work on it", job=name)
        if told.get("status") != "success":
            return self._failed(told)
        original = str(told.get("original_url") or "")
        found = reading.copy_at(self.service, f"/web/{told.get('timestamp')}/{original}", page, now)
        return Answer("made", found=found) if found else Answer("failed", "the archive tells of another page")

    def kept(self, page: str, around: datetime, now: datetime) -> Found | None:
        """The copy the archive has of `page` nearest to a moment (RFC 7089 4.2), None if it does not tell of one."""
        answer = self._talk("GET", f"/web/{around:%Y%m%d%H%M%S}/{page}")
        if not isinstance(answer, Response) or answer.status not in (200, 302, 307):
            return None
        return reading.in_headers(self.service, answer.headers, page, now)

    def _talk(self, method: Method, path: str, fields: Mapping[str, str] | None = None) -> Response | Answer:
        headers = {"Accept": "application/json" if self.keys else "text/html,*/*;q=0.5"}
        if self.keys:
            headers["Authorization"] = f"LOW {self.keys.name}:{self.keys.password}"
        if fields:
            headers |= _FORM
        body = urlencode(fields or {}).encode()
        try:
            return self.http.send(method, f"{self.service}{path}", headers, body, deadline=self.seconds)
        except FetchError as error:
            if error.kind in _AWAY:
                return Answer("away", error.message)
            # It may have been asked all the same, and done: the next run looks before it asks again.
            return Answer("asked", error.message)

    def _heard(self, answer: Response | Answer, page: str, now: datetime) -> Answer:
        if isinstance(answer, Answer):
            return answer
        if answer.status == 401:
            return Answer("keys", "the archive does not take these keys: look at ROUNDUP_SECRET_WAYBACK")
        if answer.status in (429, 503) and (answer.status == 429 or "retry-after" in answer.headers):
            until = retry_after(answer.headers.get("retry-after", ""), now) or now + UNTOLD_WAIT
            return Answer("later", "the archive wants to be left alone", until=until)
        found = reading.in_headers(self.service, answer.headers, page, now) if answer.status < 400 else None
        if found:
            return Answer("made", found=found)
        final, words = reading.refusal(answer.status, answer.headers)
        return Answer("refused" if final else "failed", words)

    def _failed(self, told: Mapping[str, object]) -> Answer:
        final, words = reading.failure(told)
        return Answer("refused" if final else "failed", words)
