"""Counters go with their window, the key with its day (G-151, G-152)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.limits.models import Counter, DayKey


@every("*/10 * * * *", name="forget_counters", label=_("Zähler für Anfragen vergessen"))
def forget_counters() -> int:
    return Counter.objects.forget_ended() + DayKey.objects.lose_old()
