"""When an office is open, and when it is not (I-032)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention

WEEKDAYS = {
    1: _("Montag"),
    2: _("Dienstag"),
    3: _("Mittwoch"),
    4: _("Donnerstag"),
    5: _("Freitag"),
    6: _("Samstag"),
    7: _("Sonntag"),
}


class MinuteOfDay(Func):
    """A time of day as a whole number, because PostgreSQL brings no range of times."""

    template = "(EXTRACT(HOUR FROM %(expressions)s) * 60 + EXTRACT(MINUTE FROM %(expressions)s))::int"
    output_field = models.IntegerField()


class OpeningHours(models.Model):
    """One span of one weekday. Two spans of a contact never overlap (I-032)."""

    contact = models.ForeignKey(
        "Contact", on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_("Kontakt")
    )
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("von"))
    closes = models.TimeField(_("bis"))

    retention = Retention(public="weekday opens closes")

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        ordering = ["contact_id", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="hours_end_after_they_begin",
                condition=Q(opens__lt=F("closes")),
                violation_error_message=_("„bis“ muss nach „von“ liegen."),
            ),
            models.CheckConstraint(name="hours_weekday_is_known", condition=Q(weekday__range=(1, 7))),
            ExclusionConstraint(
                name="hours_do_not_overlap",
                expressions=[
                    ("contact", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(MinuteOfDay("opens"), MinuteOfDay("closes"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Diese Zeit überschneidet sich mit einer anderen am selben Tag."),
            ),
        ]
        triggers = [Raises("contact:{contact__code}")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosedPeriod(models.Model):
    """Days on which nobody is there, whatever the hours say (I-032)."""

    contact = models.ForeignKey(
        "Contact", on_delete=models.CASCADE, related_name="closed_periods", verbose_name=_("Kontakt")
    )
    first = models.DateField(_("geschlossen von"))
    until = models.DateField(_("geschlossen bis"))

    retention = Retention(public="first until")

    class Meta:
        verbose_name = _("geschlossene Zeit")
        verbose_name_plural = _("geschlossene Zeiten")
        ordering = ["contact_id", "first"]
        constraints = [
            models.CheckConstraint(
                name="closed_until_after_first",
                condition=Q(until__gte=F("first")),
                violation_error_message=_("„geschlossen bis“ darf nicht vor „geschlossen von“ liegen."),
            ),
            ExclusionConstraint(
                name="closed_periods_do_not_overlap",
                expressions=[
                    ("contact", RangeOperators.EQUAL),
                    (
                        Func("first", "until", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Zwei geschlossene Zeiten überschneiden sich."),
            ),
        ]
        triggers = [Raises("contact:{contact__code}")]

    def __str__(self) -> str:
        return f"{self.first:%d.%m.%Y}–{self.until:%d.%m.%Y}"
