"""A mail as it arrived: what its headers say about unsubscribing, signature and sender (N-151, N-152).

Pure and bounded: nothing is stored, looked up or shown as HTML. Whether a signature holds, and what SPF and
DMARC say, is read from the receiving server's own line (decision 0077).
"""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

from newsletters import tokens

LARGEST = 2 * 1024 * 1024  # bytes
MOST_PARTS = 100
DEEPEST = 10
ONE_CLICK = "List-Unsubscribe=One-Click"
UNSUBSCRIBE = re.compile(rf"<(https?://[^\s<>]+/newsletter/abo/([\w=-]{{{tokens.LENGTH}}})/abmelden/)>")
VERDICT = re.compile(r"\s*(dkim|spf|dmarc)\s*=\s*(\w+)", re.IGNORECASE)
SIGNED_BY = re.compile(r"header\.(?:d|i)\s*=\s*\"?@?([\w.-]+)", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")


class NoMailError(ValueError):
    """Too large, too deep, or no complete mail at all."""


@dataclass(frozen=True)
class Signature:
    domain: str
    names: frozenset[str]  # headers it covers, in lower case


@dataclass(frozen=True)
class Received:
    """What the checks ask of a mail; an address is kept as its domain only."""

    from_domain: str
    unsubscribe: tuple[str, ...]
    unsubscribe_post: tuple[str, ...]
    signatures: tuple[Signature, ...]
    verdicts: tuple[tuple[str, str, str], ...]  # method, result, domain that signed
    has_text: bool

    @property
    def link(self) -> str:
        """The address to unsubscribe, when the header holds exactly one and nothing else."""
        found = UNSUBSCRIBE.fullmatch(self.unsubscribe[0]) if len(self.unsubscribe) == 1 else None
        return found[1] if found else ""

    @property
    def token(self) -> str:
        found = UNSUBSCRIBE.fullmatch(f"<{self.link}>")
        return found[2] if found else ""

    def is_ours(self, domain: str) -> bool:
        """Signed by the domain of the sender, or by one above it (RFC 7489, relaxed)."""
        return bool(domain) and (domain == self.from_domain or self.from_domain.endswith(f".{domain}"))


def read(content: bytes) -> Received:
    """Raises `NoMailError`."""
    if len(content) > LARGEST or content.lower().count(b"boundary=") > MOST_PARTS:
        raise NoMailError("too large")
    try:
        message = email.message_from_bytes(content)
        parts = list(_parts(message, 0))
    except (RecursionError, ValueError, LookupError) as error:
        raise NoMailError("not readable") from error
    sender = parseaddr(_one_line(str(message.get("From", ""))))[1]
    if not (sender and message.get("Message-ID") and message.get("Date") and parts):
        raise NoMailError("no complete mail")
    return Received(
        from_domain=sender.rpartition("@")[2].lower(),
        unsubscribe=_values(message, "List-Unsubscribe"),
        unsubscribe_post=_values(message, "List-Unsubscribe-Post"),
        signatures=tuple(_signature(value) for value in _values(message, "DKIM-Signature")),
        verdicts=tuple(_verdicts(message)),
        has_text=any(_is_text(part) for part in parts),
    )


def _parts(message: Message, depth: int) -> list[Message]:
    """Every part that holds content."""
    if depth > DEEPEST:
        raise NoMailError("too deep")
    inner = message.get_payload()
    if not message.is_multipart() or not isinstance(inner, list):
        return [message]
    found = [part for one in inner if isinstance(one, Message) for part in _parts(one, depth + 1)]
    if len(found) > MOST_PARTS:
        raise NoMailError("too many parts")
    return found


def _is_text(part: Message) -> bool:
    content = part.get_payload(decode=True)
    return part.get_content_type() == "text/plain" and isinstance(content, bytes) and bool(content.strip())


def _one_line(value: str) -> str:
    """A header as it was before it was folded."""
    return " ".join(value.split())


def _values(message: Message, name: str) -> tuple[str, ...]:
    return tuple(_one_line(str(value)) for value in message.get_all(name, []))


def _signature(value: str) -> Signature:
    pairs = (tag.split("=", 1) for tag in value.split(";") if "=" in tag)
    tags = {name.strip().lower(): "".join(said.split()) for name, said in pairs}
    return Signature(tags.get("d", "").lower(), frozenset(tags.get("h", "").lower().split(":")))


def _verdicts(message: Message) -> list[tuple[str, str, str]]:
    """Of the uppermost line only: it was added last, by the server that took the mail in."""
    found = []
    for line in _values(message, "Authentication-Results")[:1]:
        for part in COMMENT.sub("", line).split(";"):
            verdict, signed = VERDICT.match(part), SIGNED_BY.search(part)
            if verdict:
                domain = signed[1].rpartition("@")[2].lower() if signed else ""
                found.append((verdict[1].lower(), verdict[2].lower(), domain))
    return found
