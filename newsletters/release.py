"""From a draft to what is sent: render, check, compare with what was seen, then one verb writes (N-040)."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goslar_portal.journal.models import Actor
from newsletters import checks, suggestions
from newsletters.blocks import clean_blocks
from newsletters.checks import Finding
from newsletters.message import Rendered, render
from newsletters.models import Issue, Subscription, Version


@dataclass(frozen=True)
class Prepared:
    """All versions of an issue in all forms, and what is to be said about them."""

    issue: Issue
    stamp: int
    forms: list[Rendered]
    findings: list[Finding]

    @property
    def digest(self) -> str:
        """What was looked at: of every version, down to the last byte (N-041)."""
        whole = "\0".join(form.digest for form in self.forms)
        return hashlib.sha256(f"{self.stamp}\0{whole}".encode()).hexdigest()

    @property
    def errors(self) -> list[Finding]:
        return checks.errors(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]


def prepare(issue: Issue, *, at: datetime | None = None) -> Prepared:
    """Render and check every version. Writes nothing."""
    stamp, channel = issue.stamp, issue.channel
    versions: Iterable[Version] = issue.versions.order_by("pk")
    forms, findings = [], []
    for version in versions:
        version.issue = issue
        form = render(version, issue, channel)
        forms.append(form)
        findings += checks.check(issue, version, form, at=at, cancelled=suggestions.cancelled(version))
    return Prepared(issue, stamp, forms, findings)


def recipients(issue: Issue) -> dict[str, int]:
    """How many get which version now."""
    have = {version.language for version in issue.versions.all()}
    found: dict[str, int] = {}
    for language, count in Subscription.objects.per_language(issue.channel).items():
        version = language if language in have else issue.main_language
        found[version] = found.get(version, 0) + count
    return found


Noted = Collection[str] | None  # keys of the warnings somebody has ticked; None where nobody is asked


def _ready(
    issue: Issue, seen: str, by: Actor, *, at: datetime | None = None, noted: Noted = None
) -> Prepared:
    """The content that is about to be frozen, checked once more; an earlier green counts for nothing."""
    if issue.channel.is_four_eyes and by.account_id is not None and issue.changed_by_id == by.account_id:
        raise ValidationError(
            _("Sie haben zuletzt daran geschrieben. Jemand anderes muss die Ausgabe freigeben."),
            code="four_eyes",
        )
    ready = prepare(issue, at=at)
    if ready.digest != seen:
        raise ValidationError(
            _("Die Ausgabe wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an."),
            code="changed",
        )
    if ready.errors:
        raise ValidationError(_("Die Prüfung findet noch Fehler."), code="findings")
    if noted is not None and {finding.key for finding in ready.warnings} - set(noted):
        raise ValidationError(_("Bitte bestätigen Sie, dass Sie die Warnungen gesehen haben."), code="unseen")
    for form in ready.forms:
        form.whole()
    return ready


def send(issue: Issue, *, by: Actor, seen: str, noted: Noted = None) -> None:
    """„Jetzt senden“."""
    ready = _ready(issue, seen, by, noted=noted)
    issue.release(ready.forms, by=by, seen=ready.stamp)


def plan(issue: Issue, *, by: Actor, seen: str, at: datetime, noted: Noted = None) -> None:
    """„Planen“; the day it leaves stands on it."""
    issue.check_time(at)
    ready = _ready(issue, seen, by, at=at, noted=noted)
    issue.plan(_on_day(issue, timezone.localdate(at)), by=by, seen=ready.stamp, at=at)


def archive(issue: Issue, *, by: Actor, seen: str, noted: Noted = None) -> None:
    """„Nur ins Archiv“."""
    ready = _ready(issue, seen, by, noted=noted)
    issue.archive_only(ready.forms, by=by, seen=ready.stamp)


def _on_day(issue: Issue, day: date) -> list[Rendered]:
    rows = issue.versions.order_by("pk")
    return [render(version, issue, issue.channel, day=day).whole() for version in rows]


def correct(
    issue: Issue, language: str, *, by: Actor, seen: int, head: dict[str, str], blocks: list[Any], note: str
) -> None:
    """New words on page, PDF and feed, with the note; nothing is sent (N-093)."""
    version = issue.versions.get(language=language)
    version.issue = issue
    for name, value in head.items():
        setattr(version, name, value)
    version.blocks = clean_blocks(blocks)
    form = render(version, issue, issue.channel, day=timezone.localdate(issue.released_at))
    found = checks.errors(checks.check(issue, version, form, at=issue.released_at))
    if found:
        raise ValidationError([f"{row.block}: {row.rule} {row.remedy}" for row in found], code="findings")
    form.whole()
    with transaction.atomic():
        issue.begin_correction(by=by, seen=seen)
        version.save()
        issue.correct(form, by=by, note=note)
