"""What the checks remember: when each job last ended well, which entries raised (G-111, G-161)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from goslar_portal import clock
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention
from goslar_portal.states import WrongStateError

STATUS: dict[str, Any] = {
    "todo": _("wartet"),
    "doing": _("läuft"),
    "succeeded": _("erledigt"),
    "failed": _("gescheitert"),
    "cancelled": _("abgebrochen"),
    "aborted": _("abgebrochen"),
}
OPEN = frozenset({"todo", "doing", "failed"})
REPORTED = timedelta(minutes=15)  # how long one failure of an entry keeps /healthz red


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def expect(self, names: Iterable[str]) -> None:
        """From now on these jobs are watched; a new one has its full time until the first run."""
        self.bulk_create([JobRun(name=name) for name in names], ignore_conflicts=True)

    def ended(self, name: str, count: int) -> None:
        fields = {"ended_at": timezone.now(), "last_count": count}
        self.update_or_create(name=name, defaults=fields)

    def failed(self, name: str) -> None:
        self.expect([name])
        self.filter(name=name).update(failures=F("failures") + 1, failed_at=timezone.now())


class JobRun(models.Model):
    """One row per scheduled job."""

    name = models.CharField(_("Aufgabe"), max_length=80, primary_key=True)
    ended_at = models.DateTimeField(_("zuletzt gelungen"), default=timezone.now)
    last_count = models.PositiveIntegerField(_("zuletzt bearbeitet"), default=0)
    failed_at = models.DateTimeField(_("zuletzt gescheitert"), null=True)
    failures = models.PositiveIntegerField(_("gescheitert"), default=0)

    retention = Retention(operational="name last_count failures")

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("Lauf einer Aufgabe")
        verbose_name_plural = _("Läufe der Aufgaben")

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """The last run went wrong."""
        return self.failed_at is not None and self.failed_at > self.ended_at


class TroubleQuerySet(models.QuerySet["Trouble"]):
    def note(self, name: str, error: str) -> None:
        self.update_or_create(name=name[:160], defaults={"error": error[:80], "at": timezone.now()})

    def recent(self) -> "TroubleQuerySet":
        return self.filter(at__gt=timezone.now() - REPORTED)


class Trouble(models.Model):
    """An entry of a registry raised; name and kind of error, never its words."""

    name = models.CharField(_("Eintrag"), max_length=160, primary_key=True)
    error = models.CharField(_("Fehler"), max_length=80)
    at = models.DateTimeField(_("zuletzt"), db_index=True)

    retention = Retention(operational="name error")

    objects = TroubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Störung")
        verbose_name_plural = _("Störungen")

    def __str__(self) -> str:
        return self.name


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        """What waits, runs or went wrong; what is done nobody has to look at."""
        return self.filter(status__in=OPEN)

    def in_state(self, state: str) -> Self:
        return self.filter(status=state)

    def with_times(self) -> Self:
        """When it was put in the queue and what happened last, in the same query."""
        events = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).values("at")
        return self.annotate(
            deferred_at=Subquery(events.order_by("pk")[:1]),
            happened_at=Subquery(events.order_by("-pk")[:1]),
        )


class Job(ProcrastinateJob):  # type: ignore[misc]  # the package has no types
    """A job of the worker, for the back office: its German name, retry and cancel."""

    objects = JobQuerySet.as_manager()
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "retry": frozenset({"failed"}),
        "cancel": frozenset({"todo"}),
    }

    class Meta:
        proxy = True
        verbose_name = _("Aufgabe im Hintergrund")
        verbose_name_plural = _("Aufgaben im Hintergrund")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{clock.label(self.task_name)} {self.pk}"

    @property
    def state(self) -> str:
        return str(self.status)

    def get_state_display(self) -> str:
        return str(STATUS.get(self.status, self.status))

    @property
    def reference(self) -> str:
        return f"Aufgabe {self.pk}"

    @transaction.atomic
    def retry(self, *, by: Actor) -> None:
        """Put a failed job back into the queue."""
        self._start_from("retry")
        app.job_manager.retry_job_by_id(self.pk, timezone.now(), self.priority, self.queue_name, self.lock)
        record(self, "retry", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def cancel(self, *, by: Actor) -> None:
        """Take a waiting job out of the queue; one that runs by the clock comes again at its next time."""
        self._start_from("cancel")
        app.job_manager.cancel_job_by_id(self.pk)
        record(self, "cancel", by=by)
        self.refresh_from_db()

    def _start_from(self, verb: str) -> None:
        """Hold the row, so that worker and person do not decide at the same moment."""
        now = Job.objects.select_for_update().values_list("status", flat=True).get(pk=self.pk)
        if now not in self.STARTS[verb]:
            raise WrongStateError(self, now, self.STARTS[verb])
