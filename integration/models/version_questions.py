"""Questions to the versions of texts."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Value, When
from django.db.models.functions import Cast

from goslar_portal.dates import today
from goslar_portal.languages import SOURCE
from goslar_portal.office import value
from integration.models.notice import Notice
from integration.models.page import BELOW_OVERVIEW, Page, neutral_address
from integration.models.version_states import OPEN, VersionState

if TYPE_CHECKING:
    from integration.models.version import PageVersion


class PageVersionQuerySet(models.QuerySet["PageVersion"]):
    def of_page(self, page: Any, language: str) -> Self:
        return self.filter(translation__page=page, translation__language=language)

    def german_texts(self) -> Self:
        """What all translations answer to."""
        return self.published().filter(translation__language=SOURCE).with_page()

    def of_pages(self, pages: Iterable[int]) -> Self:
        return self.filter(translation__page__in=list(pages))

    def at_slug(self, slug: str) -> Self:
        return self.filter(translation__page__slug=slug)

    def on_paper(self) -> Self:
        """Texts of pages that can be had as PDF: those below the overview (I-110)."""
        return self.filter(translation__page__kind__in=BELOW_OVERVIEW)

    def for_reader(self, language: str) -> Self:
        """What a reader of this language gets: the text in it and the German one, in one query.

        `spoken` are the languages in which the same page is published.
        """
        spoken = self.model._base_manager.filter(
            translation__page=OuterRef("translation__page"), state=VersionState.PUBLISHED
        )
        return (
            self.published()
            .filter(translation__language__in={language, SOURCE})
            .annotate(spoken=ArraySubquery(spoken.values("translation__language")))
            .with_page()
        )

    def with_what_hangs_on_it(self) -> Self:
        """Whether documents stand at the end of the page and notices on top, without asking for them."""
        page, kind = OuterRef("translation__page"), OuterRef("translation__page__kind")
        return self.annotate(
            has_pictures=Exists(Page.objects.filter(pk=page, picture_places__isnull=False)),
            has_documents=Exists(Page.objects.filter(pk=page, download_places__section="")),
            has_notices=Exists(Notice.objects.valid_on(today()).standing_at(page, kind)),
        )

    def languages_of(self, page_id: int) -> list[str]:
        """In which the page is published; none without the German text (I-085)."""
        rows = self.published().filter(translation__page=page_id).order_by("translation__language")
        spoken = list(rows.values_list("translation__language", flat=True))
        return spoken if SOURCE in spoken else []

    def in_language(self, code: str) -> Self:
        return self.published().filter(translation__language=code)

    def with_number(self, number: int) -> Self:
        return self.filter(pk=number)

    def numbers(self) -> list[int]:
        return list(self.order_by("pk").values_list("pk", flat=True))

    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def shown_now(self, pages: Collection[str] | None) -> Self:
        """What readers see, of all pages or of these, with page and language."""
        rows = self.published().select_related("translation__page").order_by("translation_id")
        return rows if pages is None else rows.filter(translation__page__in=pages)

    def holding(self, words: str) -> Self:
        """Texts that may hold these words; a cheap first look before reading them."""
        escaped = words.replace("&", "&amp;")
        rows = self.annotate(written=Cast("sections", models.TextField()))
        return rows.filter(written__contains=json.dumps(escaped, ensure_ascii=False)[1:-1])

    def drafts(self) -> Self:
        return self.filter(state=VersionState.DRAFT)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def scheduled(self) -> Self:
        return self.filter(state=VersionState.SCHEDULED)

    def due(self, moment: datetime) -> Self:
        """Scheduled texts whose moment has come, German first, as translations need it."""
        is_source = Case(When(translation__language=SOURCE, then=Value(0)), default=Value(1))
        rows = self.scheduled().filter(publish_at__lte=moment).annotate(after_german=is_source)
        return rows.with_page().order_by("after_german", "publish_at", "pk")

    def waiting_since(self, moment: datetime) -> Self:
        """Drafts nobody has touched since then; `vanishes_at` is when they are erased (I-202)."""
        rows = self.drafts().filter(saved_at__lt=moment, published_at=None).with_page()
        kept = ExpressionWrapper(
            F("saved_at") + timedelta(days=int(value("integration.draft_days"))),
            output_field=models.DateTimeField(),
        )
        return rows.annotate(vanishes_at=kept)

    def for_second_person(self, kinds: Collection[str]) -> Self:
        """Drafts that somebody else than their author has to publish (I-106)."""
        return self.drafts().filter(translation__page__kind__in=kinds).with_page().with_author()

    def minor_since(self, german: "PageVersion") -> list[tuple[str, str]]:
        """Hash before and after of each minor edit of this page that appeared later, oldest first."""
        rows = self.filter(translation=german.translation_id, published_at__gt=german.published_at)
        return list(rows.exclude(minor="").order_by("published_at").values_list("replaced_hash", "text_hash"))

    def answering(self, text_hash: str) -> Self:
        """Translations made from this German text."""
        return self.filter(answers=text_hash).exclude(translation__language=SOURCE)

    def at(self, pk: int) -> "PageVersion | None":
        return self.filter(pk=pk).first()

    def by_hash(self, hashes: Collection[str]) -> dict[str, "PageVersion"]:
        """The newest version of each of these texts."""
        return {row.text_hash: row for row in self.filter(text_hash__in=hashes).order_by("number")}

    def overdue(self, moment: datetime) -> Self:
        """Scheduled texts that should have appeared before this moment."""
        return self.scheduled().filter(publish_at__lt=moment).with_page()

    def with_text(self, text_hash: str) -> "PageVersion | None":
        """The newest version that reads like this."""
        return self.filter(text_hash=text_hash).order_by("-number").first()

    def withdrawn(self) -> Self:
        return self.filter(state=VersionState.WITHDRAWN)

    def numbered(self, number: int) -> Self:
        return self.filter(number=number)

    def states_of(self, language: str) -> dict[int, list[VersionState]]:
        """For each page, the states that matter in a list: draft, published, withdrawn. One query."""
        rows = self.filter(translation__language=language).exclude(state=VersionState.SUPERSEDED)
        found: dict[int, list[VersionState]] = {}
        for page_id, state in rows.order_by("-number").values_list("translation__page_id", "state"):
            found.setdefault(page_id, []).append(VersionState(state))
        return found

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def anchors(self, language: str) -> dict[str, set[str]]:
        """For each page that is or will be shown, the anchors of its newest text.

        Where nobody has translated a page, its reader gets the German text with the same anchors (I-084).
        """
        rows = self.filter(
            translation__language__in={language, SOURCE}, state__in=[*OPEN, VersionState.PUBLISHED]
        ).order_by("number")
        found: dict[str, set[str]] = {}
        for kind, slug, sections in rows.values_list(
            "translation__page__kind", "translation__page__slug", "sections"
        ):
            found.setdefault(neutral_address(kind, slug), set()).update(row["key"] for row in sections)
        return found

    def with_author(self) -> Self:
        return self.select_related("author", "checked_by")

    def with_page(self) -> Self:
        return self.select_related("translation__page")
