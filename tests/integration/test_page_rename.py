"""Addresses: what they may be, what happens to old ones."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from integration.models import OldSlug, Page
from tests.integration.records import OFFICE, create_page, create_published


@pytest.mark.req("I-013")
def test_reader_with_an_old_address_is_sent_to_the_new_one(topic: Page, reader: Client) -> None:
    topic.rename(slug="wohnen", by=OFFICE)
    topic.rename(slug="zuhause", by=OFFICE)
    for old in ("wohnraum", "wohnen"):
        response = reader.get(f"/integration/{old}/")
        assert (response.status_code, response.headers["Location"]) == (301, "/integration/zuhause/")
    assert reader.get("/integration/zuhause/").status_code == 200


@pytest.mark.req("I-013")
def test_editor_takes_an_address_back_without_a_loop(topic: Page, reader: Client) -> None:
    topic.rename(slug="wohnen", by=OFFICE)
    topic.rename(slug="wohnraum", by=OFFICE)
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["wohnen"]
    assert reader.get("/integration/wohnraum/").status_code == 200


@pytest.mark.req("I-013")
def test_editor_cannot_give_an_old_address_to_another_page(topic: Page, overview: Page) -> None:
    topic.rename(slug="wohnen", by=OFFICE)
    other = create_published("bildung", parent=overview)
    with pytest.raises(ValidationError, match="gehörte schon zu einer anderen Seite"):
        other.rename(slug="wohnraum", by=OFFICE)
    with pytest.raises(IntegrityError, match="belongs to another page"), transaction.atomic():
        create_page("wohnraum", parent=overview)


@pytest.mark.req("I-013")
@pytest.mark.parametrize(
    "slug", ["Wohnen", "wohn raum", "wöhnen", "aktuelles", "dateien", "seite", "", "x" * 61]
)
def test_editor_cannot_choose_an_address_that_would_not_work(topic: Page, slug: str) -> None:
    with pytest.raises(ValidationError):
        topic.rename(slug=slug, by=OFFICE)
    topic.refresh_from_db()
    assert (topic.slug, OldSlug.objects.count()) == ("wohnraum", 0)


@pytest.mark.req("I-013")
def test_database_refuses_an_address_with_other_signs(overview: Page) -> None:
    for slug in ("Wohnen", "wohn_raum", "aktuelles"):
        with pytest.raises(IntegrityError, match="page_slug_is_plain"), transaction.atomic():
            create_page(slug, parent=overview)


def test_editor_cannot_rename_a_page_whose_address_is_fixed(overview: Page) -> None:
    with pytest.raises(ValidationError, match="steht fest"):
        overview.rename(slug="uebersicht", by=OFFICE)
    overview.refresh_from_db()
    assert overview.slug == "integration"
