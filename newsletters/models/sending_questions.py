"""Questions about issues that are to be sent, are being sent, or wait for a person (N-042, N-071, N-072)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

if TYPE_CHECKING:
    from newsletters.models.issue import Issue  # noqa: F401  # named in the base class

PROBES = 3  # single messages after a halt, before only a person goes on


class SendingQuestions(models.QuerySet["Issue"]):
    def due(self) -> Self:
        return self.planned().filter(planned_at__lte=timezone.now()).order_by("planned_at", "pk")

    def planned(self) -> Self:
        return self.filter(state="planned")

    def sending(self) -> Self:
        return self.filter(state="sending")

    def sent_out(self) -> Self:
        """Whatever went or goes to readers by mail, the newest first."""
        out = ["sending", "paused", "sent", "cancelled"]
        return self.filter(state__in=out).select_related("channel").order_by("-released_at", "-pk")

    def to_probe(self, minutes: int) -> Self:
        """Paused because the mail server could not be reached, and it is time to try one message (N-071)."""
        pause: Any = timedelta(minutes=minutes)  # a database multiplies it
        rows = self.filter(state="paused", stop_reason="connection", probes__lt=PROBES)
        return rows.filter(stopped_at__lte=timezone.now() - pause * (F("probes") + 1))

    def waiting_for_a_person(self) -> Self:
        """Overdue or paused (N-164)."""
        return self.filter(state__in=["overdue", "paused"]).order_by("stopped_at", "pk")
