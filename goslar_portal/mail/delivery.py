"""Handing letters to the mail server, at most once each (G-072, G-073)."""

import logging
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goslar_portal import pdf
from goslar_portal.mail.models import Letter, LetterAttachment, LetterState
from goslar_portal.mail.wire import for_the_wire

log = logging.getLogger("portal.mail")


class NotNowError(Exception):
    """The mail server did not take the letter, and may take it later."""


class NeverError(Exception):
    """The mail server refuses this recipient or this letter for good."""


class UnclearError(Exception):
    """The connection broke after the text had left: nobody knows whether the server has it."""


def deliver(number: int) -> LetterState | None:
    """Send one letter if it is due and nobody else has it; returns its new state, None if not taken.

    The claim is committed before the mail server is spoken to, so a killed worker leaves the letter in
    `sending`, from where it becomes `unclear`, never a second copy.
    """
    if not Letter.objects.claim(number):
        return None
    letter = Letter.objects.with_attachments().get(pk=number)
    try:
        hand_over(compose(letter))
    except UnclearError:
        return _settle(letter, LetterState.UNCLEAR, problem="connection lost after the text")
    except NeverError as error:
        return _settle(letter, LetterState.FAILED, problem=str(error))
    except (NotNowError, OSError) as error:
        return _try_later(letter, str(error) if isinstance(error, NotNowError) else type(error).__name__)
    return _settle(letter, LetterState.SENT, sent_at=timezone.now(), problem="")


def _settle(letter: Letter, to: LetterState, **fields: object) -> LetterState:
    Letter.objects.settle(letter.pk, to, **fields)
    log.info("letter settled", extra={"letter": letter.pk, "status": str(to)})
    return to


def _try_later(letter: Letter, problem: str) -> LetterState:
    pause = letter.next_attempt()
    if pause is None:
        return _settle(letter, LetterState.FAILED, problem=problem)
    return _settle(letter, LetterState.WAITING, due_at=timezone.now() + pause, problem=problem)


def compose(letter: Letter) -> EmailMessage:
    """The message as it leaves: text first, HTML beside it, attachments behind. Raises `NeverError`."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = _address(letter)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    for attachment in letter.attachments.all():
        kind, _slash, subtype = attachment.content_type.partition("/")
        message.add_attachment(
            _content(attachment, letter.language),
            maintype=kind,
            subtype=subtype,
            filename=attachment.filename,
        )
    message["Content-Language"] = letter.tag  # last: adding parts moves headers of this kind into a part
    return message


def _address(letter: Letter) -> str:
    """In ASCII: the mail server is asked in nothing else, and an error there would leave it unclear."""
    try:
        return for_the_wire(letter.recipient)
    except UnicodeError as error:
        raise NeverError("no address for a mail server") from error


def _content(attachment: LetterAttachment, language: str) -> bytes:
    """The file, made now if not made before, and kept so that a second attempt sends the same bytes."""
    if attachment.content is None:
        attachment.content = pdf.render(attachment.template, attachment.context, language=language)
        LetterAttachment.objects.filter(pk=attachment.pk).update(content=attachment.content)
    return bytes(attachment.content)


def hand_over(message: EmailMessage) -> None:
    """To the mail server, or as a file where the installation has none.

    Raises `NotNowError`, `NeverError` or `UnclearError`.
    """
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        _to_file(message, Path(str(settings.EMAIL_FILE_PATH)))
    else:
        _to_server(message)


def _to_file(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@")[0]
    half = folder / f".{name}.half"
    half.write_bytes(bytes(message))
    half.rename(folder / f"{name}.eml")


def _connect() -> smtplib.SMTP:
    place = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=settings.EMAIL_TIMEOUT)
    else:
        server = smtplib.SMTP(*place, timeout=settings.EMAIL_TIMEOUT)
    if settings.EMAIL_USE_TLS:
        server.starttls()
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return server


def _to_server(message: EmailMessage) -> None:
    try:
        server = _connect()
    except smtplib.SMTPException as error:
        raise NotNowError(type(error).__name__) from error
    try:
        _envelope(server, message)
        _text(server, message)
    finally:
        server.close()


def _envelope(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        for code, _answer in (
            server.mail(parseaddr(str(message["From"]))[1]),
            server.rcpt(str(message["To"])),
        ):
            _judge(code)
    except smtplib.SMTPException as error:
        raise NotNowError(type(error).__name__) from error


def _text(server: smtplib.SMTP, message: EmailMessage) -> None:
    """From here on a broken line is unclear: the server may have taken the letter before it broke."""
    try:
        code, _answer = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        _judge(error.smtp_code)
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise UnclearError from error
    _judge(code)


def _judge(code: int) -> None:
    if 400 <= code < 500:
        raise NotNowError(f"SMTP {code}")
    if code >= 500:
        raise NeverError(f"SMTP {code}")
