"""A test mail: the very bytes a reader would get, „[TEST]“ before the subject, links of its own (N-033)."""

from dataclasses import replace
from datetime import UTC, datetime

from goslar_portal.mail.wire import for_the_wire
from newsletters.line import ConnectionFailedError, Line, ServerFaultError
from newsletters.message import TOKEN, Rendered, headers_for, render
from newsletters.message.mime import host
from newsletters.models import DeliveryState, TrialMail
from newsletters.tokens import Purpose, sign

MARK = "[TEST]"


def message_for(trial: TrialMail) -> tuple[bytes, str, str]:
    """The bytes for one address, the sender, and a name for the file."""
    issue = trial.issue
    version = issue.versions.get(language=trial.language)
    form = render(version, issue, issue.channel)
    subject = f"{MARK} {form.mail_content.subject or version.title}"
    mail = Rendered(replace(form.mail_content, subject=subject), form.web_content).mail
    token = sign(Purpose.TEST, trial.key)
    name = f"{issue.channel.slug}.{issue.year}-{issue.number}.test-{trial.pk}"
    own = headers_for(trial.recipient, message_id=f"<{name}@{host()}>", token=token, at=datetime.now(UTC))
    body = mail.body.replace(TOKEN.encode(), token.encode())
    return own + mail.head + b"\r\n" + body, issue.channel.sender_address, name


def send(trial: TrialMail) -> None:
    """Once, by the worker; what the mail server said stands on the page of the issue."""
    if not trial.claim():
        return
    line = Line()
    try:
        message, sender, name = message_for(trial)
        result = line.send(sender, for_the_wire(trial.recipient), message, name)
        trial.finish(failure="" if result.state == DeliveryState.SENT else f"{result.code} {result.text}")
    except (ConnectionFailedError, ServerFaultError) as error:
        trial.finish(failure=str(error))
    finally:
        line.close()
