"""What mail servers say about mails they could not deliver (RFC 3464); pure and bounded (N-141).

A report is recognised by its status part alone: automatic replies of people have none.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

LARGEST = 2 * 1024 * 1024  # bytes
MOST_PARTS, DEEPEST = 100, 10
OWN = re.compile(r"\+(\d+-[a-z2-7]+)@", re.IGNORECASE)  # the part of our envelope sender that is signed
MESSAGE_ID = re.compile(r"<[\w-]+\.\d+-\d+\.(\d+-[a-z2-7]+)@")
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
BASIC = re.compile(r"\b([45]\d\d)\b")
TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Failed-Recipients")


class NoReportError(ValueError):
    """No mail, or one without a valid status part."""


@dataclass(frozen=True)
class Report:
    """`token` comes from the address it was sent to, `named` from the Message-ID of what came back."""

    status: str
    code: int | None
    token: str
    named: str


def read(content: bytes) -> Report:
    """Raises `NoReportError`; also for reports of delays and of success, which change nothing."""
    if len(content) > LARGEST:
        raise NoReportError("too large")
    try:
        parts = list(_walk(email.message_from_bytes(content), 0))
        return _report(parts)
    except (RecursionError, ValueError, LookupError, MessageError) as error:
        raise NoReportError(str(error) or "not readable") from error


def _report(parts: list[Message]) -> Report:
    if len(parts) > MOST_PARTS:
        raise NoReportError("too many parts")
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            failed = _failed(part)
            if failed is not None:
                status, code = _verdict(failed)
                return Report(status, code, _first(OWN, _addresses(parts)), _first(MESSAGE_ID, _ids(parts)))
    raise NoReportError("no status part")


def _walk(message: Message, depth: int) -> Iterator[Message]:
    """Every part, those of attached mails too."""
    if depth > DEEPEST:
        raise NoReportError("too deep")
    yield message
    inner = message.get_payload()
    if isinstance(inner, list) and message.get_content_type() != "message/delivery-status":
        for one in inner:
            if isinstance(one, Message):
                yield from _walk(one, depth + 1)


def _failed(part: Message) -> Message | None:
    """The fields about the first recipient whose mail failed for good."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
            return block if ENHANCED.search(str(block.get("Status", ""))) else None
    return None


def _verdict(block: Message) -> tuple[str, int | None]:
    """Some servers say „5.0.0“ and the truth behind it, in the words of the other server."""
    diagnostic = " ".join(str(block.get("Diagnostic-Code", "")).split())
    status = enhanced(str(block.get("Status", "")))
    if status.endswith(".0.0"):
        status = enhanced(diagnostic)
    code = BASIC.search(diagnostic)
    return status, int(code[1]) if code else None


def enhanced(text: str) -> str:
    """„5.1.1“ as it stands first in these words; empty without one."""
    found = ENHANCED.search(text)
    return ".".join(str(int(part)) for part in found.groups()) if found else ""


def _addresses(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        values = [str(value) for name in TO for value in part.get_all(name, [])]
        yield from (address for _name, address in getaddresses(values))


def _ids(parts: list[Message]) -> Iterator[str]:
    """Of the mail that came back, whole or its headers only."""
    for part in parts:
        yield str(part.get("Message-ID", ""))
        if part.get_content_type() in {"text/rfc822-headers", "text/plain"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content.decode("utf-8", "replace")


def _first(pattern: re.Pattern[str], texts: Iterator[str]) -> str:
    return next((found[1].lower() for text in texts if (found := pattern.search(text))), "")
