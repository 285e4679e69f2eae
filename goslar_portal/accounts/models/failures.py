"""Failed logins, counted per account and per sender for all processes together (G-065)."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Least, Power
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import DELETE, Retention, Rule, hours

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_OF_ACCOUNT = 5
MOST_OF_SENDER = 20
LETTER_AFTER = 10


class FailuresQuerySet(models.QuerySet["Failures"]):
    def wait_until(self, *keys: str) -> datetime | None:
        """When the last of these waits is over; None when none is running."""
        running = self.filter(key__in=keys, waits_until__gt=timezone.now())
        return running.aggregate(last=models.Max("waits_until"))["last"]

    def note(self, key: str, *, most: int) -> "Failures":
        """One more failure. From the `most`th on each begins a wait twice as long as the one before.

        One statement under the row's lock: two processes never count the same failure as one.
        """
        now = timezone.now()
        self.bulk_create([Failures(key=key, began_at=now, last_at=now)], ignore_conflicts=True)
        fresh = Q(began_at__lte=now - WINDOW) & (Q(waits_until=None) | Q(waits_until__lte=now - WINDOW))
        self.filter(fresh, key=key).update(began_at=now, count=0, waits_until=None)
        doubled = Power(Value(2.0), Least(F("count") + 1 - most, Value(10)))  # 2^10 minutes is over the limit
        wait = ExpressionWrapper(Value(FIRST_WAIT) * doubled, output_field=models.DurationField())
        until = ExpressionWrapper(
            Value(now) + Least(wait, Value(LONGEST_WAIT)), output_field=models.DateTimeField()
        )
        self.filter(key=key).update(
            count=F("count") + 1,
            last_at=now,
            waits_until=Case(When(count__gte=most - 1, then=until), default=F("waits_until")),
        )
        return self.get(key=key)

    def forget(self, key: str) -> None:
        self.filter(key=key).delete()

    def over(self) -> Self:
        """Counters that say nothing any more."""
        past = timezone.now() - LONGEST_WAIT - WINDOW
        return self.filter(last_at__lt=past)


class Failures(models.Model):
    """A counter. The key is a keyed hash: of an address typed, known or not, or of a sender's network."""

    key = models.CharField(_("Schlüssel"), max_length=80, unique=True)
    count = models.PositiveIntegerField(_("Fehlversuche"), default=0)
    began_at = models.DateTimeField(_("seit"))
    last_at = models.DateTimeField(_("zuletzt"))
    waits_until = models.DateTimeField(_("wartet bis"), null=True)

    retention = Retention(
        operational="count",
        personal="key",
        purpose=_("Schutz der Anmeldung"),
        rules=[
            Rule(
                "accounts.failure_hours",
                _("Zähler für Fehlversuche, verschlüsselt"),
                starts=_("letzter Versuch"),
                clock="last_at",
                period=hours(2, low=2, high=24),
                then=DELETE,
            ),
        ],
    )

    objects = FailuresQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zähler für Fehlversuche")
        verbose_name_plural = _("Zähler für Fehlversuche")
        constraints = [
            models.CheckConstraint(
                name="failures_wait_after_they_began",
                condition=Q(waits_until__isnull=True) | Q(waits_until__gt=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key[:20]} {self.count}"
