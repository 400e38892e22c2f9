"""A real way for mail on loopback: Postfix takes it, Dovecot keeps it and shows it by IMAP.

with running_mail() as mail:
    ... send to anybody@reader.example by SMTP at 127.0.0.1:{mail.smtp_port} ...
    for message in mail.inbox("anybody@reader.example"): ...
"""

from __future__ import annotations

import imaplib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.realservers.packages import find
from tests.realservers.processes import free_port, running, wait_for

PASSWORD = "hunter2"
_MASTER = "/usr/lib/postfix/sbin/master"
_SERVICES = Path("/usr/share/postfix/master.cf.dist")

_DOVECOT = """\
base_dir={folder}/dove/run
state_dir={folder}/dove/state
protocols=imap lmtp
listen=127.0.0.1
log_path={folder}/dovecot.log
ssl=no
disable_plaintext_auth=no
auth_mechanisms=plain login
mail_location=maildir:{folder}/mail/%u
first_valid_uid=1
default_internal_user=dovecot
default_login_user=dovenull
passdb {{
 driver=static
 args=password={password}
}}
userdb {{
 driver=static
 args=uid=dovecot gid=dovecot home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
 inbox=yes
 mailbox Drafts {{
  auto=create
  special_use=\\Drafts
 }}
}}
service imap-login {{
 inet_listener imap {{
  port={imap}
 }}
 inet_listener imaps {{
  port=0
 }}
}}
service lmtp {{
 inet_listener lmtp {{
  address=127.0.0.1
  port={lmtp}
 }}
}}
"""

_POSTFIX = """\
compatibility_level=3.6
queue_directory={folder}/queue
data_directory={folder}/data
command_directory=/usr/sbin
daemon_directory=/usr/lib/postfix/sbin
mail_owner=postfix
setgid_group=postdrop
myhostname=mta.example.test
mydestination=
mynetworks=127.0.0.0/8
inet_interfaces=127.0.0.1
inet_protocols=ipv4
virtual_mailbox_domains=reader.example post.example
virtual_transport=lmtp:inet:127.0.0.1:{lmtp}
lmtp_destination_recipient_limit=1
smtpd_recipient_restrictions=check_recipient_access inline:{{gone@reader.example=REJECT}},permit_mynetworks,reject
smtpd_client_connection_rate_limit=0
maillog_file={folder}/postfix.log
maillog_file_prefixes={folder}
alias_maps=
local_recipient_maps=
default_transport=error:no outside world
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """The servers that run. Every address has a mailbox, with PASSWORD; `gone@reader.example` is refused."""

    smtp_port: int
    imap_port: int
    folder: Path

    def open(self, address: str) -> imaplib.IMAP4:
        """A session in somebody's mailbox."""
        session = imaplib.IMAP4("127.0.0.1", self.imap_port)
        session.login(address, PASSWORD)
        return session

    def messages(self, address: str, box: str = "INBOX", *, expect: int = 0) -> list[bytes]:
        """Every message in a mailbox, as it is kept; waits until there are `expect` of them."""
        deadline = time.monotonic() + 60
        while len(found := self._all(address, box)) < expect and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def _all(self, address: str, box: str) -> list[bytes]:
        session = self.open(address)
        try:
            status, _ = session.select(box, readonly=True)
            if status != "OK":
                return []
            numbers = session.search(None, "ALL")[1][0].split()
            parts = [session.fetch(number, "(RFC822)")[1][0] for number in numbers]
            return [part[1] for part in parts if isinstance(part, tuple)]
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                session.logout()

    def waiting(self) -> bool:
        """Whether Postfix still holds mail that it has not delivered."""
        words = [str(find("postqueue")), "-c", str(self.folder / "etc"), "-p"]
        return "is empty" not in subprocess.run(words, capture_output=True, text=True, check=False).stdout


@contextmanager
def running_mail() -> Iterator[Mail]:
    """Empty mailboxes for the block. Needs root, as mail servers do."""
    folder = Path(tempfile.mkdtemp(prefix="mail-"))  # short: the path of a socket has at most 107 characters
    folder.chmod(0o755)
    smtp, imap, lmtp = free_port(), free_port(), free_port()
    try:
        for name in ("etc", "queue", "data", "dove", "mail"):
            (folder / name).mkdir()
        shutil.chown(folder / "mail", "dovecot", "dovecot")
        shutil.chown(folder / "data", "postfix")
        dovecot = folder / "dovecot.conf"
        dovecot.write_text(_DOVECOT.format(folder=folder, imap=imap, lmtp=lmtp, password=PASSWORD))
        (folder / "etc" / "main.cf").write_text(_POSTFIX.format(folder=folder, lmtp=lmtp))
        (folder / "etc" / "master.cf").write_text(_services(smtp))
        # Makes the queue's folders; `postfix start` would set the servers free of the tests.
        check = [str(find("postfix")), "-c", str(folder / "etc"), "check"]
        subprocess.run(check, check=True, capture_output=True, timeout=60)
        with (
            running([str(find("dovecot")), "-F", "-c", str(dovecot)], log=folder / "dove.log") as keeper,
            running([_MASTER, "-c", str(folder / "etc"), "-d"], log=folder / "post.log") as taker,
        ):
            mail = Mail(smtp, imap, folder)
            wait_for(lambda: _answers(imap, b"* OK"), keeper, log=folder / "dove.log")
            wait_for(lambda: _answers(smtp, b"220"), taker, log=folder / "post.log")
            yield mail
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _services(port: int) -> str:
    """Postfix' usual services, outside of any chroot, taking mail at `port` of loopback."""
    lines = []
    for line in _SERVICES.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if len(words) >= 8 and not line.startswith(("#", " ")):
            words[4] = "n"
            words[0] = f"127.0.0.1:{port}" if words[:2] == ["smtp", "inet"] else words[0]
        else:
            words = [line]
        lines.append(" ".join(words))
    return "\n".join([*lines, ""])


def _answers(port: int, greeting: bytes) -> bool:
    import socket

    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            return probe.recv(100).startswith(greeting)
    except OSError:
        return False
