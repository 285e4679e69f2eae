"""Questions to texts by language: which are complete, and how each stands to the German one (I-073)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value, When

from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from integration.models.cell_state import CellState
from integration.models.version import PageVersion
from integration.models.version_states import OPEN, VersionState

if TYPE_CHECKING:
    from integration.models.translation import PageTranslation


# See also: PageTranslation.cell_state. What readers see counts first, then what is nearest to it.
STATE = Case(
    When(shown__text_hash__isnull=False, source_hash=F("german_hash"), then=Value(CellState.CURRENT)),
    When(shown__text_hash__isnull=False, then=Value(CellState.OUTDATED)),
    When(waiting__state=VersionState.SCHEDULED, then=Value(CellState.SCHEDULED)),
    When(task__pk__isnull=False, then=Value(CellState.TRANSLATING)),
    When(waiting__state=VersionState.DRAFT, then=Value(CellState.DRAFT)),
    When(was_withdrawn=True, then=Value(CellState.WITHDRAWN)),
    default=Value(CellState.MISSING),
)


class PageTranslationQuerySet(models.QuerySet["PageTranslation"]):
    def complete_languages(self) -> list[str]:
        """The languages in which all core texts are published: readers may choose them (I-064)."""
        core = settings.CORE_TEXTS
        rows = self.filter(page__slug__in=core, versions__state=VersionState.PUBLISHED)
        counted = rows.values("language").annotate(count=Count("page", distinct=True))
        return list(counted.filter(count=len(core)).values_list("language", flat=True))

    @transaction.atomic
    def begin(
        self, language: str, texts: Iterable[tuple["PageVersion", dict[str, Any], str]], *, by: Actor
    ) -> None:
        """The starting texts of a language, each with the German it stands beside and the hash it answers.

        Texts with legal effect wait as drafts until somebody has checked them.
        """
        wanted = list(texts)
        rows = self.bulk_create(
            self.model(page=german.translation.page, language=language, source_hash=answers)
            for german, _words, answers in wanted
        )
        versions = [
            PageVersion.unchecked(row, words)
            for row, (_german, words, _answers) in zip(rows, wanted, strict=True)
        ]
        for version in PageVersion.objects.bulk_create(versions):
            record(version, "begin", by=by, to_state=version.state)

    def with_facts(self) -> Self:
        """What the state of a cell is made of: the texts shown, waiting and withdrawn, the open task."""
        german = PageVersion.objects.german_texts().filter(translation__page=OuterRef("page"))
        gone = PageVersion.objects.withdrawn().filter(translation=OuterRef("pk"))
        return self.annotate(
            shown=FilteredRelation("versions", condition=Q(versions__state=VersionState.PUBLISHED)),
            waiting=FilteredRelation("versions", condition=Q(versions__state__in=sorted(OPEN))),
            task=FilteredRelation("tasks", condition=Q(tasks__state="open")),
            german_hash=Subquery(german.values("text_hash")[:1]),
            was_withdrawn=Exists(gone),
            shown_hash=F("shown__text_hash"),
            shown_origin=F("shown__origin"),
            waiting_state=F("waiting__state"),
            task_pk=F("task__pk"),
        )

    def with_state(self) -> Self:
        return self.with_facts().annotate(cell=STATE)

    def find_or_begin(self, page: int, language: str) -> "PageTranslation":
        """The row of a page in a language; it may have no text yet."""
        return self.get_or_create(page_id=page, language=language)[0]

    def in_state(self, *states: str) -> Self:
        return self.with_state().filter(cell__in=states)

    def outdated(self) -> Self:
        """Shown, but answering to another German text than the one readers see (I-074)."""
        return self.in_state(CellState.OUTDATED)

    def of(self, cells: Collection[tuple[int, str]]) -> Self:
        """The rows of these pages and languages."""
        wanted = Q(pk=None)
        for page, language in cells:
            wanted |= Q(page=page, language=language)
        return self.filter(wanted)

    def of_one(self, page: Any) -> Self:
        return self.filter(page=page)

    def in_languages(self, languages: Iterable[str]) -> Self:
        return self.filter(language__in=list(languages))

    def shown(self) -> Self:
        return self.filter(versions__state=VersionState.PUBLISHED)

    def translated(self) -> Self:
        return self.exclude(language=SOURCE)

    def due_to_vanish(self, moment: datetime) -> Self:
        return self.filter(withdraw_at__lte=moment).select_related("page")

    def cells(self) -> list[tuple[Any, ...]]:
        """What the matrix shows of every text there is, from one query.

        Page, language, state, state of what waits, origin of what is shown, end planned, day and number of
        the task, hash of the German text answered.
        """
        columns = ("page_id", "language", "cell", "waiting_state", "shown_origin", "withdraw_at")
        return list(self.with_state().values_list(*columns, "task__due_on", "task_pk", "source_hash"))

    def titled(self) -> Self:
        """With the German title, so that lists need not show the address."""
        german = PageVersion.objects.german_texts().filter(translation__page=OuterRef("page"))
        return self.select_related("page").annotate(title=Subquery(german.values("title")[:1]))

    def end_language(self, language: str, *, by: Actor) -> int:
        """Take every text of a language off the portal, page by page; what was published is kept (I-087)."""
        rows = self.translated().in_languages([language]).select_related("page")
        return sum(row.end(by=by) for row in rows)

    def overdue(self, moment: datetime) -> Self:
        """Texts that should have been withdrawn before this moment."""
        return self.filter(withdraw_at__lt=moment)
