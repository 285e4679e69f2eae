"""Reminders of the end of a validity, each step once (D-031)."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from democracy import letters
from democracy.models.leaflet_version import LeafletVersion
from goslar_portal import office
from goslar_portal.retention import Retention


class LeafletReminderQuerySet(models.QuerySet["LeafletReminder"]):
    def send_due(self, day: date) -> int:
        """Remind of every end that has come near; after a pause only the latest step is written."""
        days = steps()
        ending = LeafletVersion.objects.ending_by(day, day + timedelta(days=max(days)))
        return sum(self._remind(version, day, days) for version in ending.with_leaflet())

    @transaction.atomic
    def _remind(self, version: LeafletVersion, day: date, days: list[int]) -> int:
        left = (version.valid_until - day).days if version.valid_until else 0
        due = [step for step in days if left <= step]
        rows = [LeafletReminder(version=version, step=step) for step in due]
        known = set(self.filter(version=version).values_list("step", flat=True))
        if not due or min(due) in known:
            return 0
        self.bulk_create(rows, ignore_conflicts=True)
        letters.leaflet_ending(version, min(due))
        return 1


def steps() -> list[int]:
    """Days before the end on which somebody is told."""
    names = ("first", "second", "last")
    return sorted({int(office.value(f"democracy.leaflet_{name}_reminder_days")) for name in names})


class LeafletReminder(models.Model):
    """That the responsible mailbox was told about an end, once per step (D-031)."""

    version = models.ForeignKey(LeafletVersion, on_delete=models.CASCADE, related_name="reminders")
    step = models.PositiveSmallIntegerField(_("Tage vorher"))
    sent_at = models.DateTimeField(_("erinnert"), auto_now_add=True)

    objects = LeafletReminderQuerySet.as_manager()
    retention = Retention(operational="step")

    class Meta:
        verbose_name = _("Erinnerung")
        verbose_name_plural = _("Erinnerungen")
        ordering = ["version_id", "-step"]
        constraints = [models.UniqueConstraint(name="reminder_goes_once", fields=["version", "step"])]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.step}"
