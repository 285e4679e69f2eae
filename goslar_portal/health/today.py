"""Health on „Heute“: what is not well now, and jobs that failed (G-161)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.health import checks
from goslar_portal.health import registry as health
from goslar_portal.health.models import Job
from goslar_portal.registry import Card, Line

STATE = "admin:health_state"


def register() -> None:
    registry.today.add(
        Card(
            "health.problems",
            _("Störungen"),
            {Role.ENGINEERING},
            problems,
            link=STATE,
            action=_("Ansehen, was zu tun ist"),
        ),
        Card(
            "health.failed_jobs",
            _("Gescheiterte Aufgaben im Hintergrund"),
            {Role.ENGINEERING},
            lambda: Job.objects.in_state("failed").with_times(),
            since="happened_at",
            link="admin:health_job_changelist?stand=failed",
            action=_("Noch einmal versuchen"),
        ),
    )


def problems() -> Iterator[Line]:
    page = reverse(STATE)
    for name in checks.problems():
        yield Line(str(health.checks[name].label), page)
