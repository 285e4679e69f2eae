"""The steps of the form: order, cookie, kept answers, every nonsense with its sentence (H-030 to H-044)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal.dates import today
from housing.forms.fields import example
from housing.models import Offer
from tests.housing import filling
from tests.housing.filling import FORM, contact, costs, errors, features, fill, flat, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
COOKIE = "wohnungsangebot"


# The way ----------------------------------------------------------------------------------------------------


@pytest.mark.req("H-030")
def test_landlord_sees_where_she_is_and_what_is_done(reader: Client) -> None:
    fill(reader, until="kosten")
    response = reader.get(f"{FORM}kosten/")
    assert "Schritt 2 von 6: Die Kosten" in words(response)
    states = [(stage.step.code, stage.state, stage.is_reachable) for stage in response.context["stages"]]
    assert states == [
        ("wohnung", "done", True),
        ("kosten", "now", False),
        ("ausstattung", "open", False),
        ("fotos", "open", False),
        ("kontakt", "open", False),
        ("absenden", "open", False),
    ]


@pytest.mark.req("H-032")
@pytest.mark.parametrize("step", ["kosten", "ausstattung", "fotos", "kontakt", "absenden"])
def test_step_called_too_early_leads_to_the_first_open_one(reader: Client, step: str) -> None:
    response = reader.get(f"{FORM}{step}/", follow=True)
    assert response.redirect_chain[-1][0] == f"{FORM}wohnung/?zuerst=1"
    assert "Hier liegt kein angefangenes Angebot." in words(response)


@pytest.mark.req("H-032")
def test_landlord_who_has_begun_is_asked_for_the_open_step_first(reader: Client) -> None:
    fill(reader, until="kosten")
    response = reader.get(f"{FORM}kontakt/", follow=True)
    assert response.redirect_chain[-1][0] == f"{FORM}kosten/?zuerst=1"
    assert "Bitte füllen Sie zuerst diesen Schritt aus." in words(response)


@pytest.mark.req("H-032")
def test_step_that_became_wrong_is_no_longer_done(reader: Client) -> None:
    fill(reader, until="absenden")
    reader.post(f"{FORM}wohnung/", flat(rooms=""))
    assert the_offer().completed_steps == ["kosten", "ausstattung", "fotos", "kontakt"]
    assert reader.get(f"{FORM}absenden/").headers["Location"] == f"{FORM}wohnung/?zuerst=1"


@pytest.mark.req("H-030")
def test_features_may_be_skipped(reader: Client) -> None:
    fill(reader, until="ausstattung")
    page = reader.get(f"{FORM}ausstattung/").content.decode()
    assert '<a href="/wohnraum/angebot/fotos/">Diesen Schritt überspringen</a>' in page
    assert reader.get(f"{FORM}kontakt/").status_code == 200


@pytest.mark.req("H-030")
def test_landlord_who_changes_one_step_comes_back_to_the_review(reader: Client) -> None:
    fill(reader)
    response = reader.post(f"{FORM}kosten/?pruefen=1", costs(net_cold_rent="430"))
    assert response.headers["Location"] == f"{FORM}absenden/"


# The draft --------------------------------------------------------------------------------------------------


@pytest.mark.req("H-031")
def test_first_right_answers_begin_a_draft_and_set_the_one_cookie(reader: Client) -> None:
    reader.post(f"{FORM}wohnung/", flat(rooms="viele"))
    assert (Offer.objects.count(), COOKIE in reader.cookies) == (0, False)
    response = reader.post(f"{FORM}wohnung/", flat())
    cookie = response.cookies[COOKIE]
    kept = {name: cookie[name] for name in ("max-age", "path", "httponly", "samesite", "secure")}
    assert kept == {
        "max-age": 86400,
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
        "secure": "",
    }
    assert Offer.objects.draft_of(cookie.value) == the_offer()
    assert cookie.value not in str(the_offer().__dict__)


@pytest.mark.req("H-031")
def test_cookie_travels_encrypted_where_the_page_does(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(), secure=True)
    assert response.cookies[COOKIE]["secure"] is True


@pytest.mark.req("H-306")
def test_typed_values_stay_right_or_wrong_across_steps_and_tabs(reader: Client) -> None:
    fill(reader, until="ausstattung")
    reader.post(f"{FORM}kosten/", costs(net_cold_rent="vierhundert", deposit="1.260,00"))
    other_tab = reader.get(f"{FORM}kosten/")
    assert 'value="vierhundert"' in other_tab.content.decode()
    assert 'value="1.260,00"' in other_tab.content.decode()
    assert 'value="62,5"' in reader.get(f"{FORM}wohnung/").content.decode()


@pytest.mark.req("H-306")
def test_wrong_first_page_keeps_what_was_typed(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(living_area="12 Zimmer", street="Am <Markt> & mehr"))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="12 Zimmer"' in page
    assert 'value="Am &lt;Markt&gt; &amp; mehr"' in page


@pytest.mark.req("H-034")
def test_double_click_and_reload_make_one_draft(reader: Client) -> None:
    for _turn in range(3):
        reader.post(f"{FORM}wohnung/", flat())
    assert Offer.objects.count() == 1


@pytest.mark.req("H-034")
def test_sent_offer_cannot_be_changed_through_the_form(reader: Client) -> None:
    fill(reader)
    key = reader.cookies[COOKIE].value
    filling.send(reader)
    reader.cookies[COOKIE] = key
    response = reader.post(f"{FORM}kosten/", costs(net_cold_rent="1"))
    assert response.headers["Location"] == f"{FORM}wohnung/?zuerst=1"
    assert the_offer().net_cold_rent == Decimal(420)


@pytest.mark.req("H-031")
def test_cookie_of_somebody_else_opens_nothing(reader: Client, neighbours_draft: str) -> None:
    reader.cookies[COOKIE] = neighbours_draft[:-1] + ("A" if neighbours_draft[-1] != "A" else "B")
    page = reader.get(f"{FORM}wohnung/").content.decode()
    assert "Geheimweg" not in page


@pytest.fixture
def neighbours_draft() -> str:
    """The key of a draft that another landlord is typing."""
    client = Client()
    client.post(f"{FORM}wohnung/", flat(street="Geheimweg"))
    return str(client.cookies[COOKIE].value)


@pytest.mark.req("H-031")
def test_draft_of_yesterday_is_forgotten(reader: Client) -> None:
    fill(reader, until="kosten")
    Offer.objects.update(draft_changed_at=timezone.now() - timedelta(hours=25))
    assert 'value="62,5"' not in reader.get(f"{FORM}wohnung/").content.decode()


# Nonsense ---------------------------------------------------------------------------------------------------

CHOOSE = "Bitte wählen Sie einen der angebotenen Einträge."
CHOOSE_MANY = "Bitte wählen Sie nur angebotene Einträge."
AREA = "Bitte geben Sie die Wohnfläche als Zahl in Quadratmetern ein, zum Beispiel 62,5."
ROOMS = "Bitte geben Sie die Zahl der Zimmer so an: 1 oder 1,5 oder 2 und so weiter, höchstens 15."
FLOOR = "Bitte geben Sie die Etage als ganze Zahl an: 0 ist das Erdgeschoss, −1 der Keller, höchstens 30."
START = f"Dieses Datum gibt es nicht. Bitte schreiben Sie „sofort“ oder ein Datum wie {example(3)}."
READY = f"Dieses Datum gibt es nicht. Bitte geben Sie ein Datum wie {example(2)} ein."
PERSONS = "Bitte geben Sie die Zahl der Personen als ganze Zahl von 1 bis 15 an."
AMOUNT = "Bitte geben Sie einen Betrag in Euro ein, zum Beispiel 420 oder 420,50."
BELOW = "Ein Betrag kann nicht unter 0 Euro liegen. Bitte prüfen Sie die Zahl."
PLACES = "Bitte geben Sie höchstens zwei Stellen nach dem Komma an."
MINUTES = "Bitte geben Sie die Minuten als ganze Zahl von 0 bis 120 an."
NO_CONTACT = (
    "Bitte keine Kontaktdaten im Text. Löschen Sie bitte Telefonnummern, E-Mail- und Internetadressen. "
    "Nach Ihren Kontaktdaten fragen wir im nächsten Schritt."
)
MAIL = "Diese E-Mail-Adresse ist nicht vollständig. Bitte geben Sie sie ein wie name@example.org."
PHONE = (
    "Diese Telefonnummer ist nicht vollständig. Bitte geben Sie sie mit Vorwahl an, zum Beispiel 05321 12345."
)
PHONE_MISSING = (
    "Die Telefonnummer fehlt. Bitte geben Sie sie ein oder setzen Sie das Häkchen „Bitte nur per E-Mail“."
)
CODE = "Eine Postleitzahl hat fünf Ziffern, zum Beispiel 38640."

FLAT = [
    ("kind", "", "Die Art des Wohnraums fehlt. Bitte wählen Sie eine aus."),
    ("kind", "castle", CHOOSE),
    ("self_contained", "maybe", CHOOSE),
    ("municipality", "", "Die Stadt oder Gemeinde fehlt. Bitte wählen Sie eine aus."),
    ("municipality", "1; DROP TABLE", CHOOSE),
    ("district", "999999", CHOOSE),
    (
        "district_text",
        "x" * 60,
        "Bitte wählen Sie den Ortsteil aus der Liste oder schreiben Sie ihn hier, nicht beides.",
    ),
    ("postal_code", "", "Die Postleitzahl fehlt. Bitte geben Sie fünf Ziffern ein."),
    ("postal_code", "abcde", CODE),
    ("postal_code", "1234", CODE),
    ("postal_code", "٣٨٦٤٠", CODE),
    ("street", "x" * 10_000, "Der Text ist um 9880 Zeichen zu lang. Bitte kürzen Sie ihn."),
    (
        "house_number",
        "Hof",
        "Eine Hausnummer beginnt mit einer Ziffer, zum Beispiel 12 a. Bitte prüfen Sie sie.",
    ),
    ("floor", "31", FLOOR),
    ("floor", "ganz oben", FLOOR),
    ("floor", "1.5", FLOOR),
    ("living_area", "", "Die Wohnfläche fehlt. Bitte geben Sie die Quadratmeter ein."),
    ("living_area", "12 Zimmer", AREA),
    ("living_area", "NaN", AREA),
    ("living_area", "1e3", AREA),
    ("living_area", "🏠", AREA),
    ("living_area", "9" * 20, "Bitte geben Sie höchstens 500 Quadratmeter ein."),
    ("living_area", "-62", "Bitte geben Sie mindestens 8 Quadratmeter ein."),
    ("living_area", "62,55", "Bitte runden Sie auf eine Stelle nach dem Komma, zum Beispiel 62,5."),
    ("rooms", "", "Die Zahl der Zimmer fehlt. Bitte geben Sie sie ein, zum Beispiel 3."),
    ("rooms", "2,3", ROOMS),
    ("rooms", "drei", ROOMS),
    ("rooms", "15,5", ROOMS),
    ("bedrooms", "4", "Es kann nicht mehr Schlafräume als Zimmer geben. Bitte prüfen Sie beide Zahlen."),
    ("bedrooms", "-1", "Bitte geben Sie die Zahl der Schlafräume als ganze Zahl von 0 bis 15 an."),
    ("max_persons", "0", PERSONS),
    ("max_persons", "9" * 10_000, PERSONS),
    (
        "available_from",
        "",
        "Es fehlt, ab wann die Wohnung frei ist. Bitte schreiben Sie „sofort“ oder ein Datum.",
    ),
    ("available_from", "31.02.2026", START),
    ("available_from", "bald", START),
    (
        "available_from",
        "01.01.2000",
        "Dieses Datum liegt zu weit zurück. Ist die Wohnung schon frei, schreiben Sie bitte „sofort“.",
    ),
    (
        "available_from",
        "01.01.2099",
        "Dieses Datum ist zu weit weg. Bitte wählen Sie einen Tag in den nächsten 18 Monaten.",
    ),
    ("rental_term", "", "Die Mietdauer fehlt. Bitte wählen Sie eine aus."),
    ("rental_term", "forever", CHOOSE),
]
COSTS = [
    ("net_cold_rent", "", "Die Kaltmiete fehlt. Bitte geben Sie den Betrag im Monat ein, zum Beispiel 420."),
    ("net_cold_rent", "NaN", AMOUNT),
    ("net_cold_rent", "Infinity", AMOUNT),
    ("net_cold_rent", "420 Dollar", AMOUNT),
    ("net_cold_rent", "-420", BELOW),
    ("net_cold_rent", "420,555", PLACES),
    ("net_cold_rent", "5.000,01", "Der Betrag ist zu hoch. Bitte geben Sie höchstens 5.000 Euro ein."),
    ("net_cold_rent", "9" * 20, "Der Betrag ist zu hoch. Bitte geben Sie höchstens 5.000 Euro ein."),
    (
        "operating_costs",
        "",
        (
            "Die Betriebskosten fehlen. Bitte geben Sie einen Betrag ein oder setzen Sie das Häkchen „weiß "
            "ich noch nicht“."
        ),
    ),
    ("operating_costs", "1500,01", "Der Betrag ist zu hoch. Bitte geben Sie höchstens 1.500 Euro ein."),
    (
        "operating_costs_unknown",
        "on",
        "Bitte geben Sie entweder die Betriebskosten an oder setzen Sie dieses Häkchen, nicht beides.",
    ),
    ("heating_costs", "warm", AMOUNT),
    ("hot_water", "sun", CHOOSE),
    ("energy_source", "atom", CHOOSE),
    ("parking_required", "on", None),
    ("parking_rent", "300,01", "Der Betrag ist zu hoch. Bitte geben Sie höchstens 300 Euro ein."),
    ("furniture_surcharge", "-1", BELOW),
    (
        "deposit",
        "1260,01",
        "Die Kaution darf höchstens drei Kaltmieten betragen (§ 551 BGB). Das sind hier 1.260,00 €.",
    ),
    ("deposit_terms", "vielleicht", CHOOSE),
]
FEATURES = [
    ("kitchen", "gold", CHOOSE),
    ("bath", ["shower", "sauna"], CHOOSE_MANY),
    ("wishes", ["keine Ausländer"], CHOOSE_MANY),
    ("lift", "2", CHOOSE),
    ("ready_by", "31.02.2027", READY),
    ("ready_by", "01.01.2000", "Bitte wählen Sie einen Tag von heute bis in 18 Monaten."),
    ("energy_value", "1000", "Bitte geben Sie den Energiewert als ganze Zahl von 0 bis 999 an."),
    ("energy_class", "Z", CHOOSE),
    ("year_built", "1199", "Bitte geben Sie das Baujahr mit vier Ziffern an, zum Beispiel 1968."),
    ("year_built", "2099", "Das Baujahr liegt zu weit in der Zukunft. Bitte prüfen Sie es."),
    ("minutes_bus", "-5", MINUTES),
    ("minutes_doctor", "viele", MINUTES),
    ("description", "x" * 1001, "Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn."),
    ("description", "Rufen Sie an: 05321 / 12 34 56", NO_CONTACT),
    ("description", "mail@example.org", NO_CONTACT),
    ("description", "Fotos auf www.example.org", NO_CONTACT),
]
CONTACT = [
    ("role", "", "Es fehlt, wer Sie sind. Bitte wählen Sie etwas aus."),
    ("role", "king", CHOOSE),
    (
        "entitled",
        "",
        (
            "Bitte bestätigen Sie, dass Sie diese Wohnung vermieten dürfen. Vorher dürfen wir sie nicht "
            "vermitteln."
        ),
    ),
    ("last_name", "", "Der Nachname fehlt. Bitte geben Sie ihn ein."),
    ("last_name", "x" * 61, "Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn."),
    ("email", "", "Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org."),
    ("email", "erika@", MAIL),
    ("email", "a\r\nBcc: b@example.org", MAIL),
    ("phone", "", PHONE_MISSING),
    ("phone", "12", PHONE),
    ("phone", "9" * 10_000, PHONE),
    ("postal_code", "abcde", CODE),
    ("contact_times", ["midnight"], CHOOSE_MANY),
    ("contact_languages", "x" * 81, "Der Text ist um ein Zeichen zu lang. Bitte kürzen Sie ihn."),
]


def expect(client: Client, step: str, typed: dict[str, Any], name: str, sentence: str | None) -> None:
    response = client.post(f"{FORM}{step}/", typed)
    place, sentence = ("parking_rent", PARKING) if sentence is None else (name, sentence)
    assert (response.status_code, errors(response)) == (422, {place: [sentence]})
    assert response.content.decode().count("<title>Fehler: ") == 1


PARKING = "Der Betrag für den Stellplatz fehlt. Bitte geben Sie ein, was er im Monat kostet."


@pytest.mark.req("H-040", "H-320")
@pytest.mark.parametrize(("name", "value", "sentence"), FLAT)
def test_nonsense_about_the_flat_gets_its_sentence(
    reader: Client, name: str, value: Any, sentence: str
) -> None:
    expect(reader, "wohnung", flat(**{name: value}), name, sentence)
    assert Offer.objects.count() == 0


@pytest.mark.req("H-041", "H-320")
@pytest.mark.parametrize(("name", "value", "sentence"), COSTS)
def test_nonsense_about_the_costs_gets_its_sentence(
    reader: Client, name: str, value: Any, sentence: str
) -> None:
    fill(reader, until="kosten")
    expect(reader, "kosten", costs(**{name: value}), name, sentence)


@pytest.mark.req("H-042", "H-320")
@pytest.mark.parametrize(("name", "value", "sentence"), FEATURES)
def test_nonsense_about_features_gets_its_sentence(
    reader: Client, name: str, value: Any, sentence: str
) -> None:
    fill(reader, until="ausstattung")
    expect(reader, "ausstattung", features(**{name: value}), name, sentence)


@pytest.mark.req("H-043", "H-320")
@pytest.mark.parametrize(("name", "value", "sentence"), CONTACT)
def test_nonsense_about_the_contact_gets_its_sentence(
    reader: Client, name: str, value: Any, sentence: str
) -> None:
    fill(reader, until="kontakt")
    expect(reader, "kontakt", contact(**{name: value}), name, sentence)


@pytest.mark.req("H-320")
def test_control_characters_vanish_without_a_word(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(street="Am\x00 Markt\u202e", living_area="62,5\x00"))
    assert response.status_code == 302
    assert the_offer().answers["wohnung"]["street"] == ["Am Markt"]


# Usual ways of writing --------------------------------------------------------------------------------------


@pytest.mark.req("H-040")
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("living_area", "62.5 m²"), ("rooms", "2 ½"), ("floor", "1. OG"), ("floor", "EG"),
        ("floor", "Keller"), ("floor", "−1"), ("postal_code", "D-38642"), ("available_from", "ab sofort"),
        ("available_from", "Sofort"), ("available_from", f"ab dem {example(3)}"), ("house_number", "12 a"),
        ("living_area", "ca. 65 qm"),
    ],
)  # fmt: skip
def test_usual_ways_of_writing_are_understood(reader: Client, name: str, typed: str) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(**{name: typed}))
    assert response.headers["Location"] == f"{FORM}kosten/"


@pytest.mark.req("H-040")
def test_fixed_term_asks_for_its_end(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(rental_term="fixed"))
    assert errors(response) == {
        "fixed_until": ["Das Ende der Mietdauer fehlt. Bitte geben Sie ein Datum ein, an dem sie endet."]
    }
    early = reader.post(f"{FORM}wohnung/", flat(rental_term="fixed", fixed_until="01.01.2020"))
    assert errors(early) == {
        "fixed_until": ["Das Ende der Mietdauer liegt vor ihrem Beginn. Bitte prüfen Sie beide Daten."]
    }


@pytest.mark.req("H-040")
def test_end_of_another_term_is_ignored(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(rental_term="unlimited", fixed_until="kein Datum"))
    assert response.headers["Location"] == f"{FORM}kosten/"


@pytest.mark.req("H-040")
def test_place_of_another_town_is_refused(reader: Client) -> None:
    response = reader.post(f"{FORM}wohnung/", flat(municipality="03153002", postal_code="38667"))
    assert errors(response) == {
        "district": [
            "Dieser Ortsteil gehört zu einer anderen Stadt oder Gemeinde. Bitte prüfen Sie beide Angaben."
        ]
    }


@pytest.mark.req("H-041")
@pytest.mark.parametrize("typed", [{"operating_costs_unknown": "on"}, {"all_inclusive": "on"}])
def test_operating_costs_may_be_unknown_or_included(reader: Client, typed: dict[str, str]) -> None:
    fill(reader, until="kosten")
    response = reader.post(f"{FORM}kosten/", costs(operating_costs="", **typed))
    assert response.headers["Location"] == f"{FORM}ausstattung/"


@pytest.mark.req("H-043")
@pytest.mark.parametrize("role", ["company", "manager"])
def test_company_is_asked_for_its_name(reader: Client, role: str) -> None:
    fill(reader, until="kontakt")
    response = reader.post(f"{FORM}kontakt/", contact(role=role))
    assert errors(response) == {"company": ["Der Name der Firma fehlt. Bitte geben Sie ihn ein."]}


@pytest.mark.req("H-043")
def test_landlord_who_wants_mail_only_needs_no_telephone(reader: Client) -> None:
    fill(reader, until="kontakt")
    response = reader.post(f"{FORM}kontakt/", contact(phone="", email_only="on"))
    assert response.headers["Location"] == f"{FORM}absenden/"


# Questions --------------------------------------------------------------------------------------------------


@pytest.mark.req("H-008")
@pytest.mark.parametrize(
    ("step", "name", "value", "question"),
    [
        ("wohnung", "living_area", "12", "Diese Wohnfläche ist ungewöhnlich. Stimmt sie so?"),
        ("wohnung", "living_area", "200,1", "Diese Wohnfläche ist ungewöhnlich. Stimmt sie so?"),
        (
            "wohnung",
            "postal_code",
            "10115",
            "Diese Postleitzahl kennen wir im Landkreis Goslar nicht. Stimmt sie so?",
        ),
        (
            "wohnung",
            "postal_code",
            "38667",
            "Diese Postleitzahl gehört nach unserer Liste zu einem anderen Ort. Stimmt sie so?",
        ),
        ("wohnung", "max_persons", "7", "62,5 m² reichen meist nur für 6 Personen. Stimmt Ihre Angabe so?"),
        ("kosten", "net_cold_rent", "0", "Sie haben 0 Euro eingegeben. Soll die Wohnung keine Miete kosten?"),
        (
            "kosten",
            "net_cold_rent",
            "1563",
            "Die Kaltmiete liegt über 25 Euro je Quadratmeter. Stimmt der Betrag so?",
        ),
        (
            "kontakt",
            "email",
            "erika@gmial.com",
            "Meinten Sie erika@gmail.com? Bitte prüfen Sie die Adresse. Sonst kommt unser Link nicht an.",
        ),
    ],
)
def test_unusual_value_is_asked_about_once_and_then_accepted(
    reader: Client, step: str, name: str, value: str, question: str
) -> None:
    usual = {"wohnung": flat, "kosten": costs, "kontakt": contact}[step]
    fill(reader, until=step)
    asked = reader.post(f"{FORM}{step}/", usual(**{name: value}))
    assert (asked.status_code, errors(asked)) == (422, {name: [question]})
    assert f'name="{name}-stimmt"' in asked.content.decode()
    agreed = reader.post(f"{FORM}{step}/", usual(**{name: value, f"{name}-stimmt": value}))
    assert agreed.status_code == 302
    again = reader.get(f"{FORM}{step}/")
    assert (again.status_code, errors(again)) == (200, {})


@pytest.mark.req("H-008")
def test_short_fixed_term_is_asked_about(reader: Client) -> None:
    end = f"{today() + timedelta(days=90):%d.%m.%Y}"
    response = reader.post(f"{FORM}wohnung/", flat(rental_term="fixed", fixed_until=end))
    assert errors(response) == {"fixed_until": ["Die Mietdauer ist kürzer als 6 Monate. Stimmt das so?"]}


# Words ------------------------------------------------------------------------------------------------------


@pytest.mark.req("H-037")
def test_landlord_reads_what_the_rent_means_after_typing_it(reader: Client) -> None:
    fill(reader, until="ausstattung")
    hint = reader.get(f"{FORM}ausstattung/").context["hint"]
    assert (hint.gross_cold_rent, hint.suited.persons) == (Decimal(560), 3)
    assert hint.sentence == "Die Miete passt für Haushalte mit 2 bis 6 Personen."
    text = words(reader.get(f"{FORM}kosten/"))
    assert "Ihre Bruttokaltmiete ist 560,00 € im Monat." in text
    assert "Das Amt entscheidet in jedem Einzelfall." in text


@pytest.mark.req("H-037")
def test_dear_rent_is_never_a_reason_to_stop(reader: Client) -> None:
    fill(reader, until="ausstattung", kosten={"net_cold_rent": "1400"})
    hint = reader.get(f"{FORM}ausstattung/").context["hint"]
    assert hint.sentence.startswith("Die Miete liegt über den Richtwerten. Wir prüfen jedes Angebot einzeln")


@pytest.mark.req("H-038")
def test_free_text_says_that_wishes_about_persons_are_not_taken(reader: Client) -> None:
    fill(reader, until="ausstattung")
    text = words(reader.get(f"{FORM}ausstattung/"))
    assert (
        "Wir vermitteln ohne Ansehen von Herkunft, Religion, Geschlecht, Alter, Behinderung und sexueller "
        "Identität. "
        "Wünsche dazu nehmen wir nicht auf." in text
    )


@pytest.mark.req("H-007")
def test_voluntary_fields_say_so_and_must_fields_do_not(reader: Client) -> None:
    fill(reader, until="kontakt")
    text = words(reader.get(f"{FORM}kontakt/"))
    assert "Vorname (freiwillig)" in text
    assert "Nachname (freiwillig)" not in text
    assert "Telefon (freiwillig)" not in text


# Queries ----------------------------------------------------------------------------------------------------

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.mark.req("H-332")
@pytest.mark.parametrize("step", ["wohnung", "kosten", "ausstattung", "fotos", "kontakt"])
def test_step_costs_few_queries(reader: Client, step: str, django_assert_max_num_queries: Any) -> None:
    fill(reader)
    usual = {"wohnung": flat, "kosten": costs, "ausstattung": features, "fotos": dict, "kontakt": contact}[
        step
    ]()
    with django_assert_max_num_queries(100) as read:
        reader.get(f"{FORM}{step}/")
    with django_assert_max_num_queries(100) as sent:
        reader.post(f"{FORM}{step}/", usual)
    counts = [
        len([row for row in found.captured_queries if not any(word in row["sql"] for word in CONTROL)])
        for found in (read, sent)
    ]
    assert counts[0] <= 6, [row["sql"][:90] for row in read.captured_queries]
    assert counts[1] <= 10, [row["sql"][:90] for row in sent.captured_queries]
