"""What the checks remember: when each job last ended well, which entries raised (G-111, G-161)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import Retention

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
