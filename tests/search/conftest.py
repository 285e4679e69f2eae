"""A searchable site: a few invented pages, an office, a document."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from integration.models import Page
from tests.integration.records import create_contact, create_download, create_published, create_site, section


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where questions without an answer are noted."""
    settings.PORTAL_DATA = tmp_path
    return tmp_path


@pytest.fixture
def site(db: None) -> dict[str, Page]:
    """Start, overview, three topics; the office stands on the start page, the document on a topic."""
    overview = create_site()
    texts: dict[str, dict[str, Any]] = {
        "wohnen": {
            "title": "Wohnung finden",
            "summary": "Wir helfen bei der Suche.",
            "sections": [section("muell", "<p>Die Müllabfuhr kommt dienstags.</p>", heading="Nachbarschaft")],
        },
        "lernen": {
            "title": "Deutsch lernen",
            "summary": "Kurse für alle, die eine Wohnung haben oder nicht.",
            "sections": [section("dokumente", "<p>Fragen Sie nach dem Kurs.</p>", heading="Kurse")],
        },
        "frueher": {"title": "Wohnung vor dem Umbau", "summary": "Wie es einmal war."},
    }
    pages = {slug: create_published(slug, parent=overview, texts=text) for slug, text in texts.items()}
    start = Page.objects.get(slug="start")
    office = create_contact("zentrale", page=start, role="Telefonzentrale")
    create_download("merkblatt", page=pages["lernen"], contact=office)
    from goslar_portal import search

    search.rebuild()
    return pages | {"integration": overview, "start": start}


@pytest.fixture
def find(reader: Client) -> Callable[..., list[str]]:
    """The titles of the hits, without marks."""

    def ask(question: str, prefix: str = "", **more: str) -> list[str]:
        response = reader.get(f"{prefix}/suche/", {"q": question} | more)
        assert response.status_code == 200
        return [plain(hit.title) for hit in response.context["answer"].hits]

    return ask


def plain(title: Any) -> str:
    return str(title).replace("<mark>", "").replace("</mark>", "")
