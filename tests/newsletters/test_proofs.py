"""The proof of a consent outlives the address and is never edited (N-120, N-122)."""

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from newsletters import addresses
from newsletters.models import ConfirmationMail, Proof, Subscription, Suppression, Wording
from tests.newsletters import factories

pytestmark = pytest.mark.django_db


@pytest.mark.req("N-120")
def test_proof_cannot_be_edited_and_ends_once(subscription: Subscription) -> None:
    proof = Proof.objects.get()
    for change in ({"way": "invitation"}, {"confirmed_at": proof.asked_at}, {"address_hash": b"x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Proof.objects.update(**change)
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    with pytest.raises(DatabaseError), transaction.atomic():
        Proof.objects.update(end_reason="asked")


@pytest.mark.req("N-120")
def test_words_agreed_to_stay_as_they_were(subscription: Subscription) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.update(text="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConfirmationMail.objects.update(wording="anders")


@pytest.mark.req("N-120")
def test_same_mail_is_kept_once_and_holds_no_address_or_link(subscription: Subscription) -> None:
    factories.create_subscription("zweite@example.org", subscription.channel)
    mail = ConfirmationMail.objects.get()
    assert "@" not in mail.wording
    assert "/newsletter/" not in mail.wording


@pytest.mark.req("N-120")
def test_proof_is_found_by_the_address_after_it_was_erased(subscription: Subscription) -> None:
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    found = Proof.objects.of_address(" LESERIN@Example.org ")
    assert [proof.subscription_number for proof in found] == [subscription.pk]


@pytest.mark.req("N-122")
def test_address_is_known_by_a_key_of_its_own_and_found_after_a_new_key(
    channels: None, settings: Settings
) -> None:
    row = Suppression.objects.set("wer@example.org", by=factories.OFFICE, reason="asked")
    assert (bytes(row.address_hash), row.key_number) == (
        addresses.fingerprint("Wer@example.org"),
        addresses.key_number(),
    )
    settings.SECRET_KEY = "ein anderer Schlüssel " * 4
    assert Suppression.objects.channels_of("wer@example.org") == {None}
    settings.ADDRESS_HASH_KEY_FALLBACKS = [settings.ADDRESS_HASH_KEY]
    settings.ADDRESS_HASH_KEY = "ein neuer Schlüssel für Adressen " * 3
    assert addresses.key_number() != row.key_number
    assert Suppression.objects.channels_of("wer@example.org") == {None}


@pytest.mark.req("N-122")
def test_suppression_of_one_newsletter_leaves_the_other(subscription: Subscription) -> None:
    from newsletters.models import Channel

    other = factories.create_subscription(channel=Channel.objects.get(slug="demokratie"))
    Suppression.objects.set(
        factories.ADDRESS, by=factories.OFFICE, reason="asked", channel=subscription.channel
    )
    for row in (subscription, other):
        row.refresh_from_db()
    assert (subscription.state, other.state) == ("ended", "active")
