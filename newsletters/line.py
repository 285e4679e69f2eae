"""One connection to the mail server, or the folder of a local start; says how each attempt ended (N-061)."""

import math
import smtplib
import time
from pathlib import Path

from django.conf import settings

from newsletters.models.delivery import DeliveryState as D
from newsletters.models.ledger import Result

# Seconds for one answer of the mail server. At most `STEPS` of them come before the last one: connection,
# greeting, EHLO, STARTTLS, handshake, EHLO, three of the login, sender, recipient, DATA, the text itself.
STEP, STEPS = 30, 13
LAST = 150  # for the answer to the whole text: mail servers look through it before they take it
LONGEST = STEP * STEPS + LAST  # below the shortest lease the office may set (N-055)


class ServerFaultError(Exception):
    """The mail server refuses us, not the recipient: our own fault, so everything waits (N-061)."""


class ConnectionFailedError(Exception):
    """No connection, or it broke before the end of the text."""


class Line:
    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None
        self.is_file = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")

    def send(
        self, sender: str, recipient: str, message: bytes, name: str, *, until: float = math.inf
    ) -> Result:
        """Raises the two errors above. After `until` (of the steady clock) the text is not sent any more."""
        if self.is_file:
            return _to_file(message, name)
        try:
            result = self._envelope(sender, recipient) or self._data(message, until)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise ConnectionFailedError(type(error).__name__) from error
        if result is None:
            return self._last_answer()
        self._start_over()
        return result

    def _envelope(self, sender: str, recipient: str) -> Result | None:
        """A refusal, or nothing."""
        server = self._open()
        code, reply = server.mail(sender)
        if code >= 500:
            self.close()
            raise ServerFaultError(f"{code} {_words(reply)}")
        if code >= 300:
            return refused(code, reply)
        code, reply = server.rcpt(recipient)
        return refused(code, reply, at_recipient=True) if code >= 300 else None

    def _data(self, message: bytes, until: float) -> Result | None:
        """A refusal, or nothing once the whole text is out."""
        server = self._open()
        code, reply = server.docmd("data")
        if code != 354:
            return refused(code, reply)
        if time.monotonic() > until:
            raise ConnectionFailedError("the lease runs out")
        server.send(_stuffed(message))
        return None

    def _last_answer(self) -> Result:
        """From here on nobody knows whether the server has the message, unless it says so."""
        server = self._open()
        try:
            if server.sock is not None:
                server.sock.settimeout(LAST)
            code, reply = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(STEP)
        except (smtplib.SMTPException, OSError):
            self.close()
            return Result(D.UNCLEAR, text="connection lost after the text")
        if not 200 <= code < 600:  # no answer of a mail server
            self.close()
            return Result(D.UNCLEAR, text="no answer after the text")
        return Result(D.SENT, code, _words(reply)) if code < 300 else refused(code, reply)

    def _start_over(self) -> None:
        """After a refusal the connection serves the next recipient, or a new one does."""
        try:
            if self.server is not None and self.server.rset()[0] != 250:
                self.close()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _open(self) -> smtplib.SMTP:
        if self.server is not None and self.server.sock is not None:
            return self.server
        make = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        self.server = make(timeout=STEP)
        try:
            code, reply = self.server.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
            if code != 220:
                raise smtplib.SMTPConnectError(code, reply)
            self._greet(self.server)
        except smtplib.SMTPResponseException as error:
            self.close()
            if error.smtp_code >= 500:
                raise ServerFaultError(f"{error.smtp_code} {_words(error.smtp_error)}") from error
            raise
        return self.server

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            server.starttls()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)

    def close(self) -> None:
        if self.server is not None:
            self.server.close()
            self.server = None


def refused(code: int, reply: bytes | str, *, at_recipient: bool = False) -> Result:
    state = D.REJECTED if code >= 500 else D.OPEN
    return Result(state, code, _words(reply), at_recipient=at_recipient)


def _words(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:1000]


def _stuffed(message: bytes) -> bytes:
    """Lines that begin with a dot get a second one; the end is a dot alone (RFC 5321, 4.5.2)."""
    body = message.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _to_file(message: bytes, name: str) -> Result:
    folder = Path(str(settings.EMAIL_FILE_PATH))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder / f".{name}.half"
    half.write_bytes(message)
    half.rename(folder / f"{name}.eml")
    return Result(D.SENT, 250, "file")
