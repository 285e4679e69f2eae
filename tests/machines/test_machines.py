"""What machines read: sitemaps, robots.txt, security.txt, blocks of data."""

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.machines.checks import security_contact_is_in_force
from goslar_portal.machines.models import SecurityContact
from goslar_portal.machines.structured import block
from integration.models import Page
from tests.conftest import logged_in
from tests.integration.records import OFFICE, create_contact, create_published, create_site, publish

SITE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(db: None, settings: Any) -> Page:
    settings.SITE_URL = SITE
    overview = create_site()
    return create_published("wohnen", parent=overview, texts={"title": "Wohnen & <Leben>"})


def urls(reader: Client, address: str = "/sitemap/integration.xml") -> dict[str, Any]:
    """Address of each entry with its day and its alternates."""
    response = reader.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    tree = ElementTree.fromstring(response.content)  # noqa: S314  # our own answer
    return {
        str(entry.findtext("s:loc", namespaces=NAMES)): (
            entry.findtext("s:lastmod", namespaces=NAMES),
            {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", NAMES)},
        )
        for entry in tree.findall("s:url", NAMES)
    }


@pytest.mark.req("G-135", "I-180")
def test_sitemap_names_every_page_in_every_language_it_has(
    site: Page, reader: Client, every_language: None
) -> None:
    publish(site, language="ar", title="سكن")
    day = f"{timezone.now():%Y-%m-%d}"
    alternates = {
        tag: f"{SITE}{prefix}/integration/wohnen/"
        for tag, prefix in (("de", ""), ("ar", "/ar"), ("x-default", ""))
    }
    assert urls(reader) == {
        f"{SITE}/": (day, {}),
        f"{SITE}/integration/": (day, {}),
        f"{SITE}/integration/wohnen/": (day, alternates),
        f"{SITE}/ar/integration/wohnen/": (day, alternates),
    }


@pytest.mark.req("I-180")
def test_alternates_of_the_page_are_those_of_the_sitemap(
    site: Page, reader: Client, every_language: None
) -> None:
    publish(site, language="ar", title="سكن")
    for path in ("/integration/wohnen/", "/ar/integration/wohnen/"):
        page = reader.get(path).content.decode()
        found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
        assert found == urls(reader)[f"{SITE}{path}"][1]


@pytest.mark.req("I-180")
def test_sitemap_leaves_out_what_is_archived_or_withdrawn(site: Page, reader: Client) -> None:
    site.archive(by=OFFICE)
    assert sorted(urls(reader)) == [f"{SITE}/", f"{SITE}/integration/"]
    site.withdraw(by=OFFICE)
    assert sorted(urls(reader)) == [f"{SITE}/", f"{SITE}/integration/"]


@pytest.mark.req("G-135", "I-180")
def test_index_names_one_sitemap_per_area_and_all_of_its_pages_answer(
    starting_content: None, reader: Client, settings: Any
) -> None:
    settings.SITE_URL = SITE
    index = ElementTree.fromstring(reader.get("/sitemap.xml").content)  # noqa: S314  # our own answer
    listed = [str(node.text).removeprefix(SITE) for node in index.findall("s:sitemap/s:loc", NAMES)]
    assert listed == [f"/sitemap/{section.name}.xml" for section in registry.sitemap]
    pages = [url.removeprefix(SITE) for address in listed for url in urls(reader, address)]
    assert {"/", "/kontakt/", "/wohnraum/", "/wohnraum/mietcheck/"} <= set(pages)
    assert "/integration/corona/" not in pages
    assert {address: reader.get(address).status_code for address in pages} == dict.fromkeys(pages, 200)
    assert reader.get("/sitemap/unbekannt.xml").status_code == 404


@pytest.mark.req("G-135", "I-181")
def test_robots_are_kept_from_search_back_office_and_personal_links(
    db: None, reader: Client, settings: Any
) -> None:
    settings.SITE_URL = SITE
    response = reader.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    closed = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")}
    assert {
        "/admin/", "/suche/", "/*/suche/", "/wohnraum/mein-angebot/", "/wohnraum/angebot/bestaetigen/",
        "/newsletter/abo/",
    } <= closed  # fmt: skip
    assert not [path for path in closed if "/integration/".startswith(path) or path == "/"]


@pytest.mark.req("G-135", "I-182")
def test_security_txt_says_whom_to_tell_and_until_when(db: None, reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    assert reader.get("/.well-known/security.txt").status_code == 404
    day = today() + timedelta(days=200)
    SecurityContact.objects.create(contact="mailto:sicherheit@goslar.example", expires_on=day)
    assert reader.get("/.well-known/security.txt").content.decode().splitlines() == [
        "Contact: mailto:sicherheit@goslar.example",
        f"Expires: {day:%Y-%m-%d}T23:59:59Z",
        "Preferred-Languages: de, en",
        f"Canonical: {SITE}/.well-known/security.txt",
    ]


@pytest.mark.req("I-182")
@pytest.mark.parametrize(
    ("days", "waits", "problems"), [(31, 0, []), (30, 1, []), (0, 1, []), (-1, 1, ["portal.E011"])]
)
def test_end_of_security_txt_is_watched(db: None, days: int, waits: int, problems: list[str]) -> None:
    SecurityContact.objects.create(contact="tel:+493023125101", expires_on=today() + timedelta(days=days))
    assert len(list(registry.today["machines.security_txt"].rows())) == waits
    assert [error.id for error in security_contact_is_in_force(databases=["default"])] == problems


@pytest.mark.req("G-253")
def test_checks_say_nothing_before_the_tables_stand(db: None) -> None:
    """`migrate` on an empty database checks first."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'machines'")
        cursor.execute("ALTER TABLE machines_securitycontact RENAME TO not_there_yet")
    assert security_contact_is_in_force(databases=["default"]) == []


@pytest.mark.req("I-182")
def test_contact_ends_within_a_year_and_is_an_address(db: None) -> None:
    for contact, days in (("mailto:a@example.org", 367), ("Frau Beispiel", 10), ("http://example.org", 10)):
        with pytest.raises(ValidationError):
            SecurityContact(contact=contact, expires_on=today() + timedelta(days=days)).full_clean()


@pytest.mark.req("I-182")
def test_engineer_enters_a_new_date_in_the_back_office(db: None, engineer: User, reader: Client) -> None:
    day = today() + timedelta(days=300)
    data = {
        "contact": "https://example.org/sicherheit",
        "expires_on": f"{day:%d.%m.%Y}",
        "needs_confirmation": "",
    }
    response = logged_in(engineer).post("/admin/machines/securitycontact/add/", data)
    assert response.status_code == 302
    assert (
        "Contact: https://example.org/sicherheit" in reader.get("/.well-known/security.txt").content.decode()
    )


def blocks(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {row["@type"]: row for row in map(json.loads, found)}


@pytest.mark.req("I-183")
def test_start_page_says_who_publishes_it_and_how_to_search(site: Page, reader: Client) -> None:
    found = blocks(reader.get("/").content.decode())["WebSite"]
    assert found["publisher"] == {
        "@type": "GovernmentOrganization",
        "name": "Landkreis Goslar",
        "url": f"{SITE}/",
    }
    assert found["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/suche/?q={{search_term_string}}"


@pytest.mark.req("I-183")
def test_page_of_an_office_says_what_it_does_where_and_in_which_languages(site: Page, reader: Client) -> None:
    create_contact(page=site, languages=["de", "prs"])
    found = blocks(reader.get("/integration/wohnen/").content.decode())
    assert found["GovernmentService"] | {"serviceOperator": None, "availableChannel": None} == {
        "@context": "https://schema.org", "@type": "GovernmentService", "name": "Wohnen & <Leben>",
        "description": "Kurz gesagt.", "url": f"{SITE}/integration/wohnen/", "serviceOperator": None,
        "areaServed": {"@type": "AdministrativeArea", "name": "Landkreis Goslar"},
        "availableLanguage": ["de", "prs"], "availableChannel": None,
    }  # fmt: skip
    assert [row["name"] for row in found["BreadcrumbList"]["itemListElement"]] == [
        "Startseite", "Integration", "Wohnen & <Leben>",
    ]  # fmt: skip
    assert found["BreadcrumbList"]["itemListElement"][1]["item"] == f"{SITE}/integration/"


@pytest.mark.req("I-183")
def test_nothing_in_a_text_can_end_the_block() -> None:
    shown = block({"name": '</script><script>alert("1")</script><!-- & \u2028'})
    assert shown.count("<") == 2
    assert json.loads(shown.partition(">")[2].rpartition("</")[0])["name"].startswith("</script>")


@pytest.mark.req("I-184")
def test_every_page_tells_search_engines_its_title_text_and_one_address(
    starting_content: None, reader: Client, settings: Any
) -> None:
    settings.SITE_URL = SITE
    for address in (
        "/",
        "/integration/bildung/",
        "/kontakt/",
        "/wohnraum/",
        "/wohnraum/mietcheck/",
        "/wohnraum/angebot/",
        "/demokratie/",
        "/demokratie/merkblaetter/",
        "/demokratie/merkblaetter/reisekosten/",
        "/demokratie/veranstaltungen/",
        "/newsletter/",
        "/newsletter/demokratie/",
        "/newsletter/demokratie/2026-1/",
    ):
        page = reader.get(address).content.decode()
        assert page.count(f'<link rel="canonical" href="{SITE}{address}">') == 1, address
        assert page.count('<meta name="description" content="') == 1, address
        assert page.count('<meta property="og:title" content="') == 1, address
        assert "og:image" not in page
