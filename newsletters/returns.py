"""Mails that came back, from the mailbox or as files: read, found, counted (N-140 to N-144)."""

import imaplib
import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from goslar_portal.journal.models import Actor
from newsletters import delivery, envelope, mailbox, reports
from newsletters.models import Bounce, BounceKind, Delivery, ReturnBox, Stray, Why, classify

if TYPE_CHECKING:
    from newsletters.reports import Report

log = logging.getLogger("portal.newsletters")
CLOCK = Actor.clock("read_returns")


@transaction.atomic
def take(content: bytes, *, by: Actor, way: str) -> bool:
    """Count one mail; False for one that changes nothing and is listed as „nicht erkannt“."""
    try:
        report = reports.read(content)
    except reports.NoReportError:
        Stray.objects.keep(Why.NO_REPORT, way)
        return False
    number, why = find(report)
    row = Delivery.objects.numbered(number).with_facts().first() if number is not None else None
    if row is None:
        if why == Why.FORGED:
            ReturnBox.objects.count_forged()
        Stray.objects.keep(why, way)
        return False
    kind = classify(report.status, report.code)
    if Bounce.objects.note(row, kind=kind, status=report.status, by=by) and kind == BounceKind.SENDER:
        delivery.judge_rejections(row.issue_id)
    return True


def find(report: "Report") -> tuple[int | None, str]:
    """By the address it was sent to, else by the Message-ID; a forged token counts as such (N-144)."""
    token = report.token or report.named
    if not token:
        return None, Why.NO_DELIVERY
    number = envelope.read(token)
    return number, Why.NO_DELIVERY if number is not None else Why.FORGED


def read_mailbox() -> int:
    """Every 10 minutes, where a mailbox is set."""
    if not settings.BOUNCE_IMAP_URL:
        return 0
    try:
        count = mailbox.read(settings.BOUNCE_IMAP_URL, lambda content: take(content, by=CLOCK, way="imap"))
    except (OSError, imaplib.IMAP4.error) as error:
        ReturnBox.objects.failed(type(error).__name__)
        log.warning("mailbox of returns not read", extra={"job": "read_returns"})
        return 0
    ReturnBox.objects.read_now()
    return count
