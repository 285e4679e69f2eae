"""The landlord changes what is known about the flat; staff see old beside new (H-073 to H-075)."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.mail.models import Letter
from housing import sheet
from housing.forms.fields import example
from housing.models import Offer, OfferChange
from tests.housing import factories, filling
from tests.housing.filling import words
from tests.housing.own import NOT_NOW, own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def post(reader: Client, offer: Offer, answers: dict[str, Any], *, step: str = "kosten") -> Any:
    """Open the page, then send it as a browser does, with what it was opened with."""
    page = own(offer, f"aendern/{step}")
    return reader.post(page, {"seen": reader.get(page).context["seen"]} | answers)


def stored(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


@pytest.mark.req("H-073")
@pytest.mark.parametrize(
    ("step", "shown"), [("wohnung", "62,5"), ("kosten", "420"), ("ausstattung", "weiß nicht")]
)
def test_form_of_a_change_shows_what_is_known(reader: Client, offer: Offer, step: str, shown: str) -> None:
    response = reader.get(own(offer, f"aendern/{step}"))
    assert response.status_code == 200
    assert shown in response.content.decode()
    assert not response.context["form"].errors


@pytest.mark.req("H-073", "H-074")
def test_change_counts_at_once_and_staff_see_old_beside_new(
    reader: Client, as_user: Any, clerk: User
) -> None:
    offer = factories.create_offer(state="available")
    response = post(reader, offer, filling.costs(net_cold_rent="400", heating_costs="90"))
    assert response["Location"].endswith("/?geaendert=1")
    assert (stored(offer).net_cold_rent, stored(offer).heating_costs) == (Decimal(400), Decimal(90))
    page = as_user(clerk).get(f"/admin/housing/offer/{offer.pk}/change/")
    [change] = page.context["changes"]
    assert [(row.label, row.stored, row.typed) for row in change.lines] == [
        ("Kaltmiete im Monat", "420,00 €", "400,00 €"), ("Heizkosten im Monat", "–", "90,00 €"),
    ]  # fmt: skip
    assert "Änderung prüfen" in page.content.decode()
    offer.check_changes(by=Actor.staff(clerk))
    assert list(OfferChange.objects.open()) == []


@pytest.mark.req("H-073")
@pytest.mark.parametrize(
    ("step", "changes", "shown"),
    [
        ("wohnung", {"rooms": "4", "available_from": example(3)}, "4"),
        ("ausstattung", {"kitchen": "fitted"}, "Einbauküche"),
    ],
)
def test_every_part_of_the_offer_can_be_changed(
    reader: Client, offer: Offer, step: str, changes: dict[str, str], shown: str
) -> None:
    answers = {"wohnung": filling.flat, "ausstattung": filling.features}[step](**changes)
    assert post(reader, offer, answers, step=step).status_code == 302
    change = OfferChange.objects.get()
    lines = sheet.differences(*change.rows, change.columns)
    assert shown in [line.typed for line in lines]
    assert "Sofort frei" not in [line.label for line in lines]


@pytest.mark.req("H-074")
def test_nothing_changed_leaves_no_trace(reader: Client, offer: Offer) -> None:
    count = Entry.objects.of(offer).count()
    assert post(reader, offer, filling.costs()).status_code == 302
    assert (OfferChange.objects.count(), Entry.objects.of(offer).count()) == (0, count)


@pytest.mark.req("H-074")
@pytest.mark.parametrize("decision", ["adopt", "refuse"])
def test_rent_of_a_reserved_flat_is_a_wish_until_staff_decide(
    reader: Client, by_clerk: Actor, decision: str
) -> None:
    offer = factories.create_offer(state="reserved")
    answers = filling.costs(net_cold_rent="480", energy_source="gas")
    assert post(reader, offer, answers)["Location"].endswith("/?gewuenscht=1")
    now = stored(offer)
    assert (now.net_cold_rent, now.energy_source) == (Decimal(420), "gas")
    if decision == "adopt":
        now.adopt_change(by=by_clerk)
    else:
        now.refuse_change(by=by_clerk, answer="Der Haushalt hat schon zugesagt.")
    expected = {"adopt": (Decimal(480), "change_adopted"), "refuse": (Decimal(420), "change_refused")}
    letter = Letter.objects.latest("pk")
    assert (stored(offer).net_cold_rent, letter.kind.removeprefix("housing.")) == expected[decision]
    assert ("Der Haushalt hat schon zugesagt." in letter.text) is (decision == "refuse")


@pytest.mark.req("H-075")
def test_landlord_who_saves_after_a_clerk_sees_both_values_and_chooses(
    reader: Client, offer: Offer, by_clerk: Actor
) -> None:
    page = own(offer, "aendern/kosten")
    seen = reader.get(page).context["seen"]
    offer.correct(by=by_clerk, facts={"net_cold_rent": Decimal(450)}, seen=offer.fingerprint)
    response = reader.post(page, filling.costs(net_cold_rent="400") | {"seen": seen})
    assert response.status_code == 409
    [row] = response.context["differing"]
    assert (row.stored, row.typed) == ("450,00 €", "400,00 €")
    assert stored(offer).net_cold_rent == Decimal(450)
    again = reader.post(page, filling.costs(net_cold_rent="400") | {"seen": response.context["seen"]})
    assert again.status_code == 302
    assert stored(offer).net_cold_rent == Decimal(400)


@pytest.mark.req("H-075")
def test_clerk_who_changes_the_rooms_does_not_stop_who_changes_the_costs(
    reader: Client, offer: Offer, by_clerk: Actor
) -> None:
    page = own(offer, "aendern/kosten")
    seen = reader.get(page).context["seen"]
    offer.correct(by=by_clerk, facts={"rooms": Decimal(4)}, seen=offer.fingerprint)
    assert reader.post(page, filling.costs(net_cold_rent="400") | {"seen": seen}).status_code == 302
    assert (stored(offer).rooms, stored(offer).net_cold_rent) == (Decimal(4), Decimal(400))


@pytest.mark.req("H-320")
def test_nonsense_gets_sentences_and_changes_nothing(reader: Client, offer: Offer) -> None:
    answers = {"net_cold_rent": "NaN", "operating_costs": "-1", "heating_costs": "9" * 20}
    response = post(reader, offer, answers)
    assert response.status_code == 422
    assert {"net_cold_rent", "operating_costs", "heating_costs"} <= set(filling.errors(response))
    assert stored(offer).net_cold_rent == Decimal(420)


@pytest.mark.req("H-009", "H-073")
def test_ended_offer_cannot_be_changed(reader: Client) -> None:
    offer = factories.create_offer(state="withdrawn")
    page = own(offer, "aendern/kosten")
    assert NOT_NOW in words(reader.get(page))
    assert reader.post(page, filling.costs(net_cold_rent="1")).status_code == 409
    assert stored(offer).net_cold_rent == Decimal(420)
