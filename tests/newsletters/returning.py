"""Reports of mail servers as they arrive, put together by hand (RFC 3464)."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Thu, 26 Nov 2026 04:00:00 +0100

Final-Recipient: rfc822; weg@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b1
Content-Type: text/rfc822-headers

From: Newsletter <migration@goslar.example>
Message-ID: {message_id}
Subject: Neues

--b1--
"""
NOTE = """\
From: Leserin <leserin@example.org>
To: {to}
Subject: Abwesenheit
Auto-Submitted: auto-replied
Content-Type: text/plain

Ich bin bis Montag nicht da. Status: 5.1.1, Action: failed
"""


def report(
    to: str = "migration@goslar.example",
    *,
    status: str = "5.1.1",
    action: str = "failed",
    diagnostic: str = "550 5.1.1 unknown",
    message_id: str = "<other@example.org>",
) -> bytes:
    text = REPORT.format(to=to, status=status, action=action, diagnostic=diagnostic, message_id=message_id)
    return text.encode()


def forwarded(content: bytes) -> bytes:
    """Somebody sent the report on, as an attachment of an attachment."""
    inner = BytesParser(policy=policy.default).parsebytes(content)
    for _turn in range(2):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = (
            "amt@goslar.example",
            "amt@goslar.example",
            "WG: zurück",
        )
        outer.set_content("Siehe Anhang.")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()
