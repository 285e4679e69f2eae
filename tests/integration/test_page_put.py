"""Moving a page: numbers of siblings, rings, levels, two people at the same moment."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from goslar_portal.journal.models import Entry
from integration.models import Page
from tests.integration.records import OFFICE, create_page, create_published, create_site, places, slugs


@pytest.mark.req("I-011")
def test_editor_moves_a_page_and_its_siblings_are_numbered_anew(overview: Page) -> None:
    for slug in ("a", "b", "c"):
        create_page(slug, parent=overview)
    Page.objects.get(slug="c").put(parent=overview, position=1, by=OFFICE)
    assert places(overview) == [("c", 1), ("a", 2), ("b", 3)]
    row = Page.objects.get(slug="c")
    assert [entry.verb for entry in Entry.objects.of(row)] == ["put"]


@pytest.mark.req("I-011")
def test_editor_moves_a_page_below_another_and_no_gap_stays(overview: Page) -> None:
    pages = [create_page(slug, parent=overview) for slug in ("a", "b", "c")]
    pages[0].put(parent=pages[1], position=5, by=OFFICE)
    assert (places(overview), places(pages[1])) == ([("b", 1), ("c", 2)], [("a", 1)])


@pytest.mark.req("I-011")
def test_two_pages_never_share_a_place_roots_included(db: None) -> None:
    def two_at_one_place() -> None:
        create_page("a", position=1)
        create_page("b", position=1)
        connection.check_constraints()  # as at commit: on the way siblings may change places

    with pytest.raises(IntegrityError, match="page_position_is_unique_among_siblings"), transaction.atomic():
        two_at_one_place()


@pytest.mark.req("I-012")
def test_editor_reads_why_a_page_cannot_stand_below_itself(overview: Page) -> None:
    child = create_page("a", parent=overview)
    with pytest.raises(ValidationError) as refused:
        overview.put(parent=child, position=1, by=OFFICE)
    assert list(refused.value.message_dict) == ["parent"]
    overview.refresh_from_db()
    assert overview.parent is None


@pytest.mark.req("I-012")
def test_editor_reads_that_four_levels_are_enough(overview: Page) -> None:
    second = create_page("zwei", parent=overview)
    third = create_page("drei", parent=second)
    create_page("vier", parent=third)
    branch = create_page("ast", parent=overview)
    create_page("blatt", parent=branch)
    with pytest.raises(ValidationError, match="Höchstens vier Ebenen"):
        branch.put(parent=third, position=1, by=OFFICE)
    assert places(overview) == [("zwei", 1), ("ast", 2)]


@pytest.mark.req("I-012")
def test_database_refuses_a_ring_and_a_fifth_level_whoever_writes(overview: Page) -> None:
    second = create_page("zwei", parent=overview)
    third = create_page("drei", parent=second)
    fourth = create_page("vier", parent=third)
    with pytest.raises(IntegrityError, match="would be its own ancestor"), transaction.atomic():
        Page.objects.filter(pk=overview.pk).update(parent=third)
    with pytest.raises(IntegrityError, match="would stand on level 5"), transaction.atomic():
        create_page("fuenf", parent=fourth)
    root = create_page("wurzel")
    with pytest.raises(IntegrityError, match="would stand on level 5"), transaction.atomic():
        Page.objects.filter(pk=overview.pk).update(parent=root)


@pytest.mark.req("I-012")
@pytest.mark.django_db(transaction=True)
def test_two_editors_cannot_make_a_ring_by_moving_at_the_same_moment(
    at_once: Callable[..., list[Any]],
) -> None:
    overview = create_site()
    first, second = (create_page(slug, parent=overview) for slug in ("a", "b"))
    results = at_once(
        lambda: Page.objects.get(pk=first.pk).put(parent=second, position=1, by=OFFICE),
        lambda: Page.objects.get(pk=second.pk).put(parent=first, position=1, by=OFFICE),
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "ValidationError"]
    assert sorted(slugs()) == ["a", "b", "integration", "start"]


@pytest.mark.django_db(transaction=True)
def test_two_editors_moving_siblings_leave_an_unbroken_row(at_once: Callable[..., list[Any]]) -> None:
    overview = create_site()
    pages = [create_page(slug, parent=overview) for slug in "abcd"]
    results = at_once(
        *[
            lambda page=page: Page.objects.get(pk=page.pk).put(parent=overview, position=1, by=OFFICE)
            for page in pages
        ]
    )
    assert results == [None] * 4
    assert [position for _slug, position in places(overview)] == [1, 2, 3, 4]


def test_moving_a_page_changes_no_text(overview: Page) -> None:
    page = create_published("a", parent=overview)
    before = page.translations.values_list("source_hash", "versions__state").get()
    page.put(parent=None, position=1, by=OFFICE)
    assert page.translations.values_list("source_hash", "versions__state").get() == before
