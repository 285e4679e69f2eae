"""Aktuelles: short news with an end, on pages, on the start page, at addresses of their own (I-050)."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, FilteredRelation, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import Raises
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from goslar_portal.texts import NOTICE, clean_line, clean_text, plain
from integration.models.page import Page, PageKind
from integration.models.small_text import SmallText

LONGEST = 800  # signs of its words, markup not counted
USUAL_DAYS, MOST_DAYS = 30, 366


class NoticeLevel(models.TextChoices):
    INFO = "info", _("Hinweis")
    IMPORTANT = "important", _("Wichtig")


def usual_end() -> date:
    return today() + timedelta(days=USUAL_DAYS)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def valid_on(self, day: date) -> Self:
        """Decided when reading, never by a job (I-051); a kept page ends at midnight anyway."""
        return self.filter(valid_from__lte=day, valid_until__gte=day)

    def begun(self, day: date) -> Self:
        return self.filter(valid_from__lte=day)

    def with_words(self, language: str) -> Self:
        """In this language, else in German."""
        rows = self.annotate(
            own=FilteredRelation("texts", condition=Q(texts__language=language)),
            german=FilteredRelation("texts", condition=Q(texts__language=SOURCE)),
            title=Coalesce(F("own__title"), F("german__title")),
            body=Coalesce(F("own__body"), F("german__body")),
            text_language=Coalesce(F("own__language"), F("german__language")),
        )
        return rows.filter(german__isnull=False).order_by("level", "-valid_from", "-pk")

    def for_reader(self, language: str) -> Self:
        """Important ones nobody has translated appear in German, others not at all (I-052)."""
        read = Q(own__isnull=False) | Q(level=NoticeLevel.IMPORTANT)
        return self.with_words(language).filter(read)

    def at_page(self, page_id: int) -> Self:
        return self.filter(pages=page_id)

    def standing_at(self, page: Any, kind: Any) -> Self:
        """For a subquery: on this page, or on the start page when it is of that kind."""
        rows = self.annotate(kind=ExpressionWrapper(kind, output_field=models.CharField()))
        return rows.filter(Q(pages=page) | Q(on_start=True, kind=PageKind.START))

    def at_start(self) -> Self:
        return self.filter(on_start=True)

    def coded(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def findable(self, keys: Collection[str] | None) -> Self:
        rows = self.prefetch_related("texts")
        return rows if keys is None else rows.filter(pk__in=keys)

    def bodies(self) -> list[str]:
        """What all languages say, for whoever looks for links."""
        return list(self.filter(texts__isnull=False).values_list("texts__body", flat=True))

    def between(self, first: date, last: date, language: str) -> Self:
        """Those that began in this time and are still read, for a newsletter in this language."""
        rows = self.filter(valid_from__range=(first, last), valid_until__gte=today())
        return rows.with_words(language)


class Notice(models.Model):
    """A piece of news. Every change is visible at once; it leaves every list by its date."""

    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    level = models.CharField(
        _("Art"), max_length=10, choices=NoticeLevel.choices, default=NoticeLevel.INFO,
        help_text=_("Wichtiges erscheint auch in Sprachen, in die es niemand übersetzt hat: auf Deutsch."),
    )  # fmt: skip
    valid_from = models.DateField(_("gültig ab"), default=today)
    valid_until = models.DateField(
        _("gültig bis"), default=usual_end, help_text=_("Höchstens ein Jahr nach dem ersten Tag.")
    )
    on_start = models.BooleanField(_("auf der Startseite"), default=False)
    pages: models.ManyToManyField[Page, "NoticePage"] = models.ManyToManyField(
        Page, through="NoticePage", related_name="notices", verbose_name=_("Seiten"), blank=True
    )

    retention = Retention(public="slug level valid_from valid_until on_start")

    objects = NoticeQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"end_now": _("Beendet")}
    if TYPE_CHECKING:
        title: str
        body: str
        text_language: str
        texts: models.Manager["NoticeText"]

    class Meta:
        verbose_name = _("Hinweis")
        verbose_name_plural = _("Aktuelles")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(name="notice_level_is_known", condition=Q(level__in=NoticeLevel.values)),
            models.CheckConstraint(
                name="notice_ends_after_it_begins",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("„gültig bis“ muss nach „gültig ab“ liegen."),
            ),
            models.CheckConstraint(
                name="notice_lasts_a_year_at_most",
                condition=Q(valid_until__lte=F("valid_from") + timedelta(days=MOST_DAYS)),
                violation_error_message=_("Ein Hinweis gilt höchstens ein Jahr."),
            ),
        ]
        triggers = [search.Unlists("integration.notices"), Raises("notices")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("integration:notice_detail", args=[self.slug])

    @property
    def reference(self) -> str:
        return self.slug

    @property
    def text_place(self) -> str:
        return f"notices.{self.slug}"

    @property
    def german_title(self) -> str:
        return next((text.title for text in self.texts.all() if text.language == SOURCE), self.slug)

    @property
    def is_important(self) -> bool:
        return self.level == NoticeLevel.IMPORTANT

    @property
    def text_is_in(self) -> Language:
        return catalogue()[self.text_language]

    @property
    def is_foreign(self) -> bool:
        return self.text_language != translation.get_language()

    @property
    def has_ended(self) -> bool:
        return self.valid_until < today()

    @property
    def is_valid(self) -> bool:
        """See also: `NoticeQuerySet.valid_on`."""
        return self.valid_from <= today() <= self.valid_until

    def end_now(self, *, by: Actor) -> None:
        """Take it off every list today; its address goes on to say that it no longer applies (I-053)."""
        yesterday = today() - timedelta(days=1)
        if self.has_ended:
            raise ValidationError(_("Der Hinweis gilt schon nicht mehr."))
        Notice.objects.filter(pk=self.pk).update(
            valid_until=yesterday, valid_from=min(self.valid_from, yesterday)
        )
        record(self, "end_now", by=by)
        self.refresh_from_db()
        search.refresh("integration.notices", [self.pk])


class NoticeBodyField(models.TextField[str, str]):
    """Cleans on the way to the database, so that no way in goes around it (I-022)."""

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(clean_text(value, NOTICE), connection)


class NoticeText(SmallText):
    """What a notice says in one language."""

    OWNER: ClassVar[str] = "notice"
    WORDS: ClassVar[tuple[str, ...]] = ("title", "body")
    RICH: ClassVar[frozenset[str]] = frozenset({"body"})

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="texts", verbose_name=_("Hinweis")
    )
    title = models.CharField(_("Überschrift"), max_length=120)
    body = NoticeBodyField(_("Text"))

    retention = Retention(public="title body")

    class Meta:
        verbose_name = _("Text eines Hinweises")
        verbose_name_plural = _("Texte eines Hinweises")
        ordering = ["notice_id", "language"]
        constraints = [
            models.UniqueConstraint(name="notice_text_is_one_per_language", fields=["notice", "language"]),
        ]
        triggers = [Raises("notices")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def wanted(cls) -> models.QuerySet[Any]:
        """What has ended needs no translation any more."""
        return super().wanted().filter(notice__valid_until__gte=today())

    def clean(self) -> None:
        """The words as they will be stored, no longer than a notice is (I-050)."""
        self.title = clean_line(self.title)
        self.body = clean_text(self.body, NOTICE)
        over = len(plain(self.body)) - LONGEST
        if over > 0:
            raise ValidationError(
                {"body": _("Der Text ist %(over)s Zeichen zu lang. Erlaubt sind 800.") % {"over": over}}
            )


class NoticePage(models.Model):
    """Where a notice stands, besides the list of all."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="places")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="notice_places", verbose_name=_("Seite")
    )

    retention = Retention()

    class Meta:
        verbose_name = _("Seite eines Hinweises")
        verbose_name_plural = _("Seiten eines Hinweises")
        ordering = ["page_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="notice_page_stands_once",
                fields=["notice", "page"],
                violation_error_message=_("Diese Seite steht schon in der Liste."),
            ),
        ]
        triggers = [Raises("notices")]

    def __str__(self) -> str:
        return f"{self.page_id}"
