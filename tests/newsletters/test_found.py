"""Public issues are in the search and in the sitemap, from their release to their end (N-096, G-114)."""

import pytest
from django.db import transaction
from django.test import Client

from goslar_portal import registry, search
from goslar_portal.dates import today
from goslar_portal.texts import plain
from newsletters import found, release
from newsletters.models import Channel, Issue
from tests.newsletters import factories
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(channel: Channel) -> Issue:
    return create_issue(channel, title="Knusperzeitung")


def hits(reader: Client, question: str = "Knusperzeitung") -> list[str]:
    """Titles found by a reader."""
    page = reader.get("/suche/", {"q": question})
    assert page.status_code == 200
    return [plain(hit.title) for hit in page.context["answer"].hits]


@pytest.mark.req("G-114", "N-096")
def test_issue_is_found_from_release_to_withdrawal_in_the_same_transaction(
    issue: Issue, reader: Client
) -> None:
    with transaction.atomic():
        assert hits(reader) == []
        release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
        assert hits(reader) == ["Knusperzeitung"]
        issue.withdraw(by=factories.OFFICE, reason="Ein Name war falsch.")
        assert hits(reader) == []
        issue.bring_back(by=factories.OFFICE)
        assert hits(reader) == ["Knusperzeitung"]
    assert search.differences() == []
    issue.delete()
    assert hits(reader) == []


@pytest.mark.req("N-096")
def test_draft_and_planned_issue_are_found_by_nobody(issue: Issue, reader: Client) -> None:
    assert list(found.issues(None)) == []
    assert [page.paths["de"] for page in found.site_pages()] == [
        "/newsletter/", "/newsletter/migration-und-teilhabe/", "/newsletter/demokratie/",
    ]  # fmt: skip


@pytest.mark.req("N-096")
def test_sitemap_names_public_issues(issue: Issue, reader: Client) -> None:
    release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
    assert issue.get_absolute_url() in reader.get("/sitemap/newsletters.xml").content.decode()


@pytest.mark.req("G-115")
def test_subscriptions_are_counted_by_newsletter_and_language(channel: Channel) -> None:
    for number in range(2):
        factories.create_subscription(f"leserin{number}@example.org")
    day = today()
    assert list(registry.statistics["newsletters.subscriptions"].count(day, day)) == [
        ("migration-und-teilhabe", "Deutsch", 2)
    ]
