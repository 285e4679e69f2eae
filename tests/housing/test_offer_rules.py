"""What the database refuses in the table of offers, and in which words (H-010)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from housing.models import Consent, ConsentText, ContactEntry, Landlord, Offer, Task
from housing.models.offer_facts import FACT_RULES
from housing.models.offer_rules import OFFER_RULES
from tests.housing import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content"), pytest.mark.req("H-010")]

# One way to break each rule; the starting point is a received offer, see `factories.facts`.
BREAKS: dict[str, dict[str, Any]] = {
    "offer_floor_is_within_bounds": {"floor": 31},
    "offer_living_area_is_within_bounds": {"living_area": Decimal("7.9")},
    "offer_bedrooms_is_within_bounds": {"bedrooms": -1},
    "offer_max_persons_is_within_bounds": {"max_persons": 0},
    "offer_net_cold_rent_is_within_bounds": {"net_cold_rent": Decimal("-0.01")},
    "offer_operating_costs_is_within_bounds": {"operating_costs": Decimal(-1)},
    "offer_heating_costs_is_within_bounds": {"heating_costs": Decimal(-1)},
    "offer_parking_rent_is_within_bounds": {"parking_rent": Decimal(-1)},
    "offer_furniture_surcharge_is_within_bounds": {"furniture_surcharge": Decimal(-1)},
    "offer_deposit_is_within_bounds": {"deposit": Decimal(-1)},
    "offer_energy_value_is_within_bounds": {"energy_value": 1000},
    "offer_year_built_is_within_bounds": {"year_built": 1199},
    "offer_minutes_bus_is_within_bounds": {"minutes_bus": 121},
    "offer_minutes_shop_is_within_bounds": {"minutes_shop": 121},
    "offer_minutes_school_is_within_bounds": {"minutes_school": 121},
    "offer_minutes_doctor_is_within_bounds": {"minutes_doctor": -1},
    "offer_bath_are_known": {"bath": ["whirlpool"]},
    "offer_wishes_are_known": {"wishes": ["no_foreigners"]},
    "offer_rooms_are_halves": {"rooms": Decimal("2.3")},
    "offer_postal_code_has_five_digits": {"postal_code": "3864"},
    "offer_bedrooms_fit_rooms": {"bedrooms": 4},
    "offer_is_free_now_or_later": {"available_from": date(2026, 5, 1)},
    "offer_fixed_term_has_end": {"rental_term": "fixed"},
    "offer_ends_after_it_begins": {
        "rental_term": "fixed",
        "available_now": False,
        "available_from": date(2026, 5, 1),
        "fixed_until": date(2026, 5, 1),
    },
    "offer_operating_costs_known_or_not": {"operating_costs_unknown": True},
    "offer_all_inclusive_has_no_operating_costs": {"all_inclusive": True},
    "offer_heating_is_paid_once": {"heating_costs": Decimal(80), "heating_by_tenant": True},
    "offer_required_parking_has_price": {"parking_required": True},
    "offer_deposit_is_three_rents_at_most": {"deposit": Decimal("1260.01")},
    "offer_names_its_district_once": {"district_text": "Jürgenohl"},
    "offer_channel_is_known": {"channel": "pigeon"},
    "offer_has_reference_once_received": {"reference": None},
    "offer_received_is_dated": {"received_at": None},
    "offer_from_web_is_confirmed": {"confirmed_at": None},
    "offer_answers_are_kept_in_drafts_only": {"answers": {"wohnung": {"kind": ["flat"]}}},
    "offer_saved_draft_has_address_and_date": {"resume_email": "vermieterin@example.org"},
    "offer_beyond_draft_has_landlord": {"landlord": None},
    "offer_beyond_draft_names_dwelling": {"living_area": None, "rooms": None},
    "offer_closed_is_dated": {"closed_at": timezone.now()},
    "offer_closing_reason_fits_state": {"closing_reason_id": "offer_rejection.no_demand"},
    "offer_acceptance_reason_is_of_its_list": {"acceptance_reason_id": "offer_rejection.no_demand"},
    "offer_pause_has_end_and_way_back": {"paused_until": date(2026, 12, 1), "state_before_pause": "received"},
}
ONE_OF_A_LIST = [
    "self_contained", "deposit_terms", "bath_shared", "lift", "balcony_garden", "cellar",
    "washing_connection", "parking", "internet", "smoke_detectors", "shared_flat_ok", "wbs_required", "kind",
    "rental_term", "hot_water", "energy_source", "kitchen", "furnished", "access", "pets", "condition",
    "energy_certificate", "energy_kind", "energy_class",
]  # fmt: skip
BREAKS |= {f"offer_{name}_is_known": {name: "neither"} for name in ONE_OF_A_LIST}
# Rules about a state start from a row that is in it.
BREAKS_IN: dict[str, tuple[str, dict[str, Any]]] = {
    "offer_submitted_is_dated": ("unconfirmed", {"submitted_at": None}),
    "offer_draft_is_dated": ("draft", {"draft_key_hash": None}),
    "offer_query_has_text": ("query", {"query_text": ""}),
    "offer_available_is_dated": ("available", {"available_since": None}),
}
BY_TRIGGER = {"offer_state_is_known"}  # the trigger of the steps is faster, see test_offer_verbs


@pytest.mark.parametrize("rule", BREAKS)
def test_database_refuses(rule: str) -> None:
    offer = factories.create_offer()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Offer._base_manager.filter(pk=offer.pk).update(**BREAKS[rule])


@pytest.mark.parametrize("rule", BREAKS_IN)
def test_database_refuses_in_a_state(rule: str) -> None:
    state, changes = BREAKS_IN[rule]
    offer = factories.create_offer(state=state)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Offer._base_manager.filter(pk=offer.pk).update(**changes)


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("rejected", {"closed_at": None}),
        ("rejected", {"closing_reason": None}),
        ("rejected", {"closing_reason_id": "offer_withdrawal.sale"}),
        ("withdrawn", {"closing_reason_id": "offer_rejection.no_demand"}),
        ("paused", {"paused_until": None}),
        ("paused", {"state_before_pause": "withdrawn"}),
    ],
)
def test_database_refuses_an_end_or_pause_without_its_facts(state: str, changes: dict[str, Any]) -> None:
    offer = factories.create_offer(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer._base_manager.filter(pk=offer.pk).update(**changes)


def test_every_rule_of_the_table_is_tried() -> None:
    named = {rule.name for rule in [*FACT_RULES, *OFFER_RULES]}
    assert named == BREAKS.keys() | BREAKS_IN.keys() | BY_TRIGGER


def test_clerk_reads_every_rule_about_facts_in_german() -> None:
    silent = [rule.name for rule in FACT_RULES if "Constraint" in str(rule.violation_error_message)]
    assert silent == []


def test_unknown_costs_are_no_zero() -> None:
    offer = factories.create_offer(operating_costs=None, operating_costs_unknown=True)
    assert offer.gross_cold_rent is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_name": ""}, "Nachname oder Firma"),
        ({"email": "", "phone": ""}, "E-Mail, Telefon oder Anschrift"),
        ({"email": "", "email_only": True}, "braucht eine E-Mail-Adresse"),
        ({"postal_code": "12"}, "fünf Ziffern"),
    ],
)
def test_landlord_must_have_a_name_and_be_reachable(changes: dict[str, Any], words: str) -> None:
    fields = factories.contact(**changes)
    fields.pop("entitled")
    landlord = Landlord(**fields)
    with pytest.raises(ValidationError, match=words):
        landlord.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        landlord.save()


def test_landlord_is_stored_with_lower_case_address_only() -> None:
    with pytest.raises(IntegrityError, match="landlord_email_is_lower_case"), transaction.atomic():
        Landlord.objects.create(last_name="Beispiel", email="Erika@example.org")


@pytest.mark.req("H-122")
def test_two_landlords_never_hold_the_same_confirmed_address() -> None:
    now = timezone.now()
    Landlord.objects.create(last_name="Eins", email="x@example.org", email_confirmed_at=now)
    with pytest.raises(IntegrityError, match="one_landlord_per_confirmed_email"), transaction.atomic():
        Landlord.objects.create(last_name="Zwei", email="x@example.org", email_confirmed_at=now)


@pytest.mark.req("H-104")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"channel": "pigeon"}, "contact_channel_is_known"),
        ({"direction": "up"}, "contact_direction_is_known"),
        ({"result_id": "offer_rejection.other"}, "contact_result_is_of_its_list"),
        ({"result_id": "contact_result.callback"}, "callback_is_dated"),
    ],
)
def test_contact_entry_must_be_whole(changes: dict[str, Any], rule: str) -> None:
    fields = {"channel": "phone", "direction": "out", "result_id": "contact_result.reached"} | changes
    offer = factories.create_offer()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ContactEntry.objects.create(offer=offer, **fields)


@pytest.mark.req("H-104")
def test_task_says_what_to_do() -> None:
    offer = factories.create_offer()
    with pytest.raises(IntegrityError, match="task_has_text"), transaction.atomic():
        Task.objects.create(offer=offer, text="")


@pytest.mark.req("H-060")
def test_consent_without_form_needs_evidence_and_is_given_once() -> None:
    offer = factories.take_in()
    consent = offer.consents.get(text__kind="store")
    with pytest.raises(IntegrityError, match="consent_by_staff_has_evidence"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(evidence="")
    with pytest.raises(IntegrityError, match="one_consent_in_force_per_text"), transaction.atomic():
        Consent.objects.create(
            offer=offer, landlord=consent.landlord, text=consent.text, channel="phone", evidence="Brief"
        )


@pytest.mark.req("H-060")
def test_consent_text_that_stands_is_never_reworded() -> None:
    from django.db import Error

    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        ConsentText.objects.filter(kind="store").update(label="Etwas anderes")
    ConsentText.objects.filter(kind="store").update(needs_confirmation="")


@pytest.mark.req("H-060")
def test_landlord_agrees_to_the_newest_wording() -> None:
    ConsentText.objects.create(kind="store", version=2, label="Neuer Satz", valid_from=date(2026, 2, 1))
    ConsentText.objects.create(kind="store", version=3, label="Künftiger Satz", valid_from=date(2999, 1, 1))
    current = {text.kind: text.version for text in ConsentText.objects.current()}
    assert current == {"privacy_read": 1, "store": 2, "share_household": 1, "share_partners": 1, "pool": 1}
