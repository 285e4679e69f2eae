"""The whole tree with the titles of one language, from one query: breadcrumb and lists come from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.page_cache import shows
from integration.models.page import OldSlug, Page, PageKind, address
from integration.models.version import PageVersion


@dataclass
class Node:
    """One page as lists show it: with the title of the reader's language, else the German one (I-084)."""

    pk: int
    parent_id: int | None
    slug: str
    kind: str
    is_legal: bool
    in_menu: bool
    archived_on: date | None
    own: dict[str, str] | None
    german: dict[str, str] | None
    was_withdrawn: bool
    old_slugs: list[str]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> dict[str, str] | None:
        """Without a German text there is no page: it takes all its translations along (I-085)."""
        return self.german and (self.own or self.german)

    @property
    def language(self) -> Language | None:
        """German, where the reader's language has no text; None where nothing differs."""
        return catalogue()[SOURCE] if self.text is not self.own else None

    @property
    def title(self) -> str:
        return self.text["title"] if self.text else ""

    @property
    def summary(self) -> str:
        return self.text["summary"] if self.text else ""

    @property
    def url(self) -> str:
        return address(self.kind, self.slug)

    @property
    def is_published(self) -> bool:
        return self.text is not None

    @property
    def is_archived(self) -> bool:
        return self.kind == PageKind.ARCHIVE

    @property
    def is_gone(self) -> bool:
        return self.was_withdrawn and not self.is_published

    @property
    def is_listed(self) -> bool:
        """Shown in lists of pages. The archive is reached by a link in a text only (I-018)."""
        return self.is_published and self.in_menu and self.kind == PageKind.TOPIC

    @property
    def above(self) -> list["Node"]:
        """The published pages above this one, the highest first."""
        if self.parent is None:
            return []
        return [*self.parent.above, *([self.parent] if self.parent.is_published else [])]

    @property
    def level(self) -> int:
        return 1 if self.parent is None else self.parent.level + 1

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


class Tree:
    """All pages in reading order: by position, children behind their parent."""

    def __init__(self, nodes: list[Node]) -> None:
        self.by_slug = {node.slug: node for node in nodes}
        by_pk = {node.pk: node for node in nodes}
        self.roots = [node for node in nodes if node.parent_id is None]
        for node in nodes:
            if node.parent_id is not None:
                node.parent = by_pk[node.parent_id]
                node.parent.children.append(node)

    @classmethod
    def of(cls, language: str) -> Self:
        """One query, whatever the number of pages and languages."""
        shows("tree")
        german = PageVersion.objects.of_page(OuterRef("pk"), SOURCE)
        versions = PageVersion.objects.of_page(OuterRef("pk"), language)
        shown = JSONObject(title="title", summary="summary", number="number")
        rows: Any = (
            Page.objects.order_by("position", "pk")
            .annotate(
                own=Subquery(versions.published().values(data=shown)),
                german=Subquery(german.published().values(data=shown)),
                was_withdrawn=Exists(german.withdrawn()),
                former=ArraySubquery(OldSlug.objects.filter(page=OuterRef("pk")).values("slug")),
            )
            .values_list(
                *("pk", "parent_id", "slug", "kind", "is_legal", "in_menu", "archived_on"),
                *("own", "german", "was_withdrawn", "former"),
            )
        )
        return cls([Node(*row) for row in rows])

    def __iter__(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()

    def find(self, slug: str) -> Node | None:
        return self.by_slug.get(slug)

    def find_former(self, slug: str) -> Node | None:
        """The page that once stood at this address."""
        return next((node for node in self.by_slug.values() if slug in node.old_slugs), None)
