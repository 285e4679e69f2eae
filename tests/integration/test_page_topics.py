"""Which kept pages a change of a text, a contact or the tree drops (G-123)."""

from collections.abc import Callable

import pytest

from goslar_portal.page_cache.models import Topic
from integration.models import Contact, OpeningHours, Page
from tests.integration.records import OFFICE, create_contact, create_download, create_published, publish, text


@pytest.fixture
def raised(db: None) -> Callable[[], list[str]]:
    """The topics raised since it was last asked."""
    known = {"": 0}

    def news() -> list[str]:
        before, now = dict(known), Topic.objects.counters()
        known.update(now)
        changed = {name for name, counter in now.items() if counter != before.get(name, 0)}
        return sorted(changed - {"search_signposts"})  # of another page

    return news


@pytest.mark.req("G-123")
def test_publishing_raises_the_page_alone_and_a_draft_nothing(
    topic: Page, raised: Callable[[], list[str]]
) -> None:
    raised()
    draft = topic.save_draft(by=OFFICE, **text("Neuer Entwurf"))
    assert raised() == []
    draft.publish(by=OFFICE)
    assert raised() == [f"page:{topic.slug}"]
    draft.withdraw(by=OFFICE)
    assert raised() == [f"page:{topic.slug}"]


@pytest.mark.req("G-123")
def test_confirming_a_text_changes_nothing_that_readers_see(
    topic: Page, raised: Callable[[], list[str]]
) -> None:
    raised()
    topic.confirm(by=OFFICE)
    assert raised() == []


@pytest.mark.req("G-123")
def test_moving_or_renaming_a_page_raises_the_tree(topic: Page, raised: Callable[[], list[str]]) -> None:
    create_published("zweite", parent=topic.parent)
    raised()
    topic.put(parent=topic.parent, position=2, by=OFFICE)
    assert raised() == ["page:wohnraum", "page:zweite", "tree"]
    topic.rename(slug="wohnen", by=OFFICE)
    assert raised() == ["page:wohnen", "page:wohnraum", "tree"]


@pytest.mark.req("G-123")
def test_whatever_belongs_to_a_contact_raises_that_contact(
    topic: Page, raised: Callable[[], list[str]]
) -> None:
    contact = create_contact("beratung")
    create_contact("andere")
    raised()
    OpeningHours.objects.create(contact=contact, weekday=1, opens="09:00", closes="12:00")
    assert raised() == ["contact:beratung"]
    contact.texts.update(role="Neue Rolle")
    assert raised() == ["contact:beratung"]
    Contact.objects.coded(["beratung"]).update(phone="+493023125102")
    assert raised() == ["contact:beratung"]
    topic.contact_places.create(contact=contact)
    assert raised() == ["contacts", f"page:{topic.slug}"]


@pytest.mark.req("G-123")
def test_document_raises_itself_and_the_page_it_stands_on(
    topic: Page, raised: Callable[[], list[str]]
) -> None:
    contact = create_contact("beratung")
    raised()
    download = create_download("blatt", page=topic, contact=contact)
    assert raised() == ["download:blatt", f"page:{topic.slug}"]
    download.files.update(title="Anderer Titel")
    assert raised() == ["download:blatt"]


@pytest.mark.req("G-123")
def test_change_that_is_rolled_back_or_writes_the_same_raises_nothing(
    topic: Page, raised: Callable[[], list[str]]
) -> None:
    publish(topic, title="Ein Titel")
    contact = create_contact("beratung")
    raised()
    contact.save()
    assert raised() == []
