"""A page: its place in the tree and its address, the same in every language; it holds no text (I-010)."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.accounts.roles import Role
from goslar_portal.dates import months_after, today
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, in_language, reader
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention

if TYPE_CHECKING:
    from integration.models.translation import PageTranslation
    from integration.models.version import PageVersion

TREE_LOCK = 5_306_101  # any number, the same in trigger and verbs: who changes the tree waits for the other
LEVELS = 4
RESERVED = ("aktuelles", "dateien", "seite")


class PageKind(models.TextChoices):
    START = "start", _("Startseite")
    ROOT = "root", _("Übersicht")
    TOPIC = "topic", _("Thema")
    ARCHIVE = "archive", _("Archiv")
    SERVICE = "service", _("Service-Seite")
    AREA = "area", _("Text auf einer anderen Seite")


BELOW_OVERVIEW = frozenset({PageKind.TOPIC, PageKind.ARCHIVE})

TREE_IS_A_TREE = f"""
    PERFORM pg_advisory_xact_lock({TREE_LOCK});
    ancestor := NEW.parent_id;
    depth := 1;
    WHILE ancestor IS NOT NULL LOOP
        IF ancestor = NEW.id THEN
            RAISE EXCEPTION 'page % would be its own ancestor', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'page_is_not_its_own_ancestor';
        END IF;
        depth := depth + 1;
        SELECT parent_id INTO ancestor FROM integration_page WHERE id = ancestor;
    END LOOP;
    WITH RECURSIVE below(id, height) AS (
        SELECT NEW.id, 0
        UNION ALL
        SELECT page.id, below.height + 1 FROM integration_page page JOIN below ON page.parent_id = below.id
    )
    SELECT max(below.height) INTO height FROM below;
    IF depth + height > {LEVELS} THEN
        RAISE EXCEPTION 'page % would stand on level %', NEW.id, depth + height
            USING ERRCODE = 'check_violation', CONSTRAINT = 'page_is_not_too_deep';
    END IF;
    RETURN NEW;
"""  # noqa: S608  # two constants of this file, no input

SLUG_IS_NOT_GIVEN_AWAY = """
    IF EXISTS (SELECT 1 FROM integration_oldslug former
               WHERE former.slug = NEW.slug AND former.page_id <> NEW.id) THEN
        RAISE EXCEPTION 'slug % belongs to another page', NEW.slug
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'page_slug_is_not_given_away';
    END IF;
    RETURN NEW;
"""


class PageQuerySet(models.QuerySet["Page"]):
    def in_order(self) -> Self:
        return self.order_by(F("parent__position").asc(nulls_first=True), "position", "pk")

    def children_of(self, parent: "Page | None") -> Self:
        return self.filter(parent=parent).order_by("position")

    def possible_parents(self) -> Self:
        return self.filter(kind__in=[PageKind.ROOT, PageKind.TOPIC]).order_by("parent_id", "position")

    def next_position(self, parent: "Page | None") -> int:
        """The place behind the last sibling."""
        return (self.filter(parent=parent).aggregate(last=models.Max("position"))["last"] or 0) + 1

    def due_for_review(self, day: date) -> Self:
        """Pages whose text somebody should read again by `day` (I-019). Archive pages are never due."""
        return self.filter(review_on__lte=day).exclude(kind=PageKind.ARCHIVE)

    def unconfirmed(self) -> Self:
        return self.exclude(needs_confirmation="")

    def titled(self) -> Self:
        """With the published German title, so that lists need not show the address."""
        from integration.models.version import PageVersion

        versions = PageVersion.objects.of_page(OuterRef("pk"), "de").published()
        return self.annotate(title=Subquery(versions.values("title")[:1]))

    def at_old_address(self, slug: str) -> Self:
        return self.filter(old_slugs__slug=slug)


@tracked(kept=True)
class Page(models.Model):
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("gehört zu"),
    )
    position = models.PositiveSmallIntegerField(_("Stelle"))
    slug = models.CharField(
        _("Adresse"), max_length=60, unique=True, help_text=_("Kleine Buchstaben, Ziffern und Bindestrich.")
    )
    kind = models.CharField(_("Art"), max_length=10, choices=PageKind.choices, default=PageKind.TOPIC)
    is_legal = models.BooleanField(
        _("hat rechtliche Wirkung"),
        default=False,
        help_text=_("In allen anderen Sprachen steht dann, dass der deutsche Text gilt."),
    )
    in_menu = models.BooleanField(_("in Listen zeigen"), default=True)
    role = models.CharField(_("zuständig"), max_length=40, choices=Role.choices, default=Role.EDITING)
    review_months = models.PositiveSmallIntegerField(_("prüfen nach Monaten"), default=12)
    review_on = models.DateField(_("nächste Prüfung"), null=True, blank=True)
    archived_on = models.DateField(_("im Archiv seit"), null=True, blank=True)
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(
        public="position slug kind is_legal in_menu archived_on",
        operational="role review_months review_on needs_confirmation",
    )

    objects = PageQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {
        "put": _("Verschoben"),
        "rename": _("Adresse geändert"),
        "archive": _("Ins Archiv gegeben"),
        "revive": _("Aus dem Archiv geholt"),
        "confirm": _("Als noch richtig bestätigt"),
    }
    if TYPE_CHECKING:
        children: models.Manager["Page"]
        translations: models.Manager["PageTranslation"]

    class Meta:
        verbose_name = _("Seite")
        verbose_name_plural = _("Seiten")
        ordering = ["parent__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="page_position_is_unique_among_siblings",
                fields=["parent", "position"],
                nulls_distinct=False,
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("An dieser Stelle steht schon eine andere Seite."),
            ),
            models.CheckConstraint(
                name="page_slug_is_plain",
                condition=Q(slug__regex=r"^[a-z0-9-]+$") & ~Q(slug__in=RESERVED),
                violation_error_message=_(
                    "Die Adresse darf nur kleine Buchstaben, Ziffern und Bindestriche enthalten. "
                    "„aktuelles“, „dateien“ und „seite“ sind vergeben."
                ),
            ),
            models.CheckConstraint(name="page_kind_is_known", condition=Q(kind__in=PageKind.values)),
            models.CheckConstraint(
                name="page_archive_is_dated",
                condition=Q(kind=PageKind.ARCHIVE, archived_on__isnull=False)
                | (~Q(kind=PageKind.ARCHIVE) & Q(archived_on__isnull=True)),
                violation_error_message=_("Eine Seite im Archiv braucht das Datum, seit wann sie dort ist."),
            ),
            models.CheckConstraint(
                name="page_review_period_is_sensible",
                condition=Q(review_months__range=(1, 60)),
                violation_error_message=_("Bitte geben Sie 1 bis 60 Monate an."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="page_tree_is_a_tree",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                declare=[("ancestor", "bigint"), ("depth", "int"), ("height", "int")],
                func=TREE_IS_A_TREE,
            ),
            pgtrigger.Trigger(
                name="page_slug_is_not_given_away",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
                func=SLUG_IS_NOT_GIVEN_AWAY,
            ),
            search.Unlists("integration.pages"),
            Raises(
                "tree", "page:{slug}", fields=["parent", "position", "slug", "kind", "in_menu", "archived_on"]
            ),
        ]

    # The address hangs on the kind: only topics and the archive have a free choice of words in it.
    ADDRESSES: ClassVar[dict[str, str]] = {
        PageKind.START: "integration:start",
        PageKind.ROOT: "integration:overview",
    }
    # Texts that stand around a form or a list of this area.
    OWN_ADDRESSES: ClassVar[dict[str, str]] = {
        "kontakt": "integration:contact_list",
        "hilfe-anfrage": "integration:help_request_start",
        "sprachmittler-anfrage": "integration:interpreter_request",
        "barriere-melden": "integration:barrier_report",
    }

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return address(self.kind, self.slug)

    @property
    def reference(self) -> str:
        return self.slug

    @property
    def is_archived(self) -> bool:
        return self.kind == PageKind.ARCHIVE

    @property
    def is_renamable(self) -> bool:
        """Only these addresses are chosen by the office; all others are printed in the architecture."""
        return self.kind in BELOW_OVERVIEW

    def save_draft(self, *, language: str = "de", by: Actor, **text: Any) -> "PageVersion":
        """Keep a text as draft; readers see nothing of it. See `PageTranslation.save_draft`."""
        translation, _created = self.translations.get_or_create(language=language)
        return translation.save_draft(by=by, **text)

    @transaction.atomic
    def put(self, *, parent: "Page | None", position: int, by: Actor) -> None:
        """Put the page at another place of the tree and number its new and old siblings anew."""
        lock_tree()
        self.refresh_from_db()
        before = self.parent
        if parent is not None:
            _refuse_ring(self, parent)
        siblings = [row for row in Page.objects.children_of(parent) if row.pk != self.pk]
        siblings.insert(max(position, 1) - 1, self)
        Page.objects.filter(pk=self.pk).update(parent=parent)
        _number(siblings)
        if before != parent:
            _number(list(Page.objects.children_of(before)))
        self.refresh_from_db()
        self.renew_search(whole=True)
        record(self, "put", by=by)

    @transaction.atomic
    def rename(self, *, slug: str, by: Actor) -> None:
        """Give the page another address; the old one leads here for ever (I-013)."""
        if not self.is_renamable:
            raise ValidationError({"slug": _("Die Adresse dieser Seite steht fest.")})
        if OldSlug.objects.filter(slug=slug).exclude(page=self).exists():
            raise ValidationError({"slug": _("Diese Adresse gehörte schon zu einer anderen Seite.")})
        before, self.slug = self.slug, slug
        self.full_clean()
        OldSlug.objects.filter(page=self, slug=slug).delete()
        Page.objects.filter(pk=self.pk).update(slug=slug)
        OldSlug.objects.create(page=self, slug=before)
        self.renew_search()
        record(self, "rename", by=by)

    @transaction.atomic
    def archive(self, *, by: Actor) -> None:
        """Stop keeping the page up to date; it stays readable with a mark (I-018)."""
        if self.kind != PageKind.TOPIC:
            raise ValidationError(_("Nur Themen kommen ins Archiv."))
        Page.objects.filter(pk=self.pk, kind=PageKind.TOPIC).update(
            kind=PageKind.ARCHIVE, archived_on=today(), in_menu=False
        )
        self.refresh_from_db()
        self.renew_search()
        record(self, "archive", by=by)

    @transaction.atomic
    def revive(self, *, by: Actor) -> None:
        """Take the page out of the archive: it is kept up to date again, starting with a review."""
        if self.kind != PageKind.ARCHIVE:
            raise ValidationError(_("Die Seite steht nicht im Archiv."))
        Page.objects.filter(pk=self.pk, kind=PageKind.ARCHIVE).update(
            kind=PageKind.TOPIC, archived_on=None, in_menu=True, review_on=today()
        )
        self.refresh_from_db()
        self.renew_search()
        record(self, "revive", by=by)

    def withdraw(self, *, by: Actor) -> None:
        """Take the page off the portal in all languages; its address says so (I-085, I-213)."""
        shown = self.translations.get(language="de").published
        if shown is None:
            raise ValidationError(_("Die Seite ist nicht veröffentlicht."))
        shown.withdraw(by=by)

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """Somebody has read the published text and found it still right: the next review starts anew."""
        self.review_later()
        record(self, "confirm", by=by)

    def renew_search(self, *, whole: bool = False) -> None:
        """Let people find what readers see now; pages below say in their trail where they stand."""
        whole = whole or self.children.exists()
        search.refresh("integration.pages", None if whole else [self.pk])
        search.refresh("integration.downloads")

    def review_later(self) -> None:
        Page.objects.filter(pk=self.pk).update(review_on=months_after(today(), self.review_months))
        self.refresh_from_db(fields=["review_on"])


class OldSlug(models.Model):
    """An address that once was; it answers 301 for ever and is never given to another page."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="old_slugs")
    slug = models.CharField(_("frühere Adresse"), max_length=60, unique=True)
    left_at = models.DateTimeField(_("aufgegeben"), auto_now_add=True)

    retention = Retention(public="slug")

    class Meta:
        verbose_name = _("frühere Adresse")
        verbose_name_plural = _("frühere Adressen")
        ordering = ["slug"]
        triggers = [Raises("tree")]

    def __str__(self) -> str:
        return self.slug


def address(kind: str, slug: str) -> str:
    """The address in the reader's language; empty for a text that another area shows."""
    path = neutral_address(kind, slug)
    return path and in_language(path, reader())


@cache
def neutral_address(kind: str, slug: str) -> str:
    """The German address, to which each language puts its code in front (I-013)."""
    with translation.override(SOURCE):
        if kind in Page.ADDRESSES:
            return reverse(Page.ADDRESSES[kind])
        if kind in BELOW_OVERVIEW:
            return reverse("integration:topic_detail", args=[slug])
        if slug in Page.OWN_ADDRESSES:
            return reverse(Page.OWN_ADDRESSES[slug])
        return reverse("integration:service_page", args=[slug]) if kind == PageKind.SERVICE else ""


def lock_tree() -> None:
    """Whoever changes the tree next waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def _refuse_ring(page: Page, parent: Page) -> None:
    parents: dict[int, int | None] = dict(Page.objects.values_list("pk", "parent_id"))
    above: list[int] = []
    step: int | None = parent.pk
    while step is not None:
        above.append(step)
        step = parents[step]
    if page.pk in above:
        raise ValidationError(
            {"parent": _("Eine Seite kann nicht unter sich selbst stehen. Bitte wählen Sie eine andere.")}
        )
    if len(above) + _height(page.pk, parents) > LEVELS:
        raise ValidationError(
            {"parent": _("Höchstens vier Ebenen. Bitte wählen Sie eine Seite weiter oben.")}
        )


def _height(top: int, parents: dict[int, int | None]) -> int:
    below = [row for row, parent in parents.items() if parent == top]
    return 1 + max((_height(row, parents) for row in below), default=0)


def _number(rows: list[Page]) -> None:
    for position, row in enumerate(rows, start=1):
        Page.objects.filter(pk=row.pk).exclude(position=position).update(position=position)
