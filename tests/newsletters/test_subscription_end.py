"""Leaving: one step, also for mail programs (RFC 8058) (N-112, N-113, N-116)."""

import re
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from goslar_portal.retention.eraser import erase_again
from goslar_portal.retention.models import Tombstone, grave
from newsletters import tokens
from newsletters.models import Channel, Proof, Subscription
from newsletters.tokens import Purpose, sign
from tests.newsletters import factories
from tests.newsletters.counting import statements
from tests.newsletters.filling import words

pytestmark = pytest.mark.django_db
ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = (
    '--grenze\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--grenze--\r\n'
)


@pytest.fixture
def leave(own_page: str) -> str:
    return f"{own_page}abmelden/"


@pytest.mark.req("N-112", "N-190")
def test_page_shows_one_button_without_cookie_and_changes_nothing(
    reader: Client, leave: str, subscription: Subscription
) -> None:
    page = reader.get(leave)
    reader.head(leave)
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert re.findall(r"<button[^>]*>([^<]*)", main) == ["Abmelden"]
    assert "<input" not in main
    assert reader.cookies == {}
    subscription.refresh_from_db()
    assert subscription.state == "active"


@pytest.mark.req("N-112", "N-116")
def test_one_press_ends_it_and_erases_the_address(
    strict: Client, leave: str, subscription: Subscription
) -> None:
    response = strict.post(leave)
    assert response.status_code == 200
    assert "Sie sind abgemeldet." in words(response)
    assert "/newsletter/migration-und-teilhabe/anmelden/" in response.content.decode()
    subscription.refresh_from_db()
    assert (subscription.state, subscription.email, subscription.address_hash) == ("ended", "", None)
    proof = Proof.objects.get()
    assert (proof.end_reason, proof.ended_at is not None) == ("unsubscribed", True)


@pytest.mark.req("N-116", "G-097")
def test_backup_brought_back_does_not_revive_who_left(subscription: Subscription) -> None:
    before = Subscription.objects.values().get()
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    assert Tombstone.objects.buried("newsletters.subscription") == {
        grave("newsletters.subscription", subscription.pk)
    }
    Subscription.objects.all().delete()
    Subscription.objects.create(**before)  # as it stood in the backup
    erase_again()
    assert Subscription.objects.count() == 0


@pytest.mark.req("N-113")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", ONE_CLICK),
        ("multipart/form-data; boundary=grenze", MULTIPART),
        ("application/x-www-form-urlencoded", ""),
        ("text/plain", "\x00\xff unlesbar"),
    ],
)
def test_mail_program_unsubscribes_twice_without_cookie_or_redirect(
    strict: Client, leave: str, subscription: Subscription, kind: str, body: str
) -> None:
    for _turn in range(2):
        response = strict.post(leave, body.encode("latin-1"), content_type=kind)
        assert (response.status_code, response.cookies) == (200, {})
    subscription.refresh_from_db()
    assert (subscription.state, Proof.objects.filter(ended_at=None).count()) == ("ended", 0)


@pytest.mark.req("N-113")
def test_token_of_an_erased_subscription_still_answers_200(
    strict: Client, leave: str, subscription: Subscription
) -> None:
    Subscription.objects.all().delete()
    response = strict.post(leave, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert "Sie sind abgemeldet." in words(response)


@pytest.mark.req("N-173")
@pytest.mark.parametrize("rows", [0, 30])
def test_one_click_costs_six_statements(
    strict: Client, leave: str, channel: Channel, many: object, rows: int
) -> None:
    many(channel, rows)  # type: ignore[operator]
    with statements() as asked:
        strict.post(leave, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert len(asked) <= 6, asked


@pytest.mark.req("N-111")
def test_token_opens_only_pages_of_its_purpose(subscription: Subscription, strict: Client) -> None:
    for purpose in (Purpose.RENEWAL, Purpose.TEST):
        token = sign(purpose, subscription.key)
        assert strict.get(f"/newsletter/abo/{token}/").status_code == 404
    subscription.refresh_from_db()
    assert subscription.state == "active"


@pytest.mark.req("N-111")
def test_token_survives_a_new_key_and_no_altered_one_is_taken(settings: Settings) -> None:
    number = uuid4()
    token = sign(Purpose.SUBSCRIPTION, number)
    assert len(token) == tokens.LENGTH
    assert tokens.read(token, Purpose.SUBSCRIPTION) == (Purpose.SUBSCRIPTION, number)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "ein neuer Schlüssel " * 4
    assert tokens.read(token, Purpose.SUBSCRIPTION) == (Purpose.SUBSCRIPTION, number)
    assert sign(Purpose.SUBSCRIPTION, number) != token
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.read(token, Purpose.SUBSCRIPTION) is None


@pytest.mark.req("N-111")
@pytest.mark.parametrize("place", range(0, tokens.LENGTH, 5))
def test_no_letter_of_a_token_can_be_changed(place: int) -> None:
    token = sign(Purpose.SUBSCRIPTION, uuid4())
    other = "A" if token[place] != "A" else "B"
    assert tokens.read(token[:place] + other + token[place + 1 :], Purpose.SUBSCRIPTION) is None


@pytest.mark.req("N-118", "N-116")
def test_database_allows_one_live_subscription_and_no_address_without_one(
    subscription: Subscription,
) -> None:
    twin = Subscription(
        channel=subscription.channel,
        email=subscription.email,
        address_hash=subscription.address_hash,
        key_number=1,
        language="de",
        confirmed_at=subscription.confirmed_at,
        renewed_at=subscription.renewed_at,
    )
    with pytest.raises(IntegrityError, match="one_live_subscription_per_address"), transaction.atomic():
        twin.save()
    with pytest.raises(IntegrityError, match="subscription_live_has_address"), transaction.atomic():
        Subscription.objects.update(email="")
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    with pytest.raises(IntegrityError, match="subscription_live_has_address"), transaction.atomic():
        Subscription.objects.update(email="wieder@example.org")


@pytest.mark.req("N-116")
def test_whoever_left_can_come_back(subscription: Subscription) -> None:
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    again = factories.create_subscription()
    assert again.pk != subscription.pk
    assert Proof.objects.of_address(factories.ADDRESS).count() == 2
