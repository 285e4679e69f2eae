"""The list of a housing company: checked row by row, taken over once (H-082)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Entry
from goslar_portal.mail.models import Letter
from housing import company_list
from housing.forms.fields import example
from housing.models import Consent, Landlord, Offer
from tests.housing.filling import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
PATH = "/admin/housing/offer/liste/"
HEAD = "Ihre Nummer;Art;Gemeinde;Ortsteil;Straße;Hausnummer;Wohnfläche;Zimmer;Frei ab;Kaltmiete"
GOOD = "1;Wohnung;Goslar;Jürgenohl;Musterweg;1;62,5;3;sofort;420,00"
SOON = example(3)
OTHER = f"2;Zimmer (WG oder Untermiete);Seesen;Irgendwo;Probegasse;2;18;;{SOON};1.210,50"
WRONG = "3;Villa;Berlin;;Am Muster;3;3000;;;viel"
WHO = {
    "channel": "email", "informed": "on", "evidence": "Vereinbarung mit der Muster-Wohnbau",
    "company": "Muster-Wohnbau", "email": "wohnungen@example.org", "entitled": "on",
}  # fmt: skip


@pytest.fixture
def desk(as_user: Callable[[User], Client], clerk: User) -> Client:
    return as_user(clerk)


def written(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines, ""]).encode("utf-8-sig")


def send(desk: Client, content: bytes | None = None, **more: Any) -> Any:
    file = {} if content is None else {"file": SimpleUploadedFile("liste.csv", content)}
    return desk.post(PATH, WHO | {"received_on": f"{today():%d.%m.%Y}"} | file | more)


def take(desk: Client, content: bytes) -> Any:
    """Check, then press „Übernehmen“ on the page that came."""
    return send(desk, checked=send(desk, content).context["sealed"], take="1")


def stored() -> list[int]:
    models: list[type[Model]] = [Offer, Landlord, Consent, Letter, Entry]
    return [model._default_manager.count() for model in models]


@pytest.mark.req("H-082")
def test_list_is_shown_row_by_row_and_nothing_is_stored(desk: Client) -> None:
    page = send(desk, written(GOOD, WRONG, "", OTHER, GOOD))
    assert stored() == [0, 0, 0, 0, 0]
    rows = page.context["found"].rows
    assert [(row.line, row.is_new) for row in rows] == [(2, True), (3, False), (5, True), (6, False)]
    assert [error.partition(".")[0].partition(" Bad")[0] for error in rows[1].errors] == [
        "Gemeinde: Bitte nennen Sie eine von diesen:",
        "Art: Das kennen wir nicht",
        "Wohnfläche: Bitte geben Sie höchstens 500 Quadratmeter ein",
        "Kaltmiete: Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 420 oder 420,50",
    ]
    assert rows[3].errors == ["Diese Wohnung steht schon in Zeile 2."]
    text = words(page)
    assert "2 neu, 0 schon aufgenommen, 2 mit Fehlern." in text
    assert "2 Wohnungen übernehmen" in text


@pytest.mark.req("H-082")
def test_good_rows_are_taken_over_with_one_letter_for_the_company(desk: Client, clerk: User) -> None:
    assert take(desk, written(GOOD, WRONG, OTHER))["Location"] == "/admin/housing/offer/?stand=received"
    one, two = Offer.objects.order_by("pk")
    assert [str(one.district), one.available_now, str(one.living_area)] == ["Jürgenohl", True, "62.5"]
    assert [two.kind, two.district_text, two.rooms, str(two.net_cold_rent)] == [
        "room", "Irgendwo", None, "1210.50",
    ]  # fmt: skip
    landlord = Landlord.objects.get()
    assert (one.landlord, two.landlord, landlord.company) == (landlord, landlord, "Muster-Wohnbau")
    assert {row.evidence for row in Consent.objects.all()} == {WHO["evidence"]}
    assert [(row.verb, row.account_id) for row in Entry.objects.all()] == [("take_in", clerk.pk)] * 2
    [letter] = Letter.objects.all()
    assert f"- {one.reference}: Musterweg 1, Goslar, Jürgenohl\n- {two.reference}: " in letter.text


@pytest.mark.req("H-010", "H-082")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("befristet;;900", "Ein Ende der Mietzeit gehört zu „befristet“ und nur dazu."),
        ("unbefristet;01.01.2099;900", "Ein Ende der Mietzeit gehört zu „befristet“ und nur dazu."),
        ("befristet;01.01.2020;900", "Die Mietzeit endet, bevor sie beginnt."),
        ("unbefristet;;1300", "Die Kaution beträgt höchstens drei Kaltmieten (§ 551 BGB)."),
        ("befristet;01.01.2099;1260", None),
    ],
)
def test_what_the_table_would_refuse_is_said_before(cells: str, sentence: str | None, desk: Client) -> None:
    line = GOOD.replace("sofort", SOON)
    content = f"{HEAD};Mietdauer;Befristet bis;Kaution\r\n{line};{cells}".encode()
    [row] = send(desk, content).context["found"].rows
    assert [error.partition(": ")[2] for error in row.errors] == [sentence] * bool(sentence)
    take(desk, content)
    assert Offer.objects.count() == (not sentence)


@pytest.mark.req("H-082")
def test_same_list_twice_creates_nothing_twice(desk: Client) -> None:
    take(desk, written(GOOD))
    before = stored()
    again = send(desk, written(GOOD.replace("420,00", "450,00"), OTHER))
    rows = again.context["found"].rows
    assert [row.known_as for row in rows] == [Offer.objects.get().reference, ""]
    send(desk, checked=again.context["sealed"], take="1")
    assert Offer.objects.count() == 2
    assert stored()[0] == before[0] + 1
    take(desk, written(GOOD, OTHER))
    assert Offer.objects.count() == 2


@pytest.mark.req("H-082")
def test_list_without_own_numbers_is_known_by_what_it_says(desk: Client) -> None:
    plain = written(GOOD.removeprefix("1"), OTHER.removeprefix("2"))
    take(desk, plain)
    take(desk, plain)
    assert Offer.objects.count() == 2


@pytest.mark.req("H-082")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"Hallo\r\nWelt", "Diese Spalten fehlen: Art, Gemeinde."),
        (written(), "In der Liste steht keine Wohnung."),
        (b"%PDF-1.7\0", "Das ist keine CSV-Datei."),
        (written(f'"{GOOD}'), "lässt sich nicht lesen."),
        (written(*[GOOD] * 501), "Die Liste hat 501 Zeilen, erlaubt sind 500."),
        (written(GOOD) + b";" * (2 * 1024 * 1024), "Die Datei ist zu groß."),
    ],
    ids=["empty", "other", "headings", "pdf", "broken", "long", "large"],
)
def test_file_that_is_no_list_gets_a_sentence(content: bytes, sentence: str, desk: Client) -> None:
    page = send(desk, content)
    assert (page.status_code, stored()) == (422, [0, 0, 0, 0, 0])
    assert sentence in words(page)


@pytest.mark.req("H-082")
def test_another_file_is_shown_before_it_is_taken(desk: Client) -> None:
    sealed = send(desk, written(GOOD)).context["sealed"]
    page = send(desk, written(OTHER), checked=sealed, take="1")
    assert [row.cells["Gemeinde"] for row in page.context["found"].rows] == ["Seesen"]
    assert send(desk, written(OTHER), take="1").status_code == 200
    assert stored() == [0, 0, 0, 0, 0]


@pytest.mark.req("H-082")
def test_list_that_was_tampered_with_is_not_taken(desk: Client) -> None:
    sealed = send(desk, written(GOOD)).context["sealed"]
    page = send(desk, checked=f"x{sealed}", take="1")
    assert "Bitte wählen Sie die Liste noch einmal aus." in words(page)
    assert stored() == [0, 0, 0, 0, 0]
    assert "Bitte wählen Sie die Liste aus, eine CSV-Datei." in words(send(desk))


@pytest.mark.req("H-082")
def test_pattern_can_be_filled_in_and_read_back(desk: Client) -> None:
    pattern = desk.get(f"{PATH}muster.csv")
    assert pattern["Content-Type"] == "text/csv; charset=utf-8"
    found = company_list.read(pattern.content.decode("utf-8-sig"), "Muster-Wohnbau")
    assert [(row.errors, row.is_new) for row in found.rows] == [([], True), ([], True)]
    old_letters = company_list.text_of(SimpleUploadedFile("a.csv", "Straße".encode("cp1252")))
    assert old_letters == "Straße"


@pytest.mark.req("H-012", "H-082")
def test_who_only_reads_takes_no_list_in(as_user: Callable[[User], Client], onlooker: User) -> None:
    reading = as_user(onlooker)
    assert send(reading, written(GOOD)).status_code == 403
    assert reading.get(f"{PATH}muster.csv").status_code == 403
    assert stored() == [0, 0, 0, 0, 0]


@pytest.mark.req("H-082")
def test_five_hundred_rows_are_checked_with_few_queries(django_assert_max_num_queries: Any) -> None:
    text = "\n".join([HEAD, *(GOOD.replace("1;", f"{number};", 1) for number in range(500))])
    with django_assert_max_num_queries(10):
        assert len(company_list.read(text, "Muster-Wohnbau").new) == 500
