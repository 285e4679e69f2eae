"""The review date: set by publishing and confirming, due pages are found, nothing vanishes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import months_after, today
from integration.models import Page
from tests.conftest import logged_in
from tests.integration.records import OFFICE, create_page, publish


@pytest.mark.req("I-019")
def test_publishing_and_confirming_put_the_review_off_by_the_months_of_the_page(topic: Page) -> None:
    topic.refresh_from_db()
    assert topic.review_on == months_after(today(), 12)
    Page.objects.filter(pk=topic.pk).update(review_on=date(2020, 1, 1), review_months=3)
    topic.refresh_from_db()
    topic.confirm(by=OFFICE)
    assert topic.review_on == months_after(today(), 3)


@pytest.mark.req("I-019")
def test_overdue_page_stands_on_today_and_stays_where_it_is(topic: Page, editor: User) -> None:
    Page.objects.filter(pk=topic.pk).update(review_on=today())
    assert list(registry.today["integration.review_due"].rows()) == [topic]
    desk = logged_in(editor)
    assert "Seiten, deren Text geprüft werden soll" in desk.get("/admin/").content.decode()
    assert desk.get("/integration/wohnraum/").status_code == 200
    topic.confirm(by=OFFICE)
    assert topic.review_on == months_after(today(), 12)
    assert list(registry.today["integration.review_due"].rows()) == []


def test_office_finds_the_pages_that_are_due(topic: Page, overview: Page) -> None:
    old = create_page("alt", parent=overview)
    publish(old)
    Page.objects.filter(pk__in=[topic.pk, old.pk]).update(review_on=date(2026, 1, 1))
    old.refresh_from_db()
    old.archive(by=OFFICE)
    assert list(Page.objects.due_for_review(date(2026, 1, 1))) == [topic]
    assert list(Page.objects.due_for_review(date(2025, 12, 31))) == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_as_people_count_them(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_database_refuses_a_review_period_of_no_months(overview: Page) -> None:
    with pytest.raises(IntegrityError, match="page_review_period_is_sensible"), transaction.atomic():
        create_page("nie", parent=overview, review_months=0)
