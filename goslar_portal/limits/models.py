"""Counters of limits and the key of the day; both are gone when their time is over (G-151, G-152)."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.retention import AT_ONCE, DELETE, Retention, Rule, days

KEY_BYTES = 32
KINDS = ["sender", "address", "domain", "total"]


class DayKeyQuerySet(models.QuerySet["DayKey"]):
    def of_today(self) -> bytes:
        """The key of this day, made by the first who asks; all processes read the same row."""
        found = self.filter(day=today()).first()
        if found is None:
            self.bulk_create([DayKey(day=today(), key=secrets.token_bytes(KEY_BYTES))], ignore_conflicts=True)
            found = self.get(day=today())
        return bytes(found.key)

    def lose_old(self) -> int:
        """After this nobody can tell any more which network a counter of that day belonged to."""
        return self.filter(day__lt=today()).delete()[0]


class DayKey(models.Model):
    """Never part of a backup: a key that comes back was not lost."""

    day = models.DateField(_("Tag"), primary_key=True)
    key = models.BinaryField(_("Schlüssel"), max_length=KEY_BYTES, editable=False)

    retention = Retention(
        operational="day",
        personal="key",
        purpose=_("Schutz vor Überlastung"),
        rules=[
            Rule(
                "limits.key",
                _("Schlüssel des Tages für die Zähler"),
                starts=_("Ende des Tages"),
                clock="day",
                period=days(1, low=1, high=1),
                then=DELETE,
            ),
        ],
    )

    objects = DayKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schlüssel des Tages")
        verbose_name_plural = _("Schlüssel des Tages")

    def __str__(self) -> str:
        return f"{self.day}"


class CounterQuerySet(models.QuerySet["Counter"]):
    def add(self, limit: str, who: Mapping[str, tuple[bytes, datetime]], times: int = 1) -> dict[str, int]:
        """Count further for each kind and return the new numbers: one statement, atomic (G-151).

        `who` holds for each kind whom it counts and when its window ends.

        Sorted, so that two requests wait for each other instead of locking each other out.
        """
        rows = sorted(who.items())
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO limits_counter AS counter (name, kind, who, ends_at, hits)"  # noqa: S608  # placeholders only
                f" VALUES {values} ON CONFLICT (name, kind, who, ends_at)"
                " DO UPDATE SET hits = counter.hits + excluded.hits RETURNING kind, hits",
                [part for kind, (hashed, end) in rows for part in (limit, kind, hashed, end, times)],
            )
            return dict(cursor.fetchall())

    def forget_ended(self) -> int:
        return self.filter(ends_at__lte=timezone.now()).delete()[0]


class Counter(models.Model):
    """How often one sender, or one address, did one thing in the window that ends then."""

    name = models.CharField(_("Grenze"), max_length=60)
    kind = models.CharField(_("gezählt je"), max_length=10)
    who = models.BinaryField(_("Prüfwert"), max_length=32)
    ends_at = models.DateTimeField(_("Ende des Zeitraums"), db_index=True)
    hits = models.PositiveIntegerField(_("Anfragen"))

    retention = Retention(
        operational="name kind hits",
        personal="who",
        purpose=_("Schutz vor Überlastung"),
        rules=[
            Rule(
                "limits.counter",
                _("Zähler je Anschluss, verschlüsselt"),
                starts=_("Ende des Zeitraums"),
                clock="ends_at",
                period=AT_ONCE,
                then=DELETE,
            ),
        ],
    )

    objects = CounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zähler")
        verbose_name_plural = _("Zähler")
        constraints = [
            models.UniqueConstraint(name="counter_is_one", fields=["name", "kind", "who", "ends_at"]),
            models.CheckConstraint(name="counter_kind_is_known", condition=Q(kind__in=KINDS)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.kind} {self.pk}"
