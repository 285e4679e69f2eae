"""The accessibility statement as facts: where we stand, what does not work yet, who settles disputes (I-133).

Its sentences stand on the page `barrierefreiheit`; sections of that page show what is kept here. Basis: NBGG
§§ 9 to 9e and NBITVO.
"""

import tomllib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import months_after, today
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from integration.models.choices import Assessment, Conformity
from integration.models.section import SectionKind
from integration.models.small_text import SmallText

STATEMENT = "barrierefreiheit"  # the slug of its page
PARTS = (SectionKind.STATEMENT, SectionKind.BARRIERS, SectionKind.ARBITRATION)  # what § 9b NBGG asks for
MONTHS = 12


@cache
def release() -> int:
    """The number in front of the version of this portal."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return int(project["project"]["version"].partition(".")[0])


class StatementQuerySet(models.QuerySet["AccessibilityStatement"]):
    def due(self, day: date) -> Self:
        """Not reviewed for a year, or not since the portal became another one (I-134)."""
        old = Q(reviewed_on__lte=months_after(day, -MONTHS))
        return self.filter(old | Q(reviewed_release__lt=release()))

    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")

    def with_barriers(self, language: str) -> Self:
        """What does not work yet comes along, in this language, else in German; one query for all."""
        rows = KnownBarrier.objects.open().with_words(language)
        names = ("title", "reason", "alternative", "planned_on")
        return self.annotate(
            known=ArraySubquery(rows.values(data=JSONObject(**{name: name for name in names})))
        )


@tracked(kept=True)
class AccessibilityStatement(models.Model):
    """There is one. No part of it can be empty, so no incomplete one can be published (I-134)."""

    state = models.CharField(_("Stand"), max_length=10, choices=Conformity.choices)
    standard = models.CharField(
        _("Maßstab mit Fassung"), max_length=80, help_text=_("Zum Beispiel: EN 301 549 V3.2.1 (2021-03)")
    )
    assessed_on = models.DateField(_("bewertet am"))
    assessment = models.CharField(_("Art der Bewertung"), max_length=10, choices=Assessment.choices)
    assessed_by = models.CharField(_("bewertet von"), max_length=160)
    reviewed_on = models.DateField(_("zuletzt überprüft am"))
    reviewed_release = models.PositiveSmallIntegerField(
        _("Hauptfassung des Portals bei der Überprüfung"), default=0
    )
    arbitration_body = models.CharField(_("Schlichtungsstelle"), max_length=200)
    arbitration_address = models.TextField(_("Anschrift der Schlichtungsstelle"), max_length=300, blank=True)
    arbitration_web = models.URLField(_("Internetseite der Schlichtungsstelle"))
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="state standard assessed_on assessment assessed_by reviewed_on arbitration_body"
        " arbitration_address arbitration_web",
        operational="reviewed_release needs_confirmation",
    )

    objects = StatementQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"review": _("Überprüft")}
    if TYPE_CHECKING:
        known: list[dict[str, Any]]

    class Meta:
        verbose_name = _("Erklärung zur Barrierefreiheit")
        verbose_name_plural = _("Erklärung zur Barrierefreiheit")
        constraints = [
            models.CheckConstraint(
                name="statement_is_one",
                condition=Q(pk=1),
                violation_error_message=_("Es gibt schon eine Erklärung. Bitte ändern Sie diese."),
            ),
            models.CheckConstraint(
                name="statement_has_no_empty_part",
                condition=~Q(standard="")
                & ~Q(assessed_by="")
                & ~Q(arbitration_body="")
                & ~Q(arbitration_web=""),
                violation_error_message=_("Kein Teil der Erklärung darf leer sein (§ 9b NBGG)."),
            ),
            models.CheckConstraint(name="statement_state_is_known", condition=Q(state__in=Conformity.values)),
            models.CheckConstraint(
                name="statement_assessment_is_known", condition=Q(assessment__in=Assessment.values)
            ),
            models.CheckConstraint(
                name="statement_reviewed_after_assessed",
                condition=Q(reviewed_on__gte=F("assessed_on")),
                violation_error_message=_("Die Überprüfung liegt nicht vor der Bewertung."),
            ),
        ]
        triggers = [Raises("page:barrierefreiheit")]

    def __str__(self) -> str:
        return str(_("Erklärung zur Barrierefreiheit"))

    @property
    def reference(self) -> str:
        return STATEMENT

    @property
    def arbitration_lines(self) -> list[str]:
        """The address as on an envelope."""
        return self.arbitration_address.splitlines()

    @property
    def arbitration_web_name(self) -> str:
        """The web address as people say it."""
        return self.arbitration_web.split("://", 1)[-1].rstrip("/")

    @property
    def barriers(self) -> list[dict[str, Any]]:
        """Of a row from `with_barriers()`: words and the day by which it shall be better."""
        return [row | {"planned_on": parse_date(row["planned_on"] or "")} for row in self.known]

    def review(self, *, by: Actor) -> None:
        """Somebody has gone through the portal and the statement and found it right today."""
        rows = AccessibilityStatement.objects.filter(pk=self.pk)
        rows.update(reviewed_on=today(), reviewed_release=release())
        self.refresh_from_db()
        record(self, "review", by=by)

    @classmethod
    def gaps(cls, kinds: "set[str]") -> list[str]:
        """Why the page of the statement may not appear with sections of these kinds, one sentence each."""
        found = [
            now_say("Auf der Seite fehlt ein Abschnitt der Art „%(kind)s“ (§ 9b NBGG).")
            % {"kind": part.label}
            for part in PARTS
            if part not in kinds
        ]
        if not cls.objects.exists():
            found.append(now_say("Die Angaben der Erklärung fehlen noch. Bitte tragen Sie sie ein."))
        return found


class BarrierQuerySet(models.QuerySet["KnownBarrier"]):
    def open(self) -> Self:
        return self.filter(solved_on=None)

    def with_words(self, language: str) -> Self:
        return self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            **{name: Coalesce(F(f"own__{name}"), F(f"german__{name}")) for name in KnownBarrierText.WORDS},
        ).order_by("position", "pk")

    def with_reports(self) -> Self:
        """How many reports of readers are linked to each."""
        return self.annotate(report_count=models.Count("reports", distinct=True))


@tracked(kept=True)
class KnownBarrier(models.Model):
    """Something that is not accessible yet. What readers report can be linked to it (I-153)."""

    code = models.SlugField(_("Kürzel"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("Stelle"), default=1)
    planned_on = models.DateField(_("behoben bis"), null=True, blank=True)
    solved_on = models.DateField(
        _("behoben am"), null=True, blank=True, help_text=_("Dann verschwindet sie aus der Erklärung.")
    )

    retention = Retention(public="code position planned_on solved_on")

    objects = BarrierQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"plan": _("Termin aus einer Meldung übernommen")}
    if TYPE_CHECKING:
        title: str
        report_count: int
        texts: models.Manager["KnownBarrierText"]

    class Meta:
        verbose_name = _("bekannte Barriere")
        verbose_name_plural = _("bekannte Barrieren")
        ordering = ["position", "pk"]
        triggers = [Raises("page:barrierefreiheit")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> str:
        return self.code

    @property
    def text_place(self) -> str:
        return f"barriers.{self.code}"

    def plan(self, *, until: date, by: Actor) -> None:
        """A report was answered with a day: it shows in the statement (I-153)."""
        if KnownBarrier.objects.filter(pk=self.pk).exclude(planned_on=until).update(planned_on=until):
            record(self, "plan", by=by)


class KnownBarrierText(SmallText):
    """What the statement says about a barrier in one language."""

    OWNER: ClassVar[str] = "barrier"
    WORDS: ClassVar[tuple[str, ...]] = ("title", "reason", "alternative")

    barrier = models.ForeignKey(
        KnownBarrier, on_delete=models.CASCADE, related_name="texts", verbose_name=_("bekannte Barriere")
    )
    title = models.CharField(_("Was ist nicht barrierefrei?"), max_length=160)
    reason = models.CharField(_("Warum?"), max_length=400)
    alternative = models.CharField(_("Was hilft bis dahin?"), max_length=400)

    retention = Retention(public="title reason alternative")

    class Meta:
        verbose_name = _("Text einer bekannten Barriere")
        verbose_name_plural = _("Texte einer bekannten Barriere")
        ordering = ["barrier_id", "language"]
        constraints = [
            models.UniqueConstraint(name="barrier_text_is_one_per_language", fields=["barrier", "language"]),
        ]
        triggers = [Raises("page:barrierefreiheit")]

    def __str__(self) -> str:
        return self.title
