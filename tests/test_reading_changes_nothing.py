"""Reading writes nothing: every address and every link of every letter, with GET and with HEAD (G-087).

Only the view log, the counters of limits and the session of a login may differ (ADR 0085).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from goslar_portal import registry
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from goslar_portal.verbs import VerbAdmin
from tests.accounts.test_matrix import addresses, base, row_of, rows  # noqa: F401  # a fixture
from tests.conftest import PASSWORD, create_user
from tests.democracy.factories import create_event, create_proposal, create_version
from tests.housing.factories import add_photo, create_draft, create_offer
from tests.integration.requests import create_help_request, create_interpreter_request, create_report
from tests.newsletters.factories import ask, create_subscription
from tests.test_house_rules import patterns
from tests.test_public_pages import TABLE

pytestmark = pytest.mark.django_db

MAY_DIFFER = {"journal_viewentry", "limits_counter", "limits_daykey", "django_session"}
ACCOUNT = [
    "confirm/",
    "security/",
    "security/app/",
    "security/codes/",
    "security/passkey/",
    "password_change/",
    "logout/",
]
LINK = re.compile(r"https?://[^/\s]+(/[^\s>\"]*)")
CHANGES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE) \"?(\w+)", re.IGNORECASE)


class Notes:
    """Statements that change something, by the address that caused them."""

    def __init__(self) -> None:
        self.address, self.found = "", set[tuple[str, str]]()

    def __call__(self, execute: Any, sql: str, *arguments: Any) -> Any:
        written = CHANGES.match(sql)
        if written and written[1] not in MAY_DIFFER:
            self.found.add((self.address, sql[:60]))
        return execute(sql, *arguments)


def whole_database() -> dict[str, str]:
    """One sum over all rows of each table."""
    tables = [name for name in connection.introspection.table_names() if name not in MAY_DIFFER]
    sums = {}
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" AS t')  # noqa: S608  # names of the database itself
            sums[name] = cursor.fetchone()[0]
    return sums


def read_all(browser: Client, found: Iterable[str]) -> set[int]:
    """GET and HEAD everywhere; nothing may be written, not by a trigger either."""
    before, notes, codes = whole_database(), Notes(), set[int]()
    with connection.execute_wrapper(notes):
        for notes.address in found:
            codes |= {browser.get(notes.address).status_code, browser.head(notes.address).status_code}
    assert notes.found == set()
    after = whole_database()
    assert [name for name in after if after[name] != before[name]] == []
    return codes


@pytest.fixture
def busy(starting_content: None, roles: None) -> None:
    """Something of everything, with the letters it brought."""
    create_draft().save_for_later(by=Actor.person("landlord"), email="spaeter@example.org")
    for state in ("unconfirmed", "received", "query"):
        offer = create_offer(state=state)
    add_photo(offer)
    ask("frage@example.org")
    create_subscription("abo@example.org")
    create_proposal(is_confirmed=False), create_proposal(title="Zweites Fest")
    create_event(), create_version()
    create_report(), create_interpreter_request(), create_help_request()
    create_user("wohnraum", email="neu@example.org").invite(by=Actor.clock("probe"))


def letter_links() -> list[str]:
    texts = Letter.objects.values_list("text", flat=True)
    return sorted({link.rstrip(".,)") for text in texts for link in LINK.findall(text)})


def below(links: Iterable[str]) -> Iterator[str]:
    """Every page of a personal link, not only the one the letter names."""
    for where, entry in patterns():
        if getattr(entry.callback, "access", "") == "token_page":
            start, _mark, rest = where.partition("<str:token>")
            tokens = {link[1 + len(start) :].split("/")[0] for link in links if link.startswith(f"/{start}")}
            yield from (f"/{start}{token}{filled(rest)}" for token in tokens)


def filled(route: str) -> str:
    values = {"number": "1", "size": "klein", "step": "wohnung"}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(str(found[1]), "x"), route)


def public() -> Iterator[str]:
    """Every address that needs no secret; patterns in the language of expressions stand in the table."""
    known = {"channel": "demokratie", "slug": "treff", "name": "integration", "spelling": "Kontakt"}
    for where, entry in patterns():
        access = getattr(entry.callback, "access", "")
        if access and access != "token_page" and "(?P" not in where:
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(str(found[1]), "1"), where)


@pytest.mark.req("G-087")
def test_no_public_page_writes_when_it_is_read(busy: None) -> None:
    more = [
        "/suche/?q=Wohnung",
        "/suche/?q=Xyzzyfrosch",
        "/wohnraum/mietcheck/?gemeinde=03153017",
        "/Kontakt",
    ]
    more += ["/wohnraum/angebot/wohnung/", "/gibt-es-nicht/", "/demokratie/veranstaltungen/2026/11/"]
    assert 200 in read_all(Client(), [*TABLE, *public(), *more])


@pytest.mark.req("G-087")
def test_no_link_of_a_letter_acts_by_being_opened(busy: None) -> None:
    links = letter_links()
    kinds = {link.split("/")[1] for link in links}
    assert {"wohnraum", "newsletter", "demokratie", "admin"} <= kinds
    codes = read_all(Client(), [*links, *below(links)])
    assert 200 in codes
    assert 405 not in {Client().get(link).status_code for link in links}


@pytest.mark.req("G-087")
def test_no_page_of_the_back_office_writes_when_it_is_read(rows: None) -> None:  # noqa: F811  # a fixture
    person = create_user(email="alles@example.org")
    person.groups.set(Group.objects.all())
    browser = Client()
    browser.post("/admin/login/", {"login": person.email, "password": PASSWORD})
    found = [address for _label, _name, address in addresses(person)]
    found += [reverse(page.url_name) for page in registry.pages]
    for model, page in admin.site._registry.items():
        row = row_of(model, person)
        if isinstance(page, VerbAdmin) and row is not None:
            found += [f"{base(model)}{row.pk}/{verb.name}/" for verb in page.verbs]
    codes = read_all(browser, ["/admin/", *(f"/admin/{where}" for where in ACCOUNT), *found])
    assert {200, 302, 404} >= codes - {403, 405, 409}
