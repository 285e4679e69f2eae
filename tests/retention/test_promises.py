"""Below each form stands how long it is kept; the sentence is true whatever the office sets (G-188)."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from goslar_portal import office
from goslar_portal.accounts.models import User
from goslar_portal.retention import eraser, table
from goslar_portal.retention.declarations import Rule
from goslar_portal.retention.inventory import ruled
from tests.conftest import logged_in
from tests.test_house_rules import ROOT

TEMPLATES = ROOT / "templates"
LENGTH = re.compile(r"\b(\d+) (Stunde|Tag|Monat|Jahr)(?:e?n?)\b")
FORMS = {
    "/barriere-melden/": "Das liest nur die Stelle für Barrierefreiheit.",
    "/sprachmittler/anfrage/": "Das liest nur das Team der Sprachmittler.",
    "/hilfe/anfrage/fuer-mich/": "Das lesen nur die Mitarbeitenden der Hilfe",
    "/hilfe/anfrage/fuer-andere/": "Das lesen nur die Mitarbeitenden der Hilfe",
    "/wohnraum/angebot/wohnung/": "Ihre Angaben liest nur die Koordinierung Wohnraum",
    "/newsletter/demokratie/anmelden/": "Ihre Adresse liest nur die Stelle, die den Newsletter verschickt.",
    "/demokratie/veranstaltungen/melden/": "Ohne Bestätigung löschen wir Ihre Meldung nach",
}


def promised() -> dict[str, set[str]]:
    """The lengths that rules say of each template, as number and singular."""
    found: dict[str, set[str]] = {}
    for _model, rule in ruled():
        for template in rule.promised_on:
            found.setdefault(template, set()).add(length(rule))
    return found


def length(rule: Rule) -> str:
    said = LENGTH.search(table.spoken(rule.period, table.by_default(rule)))
    assert said, rule.name
    return f"{said[1]} {said[2]}"


def sentences() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        for sentence in re.split(r"[.?!]", path.read_text(encoding="utf-8")):
            if re.search("lösch", sentence, re.IGNORECASE):
                yield from (
                    (str(path.relative_to(TEMPLATES)), f"{n} {unit}") for n, unit in LENGTH.findall(sentence)
                )


@pytest.mark.req("G-188")
def test_every_length_said_on_a_form_is_that_of_its_rule() -> None:
    said: dict[str, set[str]] = {}
    for template, words in sentences():
        said.setdefault(template, set()).add(words)
    assert said == promised()


@pytest.mark.req("G-188")
@pytest.mark.django_db
def test_guardian_may_shorten_what_was_promised_but_not_lengthen_it(guardian: User) -> None:
    name = "integration.help_closed_days"
    page, promise = f"/admin/retention/report/frist/{name}/", office.value(name)
    browser = logged_in(guardian)
    assert "Wer das Formular abgesendet hat, verlässt sich darauf." in browser.get(page).content.decode()
    longer = browser.post(page, {"number": str(promise + 1), "reason": "Aktenplan"})
    assert (longer.status_code, office.value(name)) == (422, promise)
    shorter = {"number": str(promise - 1), "number-stimmt": str(promise - 1), "reason": "Aktenplan"}
    assert (browser.post(page, shorter).status_code, office.value(name)) == (302, promise - 1)
    assert eraser.rule_named(name)[1].period.high > promise  # the law would allow more, the sentence does not


@pytest.mark.req("G-188")
@pytest.mark.django_db
def test_below_each_form_stands_who_reads_it_and_how_long(starting_content: None, reader: Client) -> None:
    pages = {address: reader.get(address, follow=True).content.decode() for address in FORMS}
    assert [address for address, words in FORMS.items() if words not in pages[address]] == []
    silent = [
        address
        for address, page in pages.items()
        if not re.search(r"lösch\w* (wir|es|sie)|\w+ löschen wir", page)
    ]
    assert silent == []
