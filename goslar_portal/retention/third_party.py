"""What the tables of packages hold: logins, second factors, jobs, the log of the admin (G-091)."""

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import inventory
from goslar_portal.retention.declarations import AT_ONCE, DELETE, Retention, Rule, days

JOB_IS_OVER = Q(status__in=["succeeded", "failed", "cancelled", "aborted"])


def with_end(jobs: QuerySet[Any]) -> QuerySet[Any]:
    """A job has no column for its end; its last event tells it."""
    with_last: QuerySet[Any] = jobs.annotate(ended_at=Max("procrastinateevent__at"))
    return with_last


def declare() -> None:
    inventory.without_persons(
        "auth.Permission", "auth.Group", "contenttypes.ContentType", "pghistory.*", "procrastinate.*"
    )
    inventory.declare("account.EmailAddress", Retention(
        operational="verified primary", personal="email", goes_with="user",
    ))  # fmt: skip
    inventory.declare("account.EmailConfirmation", Retention(personal="key", goes_with="email_address"))
    inventory.declare("mfa.Authenticator", Retention(operational="type", personal="data", goes_with="user"))
    inventory.declare("sessions.Session", Retention(
        personal="session_key session_data",
        purpose=_("Anmeldung in der Verwaltung"),
        rules=[Rule(
            "accounts.session", _("Anmeldung in der Verwaltung"), starts=_("Ende der Anmeldung"),
            clock="expire_date", period=AT_ONCE, then=DELETE,
        )],
    ))  # fmt: skip
    inventory.declare("admin.LogEntry", Retention(
        operational="object_id action_flag",
        personal="object_repr change_message",
        purpose=_("Nachvollziehen von Änderungen in der Verwaltung"),
        rules=[Rule(
            "accounts.admin_log_days", _("Änderungen in der Verwaltung"), starts=_("Änderung"),
            clock="action_time", period=days(365, low=30, high=1096), then=DELETE,
        )],
    ))  # fmt: skip
    inventory.declare("procrastinate.ProcrastinateJob", Retention(
        operational="queue_name task_name priority lock status attempts queueing_lock abort_requested",
        personal="args",
        purpose=_("Aufträge an den Arbeiter"),
        rules=[Rule(
            "mail.job_days", _("Erledigte Aufträge"), starts=_("Ende des Auftrags"),
            clock="ended_at", period=days(7, low=1, high=30), then=DELETE, where=JOB_IS_OVER, rows=with_end,
        )],
    ))  # fmt: skip
