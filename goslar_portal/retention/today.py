"""What the eraser asks of people, on the first page of the back office (G-094, G-096)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.health.checks import late_jobs
from goslar_portal.health.models import JobRun
from goslar_portal.registry import Card, Line
from goslar_portal.retention import archive
from goslar_portal.retention.models import Hold, Report
from goslar_portal.retention.proof import JOB


def register() -> None:
    registry.today.add(
        Card(
            "retention.left",
            _("Löschung unvollständig"),
            roles={Role.PRIVACY, Role.ENGINEERING},
            rows=Report.objects.with_left,
            since="asked_at",
            link="admin:retention_state",
            action=_("Nachsehen"),
            line=lambda report: report.sentence,
            goes_to=lambda report: reverse("admin:retention_state"),
        ),
        Card(
            "retention.late",
            _("Die nächtliche Löschung fehlt"),
            roles={Role.PRIVACY, Role.ENGINEERING},
            rows=missing_run,
            link="admin:retention_state",
            action=_("Nachsehen"),
        ),
        Card(
            "retention.holds",
            _("Löschsperren laufen aus"),
            roles={Role.PRIVACY},
            rows=Hold.objects.ending,
            due="until",
            action=_("Zu den Löschsperren"),
            line=lambda hold: f"{hold.thing}: {hold.get_reason_display()}",
        ),
        Card(
            "retention.archive",
            _("Dem Archiv anbieten"),
            roles={Role.LEAD, Role.PRIVACY},
            rows=archive_lines,
            link="admin:retention_archive",
            action=_("Zur Liste"),
        ),
    )


def missing_run() -> Iterator[Line]:
    """No run for 26 hours."""
    if JOB in late_jobs():
        since = JobRun.objects.get(pk=JOB).ended_at
        yield Line(str(_("Zuletzt gelaufen")), reverse("admin:retention_state"), since=since)


def archive_lines() -> Iterator[Line]:
    for waiting in archive.waiting():
        yield Line(f"{capfirst(waiting.label)}", reverse("admin:retention_archive"), since=waiting.since)
