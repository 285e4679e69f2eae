"""From the landlord's first click to the reference number (H-031, H-034, H-062, H-065, H-122)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from goslar_portal.retention.due import due
from goslar_portal.retention.eraser import rule_named
from goslar_portal.states import WrongStateError
from housing.models import Consent, Landlord, Offer, OfferState
from housing.models.reference import parse
from tests.housing import factories
from tests.housing.factories import LANDLORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def journal(offer: Offer) -> list[tuple[str, str, str]]:
    rows = Entry.objects.of(offer).order_by("pk")
    return [(row.verb, row.from_state, row.to_state) for row in rows]


@pytest.mark.req("H-031")
def test_landlord_finds_the_draft_with_the_key_of_this_browser_only() -> None:
    draft, key = Offer.objects.start_draft()
    Offer.objects.start_draft()
    assert Offer.objects.draft_of(key) == draft
    assert Offer.objects.draft_of("") is None
    assert Offer.objects.draft_of("anderer Schlüssel") is None
    assert key.encode() not in bytes(draft.draft_key_hash or b"")


@pytest.mark.req("H-031")
def test_draft_is_gone_a_day_after_its_last_change() -> None:
    draft, key = Offer.objects.start_draft()
    Offer.objects.filter(pk=draft.pk).update(draft_changed_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert Offer.objects.draft_of(key) is None
    assert list(due(*rule_named("housing.draft_hours"), at=timezone.now())) == [draft]


@pytest.mark.req("H-032")
def test_landlord_keeps_what_was_typed_in_each_step() -> None:
    draft = factories.create_draft()
    draft.keep_answers("wohnung", {"kind": ["flat"], "rooms": ["3"]})
    other_tab = Offer.objects.get(pk=draft.pk)
    draft.keep_answers("ausstattung", {"bath": ["shower", "window"]})
    other_tab.keep_answers("kosten", {"net_cold_rent": ["abc"]}, is_done=False)
    draft.refresh_from_db()
    assert draft.answers == {
        "wohnung": {"kind": ["flat"], "rooms": ["3"]},
        "ausstattung": {"bath": ["shower", "window"]},
        "kosten": {"net_cold_rent": ["abc"]},
    }
    assert draft.completed_steps == ["wohnung", "ausstattung"]


@pytest.mark.req("H-034")
def test_landlord_cannot_change_a_sent_draft_through_the_form() -> None:
    draft, key = Offer.objects.start_draft()
    factories.submit(draft)
    with pytest.raises(WrongStateError):
        draft.keep_answers("wohnung", {"kind": ["house"]})
    with pytest.raises(WrongStateError):
        factories.submit(draft)
    assert Offer.objects.draft_of(key) is None
    assert Offer.objects.sent_of(key) == draft
    assert Landlord.objects.count() == 1
    assert Consent.objects.count() == 2


@pytest.mark.req("H-060")
def test_landlord_sends_the_form_and_everything_is_kept() -> None:
    draft = factories.create_draft()
    draft.keep_answers("wohnung", {"kind": ["flat"]})
    draft.submit(
        by=LANDLORD,
        facts=factories.facts(),
        contact=factories.contact(email="Erika.Beispiel@Example.org"),
        consents=["privacy_read", "store", "pool"],
        marks=["sent_too_fast"],
    )
    assert draft.state == OfferState.UNCONFIRMED
    assert (draft.answers, draft.completed_steps, draft.reference) == ({}, [], None)
    assert draft.landlord is not None
    assert (draft.landlord.email, draft.landlord.email_confirmed_at) == ("erika.beispiel@example.org", None)
    assert (str(draft.gross_cold_rent), draft.entitled, draft.marks) == ("560.00", True, ["sent_too_fast"])
    kept = [(row.text.kind, row.text.version, row.channel) for row in Consent.objects.select_related("text")]
    assert kept == [("privacy_read", 1, "web"), ("store", 1, "web"), ("pool", 1, "web")]
    assert journal(draft) == [("submit", "draft", "unconfirmed")]


@pytest.mark.req("H-060")
def test_landlord_without_consent_leaves_nothing_behind() -> None:
    draft = factories.create_draft()
    with pytest.raises(ValidationError):
        draft.submit(
            by=LANDLORD, facts=factories.facts(), contact=factories.contact(), consents=["privacy_read"]
        )
    draft.refresh_from_db()
    assert draft.state == OfferState.DRAFT
    assert (Landlord.objects.count(), Consent.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.req("H-062")
def test_landlord_may_ask_three_times_for_the_link_again() -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    for _time in range(3):
        offer.send_again(by=LANDLORD)
    with pytest.raises(ValidationError, match="rufen Sie uns an"):
        offer.send_again(by=LANDLORD)
    assert offer.opt_in_count == 4


@pytest.mark.req("H-062")
def test_landlord_corrects_the_address_and_the_first_link_ends() -> None:
    offer = factories.create_offer(
        state=OfferState.UNCONFIRMED, contact_changes={"email": "falsch@example.org"}
    )
    offer.send_again(by=LANDLORD, email="Richtig@example.org")
    offer.landlord.refresh_from_db()  # type: ignore[union-attr]  # set by the factory
    assert Landlord.objects.values_list("email", flat=True).get() == "richtig@example.org"
    links = AccessLink.objects.of(offer, "offer_confirm")
    assert (links.count(), links.valid().count()) == (2, 1)


@pytest.mark.req("H-062")
def test_link_in_the_letter_ends_with_the_time_to_confirm() -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now() - timedelta(hours=30))
    offer.refresh_from_db()
    offer.remind(by=Actor.clock("remind_unconfirmed_offers"))
    newest = AccessLink.objects.of(offer, "offer_confirm").latest("pk")
    rest = newest.expires_at - timezone.now()
    assert timedelta(hours=17, minutes=59) < rest < timedelta(hours=18, minutes=1)


@pytest.mark.req("H-065")
@pytest.mark.req("H-091")
def test_landlord_confirms_and_the_offer_gets_its_number() -> None:
    offer = factories.create_offer(state=OfferState.UNCONFIRMED)
    offer.confirm(by=LANDLORD)
    assert offer.state == OfferState.RECEIVED
    assert parse(offer.reference or "") == offer.reference
    assert offer.confirmed_at is not None
    assert offer.received_at is not None
    assert offer.reply_by is not None
    assert (offer.reply_by - timezone.localdate(offer.received_at)).days >= 5
    assert Entry.objects.of(offer).first().reference == offer.reference  # type: ignore[union-attr]  # just written
    with pytest.raises(WrongStateError):
        offer.confirm(by=LANDLORD)
    assert journal(offer) == [("submit", "draft", "unconfirmed"), ("confirm", "unconfirmed", "received")]


@pytest.mark.req("H-122")
def test_second_offer_joins_the_landlord_and_shows_what_differs() -> None:
    email = "vermieter@example.org"
    first = factories.create_offer(contact_changes={"email": email, "phone": "+493023125001"})
    second = factories.create_offer(
        contact_changes={"email": email, "phone": "+493023125002", "company": "Beispiel GmbH"}
    )
    landlord = Landlord.objects.get()
    assert (first.landlord, second.landlord) == (landlord, landlord)
    assert str(landlord.phone.as_e164) == "+493023125001"
    assert landlord.differing == {"phone": "+493023125002", "company": "Beispiel GmbH"}
    assert set(Consent.objects.values_list("landlord", flat=True)) == {landlord.pk}


@pytest.mark.req("H-122")
def test_unconfirmed_stranger_does_not_join_the_landlord_of_that_address() -> None:
    email = "vermieter@example.org"
    factories.create_offer(contact_changes={"email": email})
    stranger = factories.create_offer(state=OfferState.UNCONFIRMED, contact_changes={"email": email})
    assert Landlord.objects.count() == 2
    assert stranger.landlord != Landlord.objects.confirmed(email).get()


@pytest.mark.req("H-122")
@pytest.mark.parametrize(
    ("verb", "phone"), [("adopt_differences", "+493023125002"), ("drop_differences", "+493023125001")]
)
def test_clerk_settles_what_differs(verb: str, phone: str, by_clerk: Actor) -> None:
    email = "vermieter@example.org"
    factories.create_offer(contact_changes={"email": email, "phone": "+493023125001"})
    factories.create_offer(contact_changes={"email": email, "phone": "+493023125002"})
    landlord = Landlord.objects.get()
    getattr(landlord, verb)(by=by_clerk)
    assert (landlord.phone.as_e164, landlord.differing) == (phone, {})


@pytest.mark.req("H-081")
def test_clerk_takes_an_offer_in_from_the_telephone() -> None:
    offer = factories.take_in(contact_changes={"email": "", "last_name": "Muster"})
    assert (offer.state, offer.channel) == (OfferState.RECEIVED, "phone")
    assert parse(offer.reference or "") == offer.reference
    kept = [(row.text.kind, row.channel, bool(row.evidence)) for row in offer.consents.all()]
    assert kept == [("privacy_read", "phone", True), ("store", "phone", True)]
    assert journal(offer) == [("take_in", "", "received")]


@pytest.mark.req("H-081")
def test_landlord_with_mail_gets_summary_link_and_privacy_text() -> None:
    offer = factories.take_in()
    [letter] = Letter.objects.about(offer)
    assert "- Wohnfläche: 62,5 m²" in letter.text
    assert "/wohnraum/mein-angebot/" in letter.text
    [sheet] = letter.attachments.all()
    page = render_to_string(sheet.template, sheet.context)
    for words in ("Was wir mit Ihren Angaben machen", "62,5 m²", offer.reference or ""):
        assert words in page


@pytest.mark.req("H-080")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received_at": timezone.now() + timedelta(days=1)}, "Zukunft"),
        ({"channel": "web"}, "Weg"),
        ({"consents": ["store"]}, "Datenschutz"),
    ],
)
def test_clerk_cannot_take_in_what_may_not_be(changes: dict[str, Any], words: str) -> None:
    wanted: dict[str, Any] = {
        "by": Actor.staff(factories.staff()),
        "channel": "phone",
        "received_at": timezone.now(),
        "facts": factories.facts(),
        "contact": factories.contact(),
        "consents": factories.CONSENTS,
        "evidence": "Schreiben vom selben Tag",
    }
    with pytest.raises(ValidationError, match=words):
        Offer.objects.take_in(**wanted | changes)
    assert (Offer.objects.count(), Landlord.objects.count()) == (0, 0)


@pytest.mark.req("H-091")
def test_every_way_of_the_factory_ends_where_it_says(make_offer: Callable[..., Offer]) -> None:
    for state in factories.WAYS:
        assert make_offer(state=state).state == state
