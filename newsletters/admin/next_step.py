"""What somebody who opens an issue does next, said in one sentence with one link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsletters.models import Issue, IssueState

S = IssueState


@dataclass(frozen=True)
class NextStep:
    sentence: str
    label: str = ""
    url: str = ""
    level: str = "info"


def page(issue: Issue, name: str, *more: Any) -> str:
    return reverse(f"admin:newsletters_issue_{name}", args=[issue.pk, *more])


def next_step(issue: Issue, user: Any, *, may_write: bool) -> NextStep:
    if issue.state == S.DRAFT:
        return _of_draft(issue, user, may_write=may_write)
    if issue.is_public and issue.state in (S.SENT, S.ARCHIVE_ONLY):
        return NextStep(
            _("Fertig. Die Ausgabe steht im Archiv."),
            _("Im Archiv ansehen"),
            issue.get_absolute_url(),
            "success",
        )
    return NextStep(*_SENTENCES[issue.state](issue))


def _of_draft(issue: Issue, user: Any, *, may_write: bool) -> NextStep:
    write = page(issue, "text", issue.main_language)
    if not issue.main.blocks or not issue.main.subject:
        if not may_write:
            return NextStep(_("Die Ausgabe wird noch geschrieben."))
        missing = _("den Betreff") if issue.main.blocks else _("Betreff und Bausteine")
        return NextStep(
            _("Schreiben Sie jetzt %(missing)s.") % {"missing": missing}, _("Text schreiben"), write
        )
    if issue.channel.is_four_eyes and issue.changed_by_id == user.pk:
        return NextStep(
            _(
                "Prüfen Sie die Ausgabe und schicken Sie sich eine Testmail. Weil Sie zuletzt daran "
                "geschrieben haben, muss jemand anderes sie freigeben."
            ),
            _("Prüfen"),
            page(issue, "check"),
        )
    return NextStep(
        _("Der Text steht. Prüfen Sie die Ausgabe, dann können Sie sie freigeben."),
        _("Prüfen"),
        page(issue, "check"),
    )


def _planned(issue: Issue) -> tuple[str, ...]:
    moment = date_format(timezone.localtime(issue.planned_at), "l, j. F Y, H:i") if issue.planned_at else ""
    said = _("Geht von selbst hinaus: %(moment)s Uhr. Zum Ändern heben Sie die Planung auf.")
    return said % {"moment": moment}, _("Vorschau ansehen"), page(issue, "preview"), "success"


def _overdue(issue: Issue) -> tuple[str, ...]:
    said = _("Die geplante Zeit ist verstrichen. Senden Sie jetzt oder heben Sie die Planung auf.")
    return said, "", "", "warning"


def _sending(issue: Issue) -> tuple[str, ...]:
    return (
        _("Die E-Mails gehen gerade hinaus. Sie müssen nichts tun."),
        _("Im Archiv ansehen"),
        issue.get_absolute_url(),
    )


def _paused(issue: Issue) -> tuple[str, ...]:
    said = _("Der Versand ist angehalten. Sehen Sie nach, warum, und entscheiden Sie, wie es weitergeht.")
    return (
        said,
        _("Zustellung ansehen"),
        reverse("admin:newsletters_delivery_issue", args=[issue.pk]),
        "warning",
    )


def _ended(issue: Issue) -> tuple[str, ...]:
    if issue.is_public:
        return (
            _("Abgebrochen. Wer noch offen war, bekommt nichts mehr; die Seite steht im Archiv."),
            "",
            "",
            "warning",
        )
    return _("Aus dem Archiv genommen: %(why)s") % {"why": issue.withdrawn_reason}, "", "", "warning"


_SENTENCES: dict[str, Callable[[Issue], tuple[str, ...]]] = {
    S.PLANNED: _planned,
    S.OVERDUE: _overdue,
    S.SENDING: _sending,
    S.PAUSED: _paused,
    S.SENT: _ended,
    S.CANCELLED: _ended,
    S.ARCHIVE_ONLY: _ended,
}
