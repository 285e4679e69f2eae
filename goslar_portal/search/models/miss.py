"""Questions without an answer, counted: what people look for and do not find (I-127)."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import DELETE, Retention, Rule, days


class MissQuerySet(models.QuerySet["Miss"]):
    def write(self, counts: Mapping[tuple[str, str], int], day: date) -> None:
        """How often each term failed in the last thirty days, as of `day`."""
        self.bulk_create(
            [
                Miss(language=language, term=term, count=count, last_counted_on=day)
                for (language, term), count in sorted(counts.items())
            ],
            update_conflicts=True,
            unique_fields=["language", "term"],
            update_fields=["count", "last_counted_on"],
        )

    def most_asked(self) -> Self:
        return self.order_by("-last_counted_on", "-count", "term")


class Miss(models.Model):
    """A term, never who asked or when."""

    language = models.CharField(_("Sprache"), max_length=12)
    term = models.CharField(_("gesucht"), max_length=40)
    count = models.PositiveIntegerField(_("Mal in 30 Tagen"))
    last_counted_on = models.DateField(_("zuletzt gezählt"))

    retention = Retention(
        operational="language count last_counted_on",
        personal="term",
        purpose=_("Verbesserung der Suche"),
        rules=[
            Rule(
                "search.miss_days",
                _("Suchwort ohne Treffer"),
                starts=_("letzte Zählung"),
                clock="last_counted_on",
                period=days(365, low=30, high=365),
                then=DELETE,
            ),
        ],
    )

    objects = MissQuerySet.as_manager()

    class Meta:
        verbose_name = _("Suche ohne Treffer")
        verbose_name_plural = _("Suchen ohne Treffer")
        constraints = [models.UniqueConstraint(name="search_miss_is_one", fields=["language", "term"])]

    def __str__(self) -> str:
        return f"{self.pk}"
