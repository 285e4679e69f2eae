"""Funding periods of the federal programme: what changes with the years is dated here (D-040 to D-044)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention

if TYPE_CHECKING:
    from democracy.models.period_logo import PeriodLogo


class DateRange(Func):
    """Both days belong to it; an open end is NULL."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = models.TextField()


class Article(models.TextChoices):
    DAS = "das", _("das")
    DER = "der", _("der")
    DIE = "die", _("die")


class FundingPeriodQuerySet(models.QuerySet["FundingPeriod"]):
    def running(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def newest_first(self) -> Self:
        return self.order_by("-starts_on")

    def with_links(self) -> Self:
        return self.prefetch_related("links", "logos")

    def last_end(self) -> date | None:
        """The last day that any period covers."""
        last: date | None = self.aggregate(last=models.Max("ends_on"))["last"]
        return last


class FundingPeriod(models.Model):
    number = models.PositiveSmallIntegerField(_("Nummer"), unique=True)
    programme = models.CharField(_("Name des Programms"), max_length=120)
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"))
    funder = models.CharField(_("Fördermittelgeber"), max_length=200, blank=True)
    funding_line = models.CharField(
        _("Förderzeile"),
        max_length=300,
        blank=True,
        help_text=_("Der Satz, mit dem Veröffentlichungen auf die Förderung hinweisen."),
    )
    body_article = models.CharField(
        _("Artikel des Gremiums"), max_length=3, choices=Article.choices, default=Article.DAS
    )
    body_singular = models.CharField(_("Gremium, Einzahl"), max_length=80)
    body_plural = models.CharField(_("Gremium, Mehrzahl"), max_length=80)
    former_body = models.CharField(
        _("früherer Name des Gremiums"), max_length=80, blank=True, help_text=_("Nur wenn er noch hilft.")
    )
    body_task = models.TextField(_("Was das Gremium tut"), max_length=600, blank=True)
    text = models.TextField(_("Was diese Förderperiode ausmacht"), max_length=1200, blank=True)
    text_until = models.DateField(_("dieser Text gilt bis"), null=True, blank=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    objects = FundingPeriodQuerySet.as_manager()
    retention = Retention(
        public="number programme starts_on ends_on funder funding_line body_article body_singular body_plural"
        " former_body body_task text text_until",
        operational="needs_confirmation",
    )
    if TYPE_CHECKING:
        links: models.Manager["PeriodLink"]
        logos: models.Manager["PeriodLogo"]

    class Meta:
        verbose_name = _("Förderperiode")
        verbose_name_plural = _("Förderperioden")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="period_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("„bis“ muss nach „von“ liegen."),
            ),
            ExclusionConstraint(
                name="periods_never_overlap",
                expressions=[(DateRange(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS)],
                violation_error_message=_("In diesen Tagen läuft schon eine andere Förderperiode."),
            ),
            models.CheckConstraint(
                name="period_article_is_known", condition=Q(body_article__in=Article.values)
            ),
        ]
        triggers = [Raises("periods")]

    def __str__(self) -> str:
        return self.label

    @property
    def years(self) -> str:
        return f"{self.starts_on.year}–{self.ends_on.year}"

    @property
    def label(self) -> str:
        return gettext("%(number)s. Förderperiode (%(years)s)") % {
            "number": self.number,
            "years": self.years,
        }

    @property
    def body(self) -> str:
        """„Bündnis (früher Begleitausschuss)“ where the former name still helps (D-042)."""
        if not self.former_body:
            return self.body_singular
        return gettext("%(body)s (früher %(former)s)") % {
            "body": self.body_singular,
            "former": self.former_body,
        }

    def text_on(self, day: date) -> str:
        """What can be said about the period; a text with an end is left out after it."""
        return self.text if self.text_until is None or self.text_until >= day else ""


class PeriodLink(models.Model):
    """A link that belongs to the period, such as the page of the federal programme."""

    period = models.ForeignKey(
        FundingPeriod, on_delete=models.CASCADE, related_name="links", verbose_name=_("Förderperiode")
    )
    label = models.CharField(_("Worte des Links"), max_length=120)
    url = models.URLField(_("Adresse"), max_length=300)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)

    retention = Retention(public="label url position")

    class Meta:
        verbose_name = _("Link")
        verbose_name_plural = _("Links")
        ordering = ["period_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="period_link_is_safe",
                condition=Q(url__startswith="https://"),
                violation_error_message=_("Die Adresse muss mit https:// beginnen."),
            ),
        ]
        triggers = [Raises("periods")]

    def __str__(self) -> str:
        return self.label


def gap_ahead(day: date) -> str:
    """Why „Heute“ asks for a funding period: none runs, or the last one ends soon (D-044); else empty."""
    last = FundingPeriod.objects.last_end()
    if not FundingPeriod.objects.running(day).exists():
        return gettext("Keine laufende Förderperiode hinterlegt")
    ahead = timedelta(days=int(office.value("democracy.period_warning_days")))
    if last is not None and last - day <= ahead:
        return gettext("Die letzte hinterlegte Förderperiode endet am %(day)s") % {"day": f"{last:%d.%m.%Y}"}
    return ""
