"""The bytes of a mail: frozen once, the same for everybody but one token (N-046, N-082)."""

import base64
import hashlib
import quopri
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings

from goslar_portal.mail.wire import for_the_wire
from newsletters.message.content import Content, Image

# Stands for the token of each recipient, as long as a real one (see tokens.LENGTH).
TOKEN = "0-Link-der-Empfaengerin-oder-des-Empfaengers"  # noqa: S105  # a place, no secret
CRLF = b"\r\n"


@dataclass(frozen=True)
class Mail:
    """What is frozen: headers that are the same for everybody, and the body with `TOKEN` in it."""

    head: bytes
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.head + self.body).hexdigest()

    @property
    def size(self) -> int:
        return len(self.head) + len(self.body) + 500  # the headers of one recipient


def host() -> str:
    return urlsplit(str(settings.SITE_URL)).hostname or "localhost"


def make_mail(content: Content, html: str, text: str) -> Mail:
    boundary = f"ausgabe-{hashlib.sha256((html + text).encode()).hexdigest()[:24]}"
    alternative = _multipart("alternative", boundary, [_text("plain", text), _html(html, content, boundary)])
    kind, _gap, body = alternative.partition(CRLF + CRLF)
    return Mail(head=_head(content) + kind + CRLF, body=body)


def _head(content: Content) -> bytes:
    """Raises `ValueError` for a value with a line break: refused, not repaired."""
    site = str(settings.SITE_URL).rstrip("/")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(content.sender_name, addr_spec=content.sender_address)
    message["Reply-To"] = content.reply_address
    message["Subject"] = content.subject
    message["List-Id"] = f"<{content.channel_slug}.{host()}>"
    message["List-Archive"] = f"<{site}/newsletter/{content.channel_slug}/>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["Content-Language"] = content.language.bcp47
    message["MIME-Version"] = "1.0"
    return bytes(message).rstrip(CRLF) + CRLF


def headers_for(address: str, *, message_id: str, token: str, at: datetime) -> bytes:
    """The headers of one recipient; their address is checked when it is stored."""
    site = str(settings.SITE_URL).rstrip("/")
    lines = [
        f"To: {for_the_wire(address)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id}",
        f"List-Unsubscribe: <{site}/newsletter/abo/{token}/abmelden/>",
    ]
    if any("\n" in line or "\r" in line for line in lines):
        raise ValueError("a header value holds a line break")
    return b"".join(line.encode("ascii") + CRLF for line in lines)


def _html(html: str, content: Content, boundary: str) -> bytes:
    page = _text("html", html)
    if not content.images:
        return page
    images = {image.name: _image(image) for image in content.images}
    return _multipart("related", f"{boundary}-bilder", [page, *images.values()])


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    edge = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode()
    inside = b"".join(edge + CRLF + part + CRLF for part in parts)
    return head + CRLF + CRLF + inside + edge + b"--" + CRLF


def _text(kind: str, text: str) -> bytes:
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    return head.encode() + quoted(text)


def quoted(text: str) -> bytes:
    """Quoted-printable with each token whole on a line of its own, so that it can be replaced."""
    pieces = [quopri.encodestring(piece.encode()) for piece in text.split(TOKEN)]
    joined = (b"=\n" + TOKEN.encode() + b"=\n").join(pieces)
    return joined.replace(b"\n", CRLF)


def _image(image: Image) -> bytes:
    head = (
        f"Content-Type: {image.content_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{image.name}@{host()}>\r\nContent-Disposition: inline\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(image.content).replace(b"\n", CRLF)
