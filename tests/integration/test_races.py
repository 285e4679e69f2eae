"""Two people at the same moment, and a worker that dies: nothing lost, nothing double (I-237)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from goslar_portal.journal.models import Entry
from integration.jobs import publish_scheduled
from integration.models import Page, PageVersion
from tests.integration.records import OFFICE, create_published, create_site, publish, text
from tests.integration.test_cell_state import shown, state
from tests.integration.test_version_save_draft import history

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("I-237")]
AtOnce = Callable[..., list[Any]]


@pytest.fixture
def page(transactional_db: None) -> Page:
    return create_published("wohnraum", parent=create_site(), texts={"title": "Eins"})


def again(version: PageVersion) -> PageVersion:
    """The same row through the connection of whoever asks."""
    return PageVersion.objects.get(pk=version.pk)


def names(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_publisher_and_editor_at_once_lose_neither_text(page: Page, at_once: AtOnce) -> None:
    draft = page.save_draft(by=OFFICE, **text("Zwei"))
    results = at_once(
        lambda: again(draft).publish(by=OFFICE),
        lambda: Page.objects.get(pk=page.pk).save_draft(by=OFFICE, **text("Drei")),
    )
    found = dict(history(page))
    assert set(found) == {1, 2, 3}
    assert list(found.values()).count("published") == 1
    if names(results) == ["NoneType", "PageVersion"]:  # the publisher was first
        assert found == {1: "superseded", 2: "published", 3: "draft"}
    else:
        assert names(results) == ["PageVersion", "WrongStateError"]
        assert found == {1: "published", 2: "superseded", 3: "draft"}


def test_restoring_while_somebody_publishes_keeps_one_published_and_one_draft(
    page: Page, at_once: AtOnce
) -> None:
    first = shown(page)
    publish(page, title="Zwei")
    draft = page.save_draft(by=OFFICE, **text("Drei"))
    at_once(lambda: again(draft).publish(by=OFFICE), lambda: again(first).restore(by=OFFICE))
    found = dict(history(page))
    assert found[4] == "draft"
    assert PageVersion.objects.get(translation__page=page, number=4).title == "Eins"
    assert list(found.values()).count("published") == 1


def test_translation_published_while_german_changes_says_that_it_does_not_fit(
    page: Page, at_once: AtOnce
) -> None:
    arabic = page.save_draft(language="ar", by=OFFICE, **text("واحد"))
    german = page.save_draft(by=OFFICE, **text("Zwei"))
    results = at_once(lambda: again(arabic).publish(by=OFFICE), lambda: again(german).publish(by=OFFICE))
    assert names(results) == ["NoneType", "NoneType"]
    assert (shown(page).title, shown(page, "ar").title, state(page)) == ("Zwei", "واحد", "outdated")


def test_withdrawing_and_publishing_at_once_leave_no_translation_without_its_german_text(
    page: Page, at_once: AtOnce
) -> None:
    arabic = page.save_draft(language="ar", by=OFFICE, **text("واحد"))
    at_once(
        lambda: again(arabic).publish(by=OFFICE), lambda: Page.objects.get(pk=page.pk).withdraw(by=OFFICE)
    )
    assert not PageVersion.objects.filter(translation__page=page, state="published").exists()


def test_two_readers_of_a_new_file_get_the_same_one(
    page: Page, at_once: AtOnce, settings: Settings, tmp_path: Any
) -> None:
    settings.PORTAL_DATA = tmp_path / "data"
    address = "/integration/wohnraum/seite.pdf"
    answers = at_once(*[lambda: Client().get(address)] * 2)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert len(list((tmp_path / "data" / "cache" / "pdf").glob("*.pdf"))) == 1


def test_worker_that_dies_while_publishing_leaves_the_text_planned(page: Page, at_once: AtOnce) -> None:
    """Its connection ends inside the transaction, as with kill -9; the next worker publishes once."""
    draft = page.save_draft(by=OFFICE, **text("Zwei"))
    draft.schedule(at=timezone.now() + timedelta(minutes=1), by=OFFICE)
    PageVersion.objects.filter(pk=draft.pk).update(publish_at=timezone.now())

    @transaction.atomic
    def publish_and_die() -> None:
        again(draft).publish(by=OFFICE)
        connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert names(at_once(publish_and_die)) == ["OperationalError"]
    assert (again(draft).state, shown(page).title) == ("scheduled", "Eins")
    assert publish_scheduled() == 1
    assert publish_scheduled() == 0
    assert (again(draft).state, shown(page).title) == ("published", "Zwei")
    assert [row.verb for row in Entry.objects.of(again(draft))].count("publish") == 1
