"""The mailbox of returns, read by IMAP: unread mails one by one; what is settled is deleted (N-140)."""

import imaplib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from newsletters.reports import LARGEST

PATIENCE = 30  # seconds for one answer
PORTS = {"imap": 143, "imaps": 993}
AT_ONCE = 200  # mails of one run
FOLDER = re.compile(r"[\w.+/ -]+")


def read(url: str, take: Callable[[bytes], bool]) -> int:
    """Hand each unread mail to `take`; what it recognises is deleted, all else stays, marked as read.

    Raises `OSError` or `imaplib.IMAP4.error` when the mailbox cannot be read.
    """
    count = 0
    with _opened(url) as box:
        for number in _unread(box):
            settled = take(_content(box, number))
            box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)" if settled else r"(\Seen)")
            count += 1
        if count:
            box.expunge()
    return count


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not FOLDER.fullmatch(folder):
        raise imaplib.IMAP4.error("folder")
    make = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or PORTS[parts.scheme]
    with make(parts.hostname or "", port, timeout=PATIENCE) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        state, _said = box.select(f'"{folder}"')
        if state != "OK":
            raise imaplib.IMAP4.error("folder")
        yield box


def _unread(box: imaplib.IMAP4) -> list[str]:
    _state, found = box.uid("SEARCH", "UNSEEN")
    return [number.decode() for number in (found[0] or b"").split()[:AT_ONCE]]


def _content(box: imaplib.IMAP4, number: str) -> bytes:
    """Up to one byte more than a report may have, without marking the mail."""
    _state, parts = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")
