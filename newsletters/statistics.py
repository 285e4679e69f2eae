"""Figures of the newsletters: how many read them in which language, never who (N-195, G-115)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal import languages, registry
from goslar_portal.registry import Statistic
from newsletters.models import Subscription
from newsletters.roles import STAFF


def register() -> None:
    registry.statistics.add(
        Statistic(
            "newsletters.subscriptions",
            _("Abonnements nach Newsletter und Sprache"),
            STAFF,
            (_("Newsletter"), _("Sprache")),
            subscriptions,
            _("Heutiger Stand aller aktiven Abonnements, gleich welcher Zeitraum gewählt ist."),
        )
    )


def subscriptions(first: date, last: date) -> Iterable[tuple[Any, ...]]:
    known = languages.catalogue()
    for channel, language, number in Subscription.objects.active().by_channel_and_language():
        yield channel, known[language].german if language in known else language, number
