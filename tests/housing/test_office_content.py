"""Reference data: loaded once, then the office's own (H-001, H-002)."""

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from goslar_portal import content, registry
from goslar_portal.office import declared
from housing.models import Municipality, PostalCode, Reason
from tests.housing import factories

pytestmark = pytest.mark.django_db


@pytest.mark.req("H-001")
def test_second_start_does_not_bring_back_what_the_office_changed() -> None:
    content.load_missing()
    Municipality.objects.filter(name="Seesen").update(public_choice=False)
    assert content.load_missing() == []
    assert not Municipality.objects.get(name="Seesen").public_choice


@pytest.mark.req("H-001")
@pytest.mark.usefixtures("office_content")
def test_landlord_chooses_among_seven_and_staff_among_eight() -> None:
    assert [place.name for place in Municipality.objects.public()] == [
        "Bad Harzburg", "Braunlage", "Clausthal-Zellerfeld", "Goslar", "Langelsheim", "Liebenburg", "Seesen",
    ]  # fmt: skip
    assert Municipality.objects.count() == 8
    harzburg = Municipality.objects.get(name="Bad Harzburg")
    assert PostalCode.objects.of("38667", harzburg).exists()
    assert not PostalCode.objects.of("38723", harzburg).exists()


@pytest.mark.req("H-002")
@pytest.mark.usefixtures("office_content")
def test_used_reason_cannot_be_deleted() -> None:
    offer = factories.create_offer(state="rejected")
    used = offer.closing_reason
    assert used is not None
    with pytest.raises(ProtectedError):
        used.delete()
    past_django = Reason.objects.filter(pk=used.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        past_django._raw_delete("default")


@pytest.mark.req("H-002")
@pytest.mark.usefixtures("office_content")
def test_code_of_a_reason_is_fixed_and_its_words_are_not() -> None:
    one = Reason.objects.filter(pk="offer_rejection.no_demand")
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        one.update(code="kein_bedarf")
    one.update(label="Kein Bedarf", position=1, is_active=False)
    assert "no_demand" not in [reason.code for reason in Reason.objects.of("offer_rejection")]


@pytest.mark.req("H-350")
@pytest.mark.usefixtures("office_content")
def test_open_points_of_places_and_figures_stand_on_the_first_page_until_they_are_settled() -> None:
    asked = gather_questions()
    assert asked["housing.places_to_confirm"] == 8
    assert asked["housing.caps_to_confirm"] == 1
    assert asked["housing.consents_to_confirm"] == 5
    Municipality.objects.exclude(name="Seesen").update(needs_confirmation="")
    assert gather_questions()["housing.places_to_confirm"] == 1
    open_values = {row.name for row in declared().values() if row.needs_confirmation}
    assert {
        "housing.area_per_person", "housing.cap_check_up_to_percent", "housing.first_reply_days",
        "housing.show_caps", "housing.closed_offer_days", "housing.let_offer_days", "housing.pool_days",
    } <= open_values  # fmt: skip


def gather_questions() -> dict[str, int]:
    """How many open questions each card of housing asks."""
    cards = [card for card in registry.today if card.is_question and card.name.startswith("housing.")]
    return {card.name: len(list(card.rows())) for card in cards}


@pytest.mark.req("H-301")
@pytest.mark.usefixtures("office_content")
def test_no_reason_names_what_must_not_count() -> None:
    words = ("herkunft", "religion", "geschlecht", "alter ", "behinder", "nationali", "ausländ")
    found = [row.key for row in Reason.objects.all() if any(word in row.label.lower() for word in words)]
    assert found == []
