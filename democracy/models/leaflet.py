"""A leaflet (Merkblatt): its title, whom it is for, what took its place; versions hold its text (D-003)."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from democracy.models.period import FundingPeriod
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.search import Unlists, refresh

if TYPE_CHECKING:
    from democracy.models.leaflet_version import LeafletVersion

RING_LOCK = 5_306_201  # any number, the same in the trigger: two links that close a ring wait for each other

NO_RING = f"""
    PERFORM pg_advisory_xact_lock({RING_LOCK});
    step := NEW.replaces_id;
    WHILE step IS NOT NULL LOOP
        IF step = NEW.id THEN
            RAISE EXCEPTION 'leaflet % would replace itself', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'leaflet_replaces_no_ring';
        END IF;
        SELECT replaces_id INTO step FROM democracy_leaflet WHERE id = step;
    END LOOP;
    RETURN NEW;
"""  # noqa: S608  # a constant of this file, no input


class LeafletKind(models.TextChoices):
    LEAFLET = "leaflet", _("Merkblatt")
    DIRECTIVE = "directive", _("Richtlinie")
    PRINCIPLES = "principles", _("Grundsätze")
    FORM = "form", _("Formular")
    BROCHURE = "brochure", _("Broschüre")


class Audience(models.TextChoices):
    COUNTY = "county", _("Landkreis und Kommunen")
    FINAL_RECIPIENT = "final_recipient", _("Letztempfänger")
    ALL = "both", _("alle")


class LeafletQuerySet(models.QuerySet["Leaflet"]):
    def at_slug(self, slug: str) -> "Leaflet | None":
        return self.filter(slug=slug).first()

    def of_keys(self, keys: Collection[str] | None) -> Self:
        return self if keys is None else self.filter(pk__in=keys)

    def public(self) -> Self:
        return self.filter(public_since__isnull=False)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def for_audience(self, audience: str) -> Self:
        """Leaflets for everybody are for this audience too."""
        return self.filter(audiences__overlap=[audience, Audience.ALL])

    def of_period(self, number: int) -> Self:
        """With a published version of that period, or named for it while there is no file yet."""
        return self.filter(Exists(_versions().filter(periods__number=number)) | Q(periods__number=number))

    def with_relations(self) -> Self:
        """Successor, the German original, and translations, in one query."""
        successor = Leaflet.objects.public().filter(replaces=OuterRef("pk")).order_by("pk")
        return self.select_related("version_of").annotate(
            successor_slug=successor.values("slug")[:1],
            successor_title=successor.values("title")[:1],
            period_numbers=ArrayAgg("periods__number", distinct=True, filter=Q(periods__isnull=False)),
        )

    def with_version_facts(self, day: date) -> Self:
        """How many versions were published, and which of them is valid."""
        return self.annotate(
            valid_number=_versions().valid_on(day).values("number")[:1],
            version_count=Count("versions", filter=Q(versions__number__isnull=False)),
        )

    def in_order(self) -> Self:
        return self.order_by("position", "title", "pk")

    def annexes_without_version(self, day: date) -> Self:
        """Annexes that a decision of today could not name: none valid, or none for the running period."""
        running = FundingPeriod.objects.running(day).values("pk")
        valid = _versions().valid_on(day)
        missing = ~Exists(valid) | (Exists(running) & ~Exists(valid.filter(periods__in=running)))
        return self.public().filter(missing, is_annex=True).exclude(Exists(Leaflet.objects.replacing()))

    def replacing(self) -> Self:
        return self.public().filter(replaces=OuterRef("pk"))

    def brochure(self, day: date) -> "Leaflet | None":
        """The brochure of the partnership, if there is one to read now (D-045)."""
        valid = Exists(_versions().valid_on(day))
        return self.public().filter(valid, kind=LeafletKind.BROCHURE).order_by("position").first()

    def valid_on(self, day: date) -> Self:
        return self.public().filter(Exists(_versions().valid_on(day)))


class Leaflet(models.Model):
    slug = models.SlugField(_("Adresse"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=200, help_text=_("Wörtlich, wie er amtlich heißt."))
    kind = models.CharField(_("Art"), max_length=10, choices=LeafletKind.choices, default=LeafletKind.LEAFLET)
    audiences = ArrayField(
        models.CharField(max_length=20, choices=Audience.choices), verbose_name=_("Gilt für")
    )
    summary = models.CharField(
        _("Worum es geht"), max_length=300, help_text=_("In eigenen Worten, höchstens 300 Zeichen.")
    )
    periods = models.ManyToManyField(
        FundingPeriod,
        verbose_name=_("Förderperioden"),
        blank=True,
        help_text=_("Solange es noch keine Fassung gibt."),
    )
    is_annex = models.BooleanField(_("Bescheidanlage"), default=False)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    version_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("Fassung von"),
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("Ersetzt"),
    )
    mailbox = models.EmailField(
        _("zuständiges Postfach"), help_text=_("Eine Adresse der Stelle, keine persönliche.")
    )
    position = models.PositiveSmallIntegerField(_("Stelle"), default=100)
    public_since = models.DateField(_("öffentlich seit"), null=True, editable=False)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    objects = LeafletQuerySet.as_manager()
    retention = Retention(
        public="slug title kind audiences summary is_annex language position public_since",
        operational="mailbox needs_confirmation",
    )
    if TYPE_CHECKING:
        versions: models.Manager["LeafletVersion"]
        successor_slug: str | None
        successor_title: str | None
        period_numbers: list[int]
        valid_number: int | None
        version_count: int

    class Meta:
        verbose_name = _("Merkblatt")
        verbose_name_plural = _("Merkblätter")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(name="leaflet_kind_is_known", condition=Q(kind__in=LeafletKind.values)),
            models.CheckConstraint(
                name="leaflet_has_audience",
                condition=Q(audiences__len__gte=1) & Q(audiences__contained_by=Audience.values),
                violation_error_message=_("Bitte wählen Sie, für wen das Merkblatt gilt."),
            ),
            models.CheckConstraint(
                name="leaflet_is_no_version_of_itself",
                condition=Q(version_of=None) | ~Q(version_of=F("pk")),
                violation_error_message=_("Ein Merkblatt ist keine Fassung von sich selbst."),
            ),
            models.CheckConstraint(
                name="leaflet_translation_names_german",
                condition=Q(language="de") | Q(version_of__isnull=False),
                violation_error_message=_(
                    "Eine Übersetzung nennt das deutsche Merkblatt unter „Fassung von“."
                ),
            ),
        ]
        triggers = [
            Raises("leaflets"),
            Unlists("democracy.leaflets"),
            pgtrigger.Trigger(
                name="leaflet_replaces_no_ring",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("replaces_id"),
                declare=[("step", "bigint")],
                func=NO_RING,
            ),
            pgtrigger.Protect(
                name="leaflet_address_is_fixed_once_public",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__public_since__isnull=False)
                & (
                    pgtrigger.Q(new__slug__df=pgtrigger.F("old__slug"))
                    | pgtrigger.Q(new__public_since__isnull=True)
                ),
            ),
            pgtrigger.Protect(
                name="leaflet_once_public_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__public_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("democracy:leaflet_detail", args=[self.slug])

    @property
    def reference(self) -> str:
        return self.slug

    @property
    def tongue(self) -> Any:
        """The language as the catalogue knows it."""
        return catalogue()[self.language]

    @property
    def audience_words(self) -> str:
        return ", ".join(str(Audience(code).label) for code in self.audiences)

    @property
    def is_public(self) -> bool:
        return self.public_since is not None

    @transaction.atomic
    def show(self, *, by: Actor) -> None:
        """Put the leaflet on the public list; from now on its address is fixed."""
        if Leaflet.objects.filter(pk=self.pk, public_since=None).update(public_since=today()):
            record(self, "show", by=by)
            refresh("democracy.leaflets", [self.pk])
        self.refresh_from_db()

    def lock(self) -> None:
        """Whoever publishes another version of this leaflet waits until this transaction ends."""
        Leaflet.objects.select_for_update().get(pk=self.pk)


class LeafletPeriod(Leaflet.periods.through):  # type: ignore[misc, name-defined]  # made by Django
    """The table between both, so that readers see a change of it at once."""

    class Meta:
        proxy = True
        triggers = [Raises("leaflets")]

    def __str__(self) -> str:
        return f"{self.pk}"


def _versions() -> Any:
    from democracy.models.leaflet_version import LeafletVersion

    return LeafletVersion.objects.published().filter(leaflet=OuterRef("pk"))
