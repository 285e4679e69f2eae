"""What other pages show of the area: the partnership's page, search, sitemap, news."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from democracy import found
from democracy.models import Leaflet
from goslar_portal import registry
from goslar_portal.dates import today
from goslar_portal.search import differences
from goslar_portal.texts import plain
from tests.democracy.factories import OFFICE, create_event, create_leaflet, create_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


@pytest.mark.req("D-043")
def test_page_of_the_partnership_names_the_next_five_dates_and_the_leaflets(reader: Client) -> None:
    create_event("reihe", rule="FREQ=WEEKLY;COUNT=9")
    page = reader.get("/demokratie/")
    text = page.content.decode()
    assert [row.event.slug for row in page.context["dates"]] == ["reihe"] * 5
    assert "Demokratie fördern. Vielfalt gestalten. Extremismus vorbeugen" in text
    assert all(leaflet.get_absolute_url() in text for leaflet in Leaflet.objects.public())
    assert 'href="/newsletter/demokratie/"' in text
    for words in (
        "Wer macht was?",
        "https://www.demokratie-leben.de/",
        "https://www.awo-region-harz.de/kontakt/",
    ):
        assert words in text


@pytest.mark.req("D-045")
def test_brochure_is_linked_only_when_there_is_one_to_read(reader: Client) -> None:
    brochure = create_leaflet("broschuere", title="Informationsbroschüre", kind="brochure", is_public=False)
    assert reader.get("/demokratie/").context["brochure"] is None
    create_version(brochure)
    assert reader.get("/demokratie/").context["brochure"] == brochure


@pytest.mark.req("D-089")
def test_events_and_leaflets_are_found_in_the_transaction_that_shows_them() -> None:
    event, draft = create_event("lesung"), create_event("entwurf", is_public=False)
    create_version(create_leaflet("neues"))
    assert [row for row in differences() if row[0].startswith("democracy.")] == []
    listed = {thing.path for thing in found.events(None)}
    assert listed == {event.get_absolute_url()}
    wanted = registry.NewsWanted("", today(), today() + timedelta(days=30))
    assert [item.url for item in found.news(wanted)] == [event.get_absolute_url()]
    event.withdraw(by=OFFICE)
    assert list(found.events(None)) == []
    assert list(found.news(wanted)) == []
    assert [row for row in differences() if row[0].startswith("democracy.")] == []
    assert draft.is_shown is False


@pytest.mark.req("G-114")
def test_leaflet_is_found_when_it_is_shown_and_event_until_it_is_withdrawn(reader: Client) -> None:
    with transaction.atomic():
        event = create_event("lesung", title="Zwitscherkonzert")
        create_leaflet("neues", title="Knusperblatt")
        assert hits(reader, "Zwitscherkonzert") == ["Zwitscherkonzert"]
        assert hits(reader, "Knusperblatt") == ["Knusperblatt"]
        event.withdraw(by=OFFICE)
        assert hits(reader, "Zwitscherkonzert") == []
    assert [row for row in differences() if row[0].startswith("democracy.")] == []


def hits(reader: Client, question: str) -> list[str]:
    return [plain(hit.title) for hit in reader.get("/suche/", {"q": question}).context["answer"].hits]


@pytest.mark.req("D-113")
def test_sitemap_lists_events_leaflets_and_months_with_a_date_only() -> None:
    event = create_event("lesung", ahead=3)
    paths = [page.paths["de"] for page in found.site_pages()]
    months = [path for path in paths if path.endswith(f"/{event.starts_on:%Y/%m}/")]
    assert len(months) == 1
    assert event.get_absolute_url() in paths
    assert len(paths) == 1 + 1 + Leaflet.objects.public().count()
    assert not any("?" in path for path in paths)


@pytest.mark.req("D-001")
def test_area_imports_no_other_and_is_found_through_the_registries() -> None:
    root = Path(found.__file__).parent
    imports = re.compile(r"^\s*(?:from|import)\s+(integration|housing|newsletters)\b", re.MULTILINE)
    files = list(root.rglob("*.py"))
    assert len(files) > 40
    assert [str(path) for path in files if imports.search(path.read_text(encoding="utf-8"))] == []
    for entries in (registry.search, registry.sitemap, registry.today, registry.news):
        assert any(entry.name.startswith("democracy") for entry in entries), entries
