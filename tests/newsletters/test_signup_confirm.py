"""Confirming: a link that only shows, a button that acts (N-104 to N-107)."""

import hashlib
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from goslar_portal.journal.models import Entry
from goslar_portal.mail.models import Letter
from newsletters.models import Channel, ConfirmationMail, Proof, SignUp, Subscription, Way
from tests.newsletters import factories
from tests.newsletters.counting import statements
from tests.newsletters.filling import SENT, subscribe, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


@pytest.fixture
def link(reader: Client) -> str:
    """The address in the mail, for both newsletters."""
    subscribe(reader, "migration-und-teilhabe", "demokratie")
    factories.answer_all()
    return factories.link_to("bestaetigen")


@pytest.mark.req("N-104")
def test_mail_holds_two_links_and_nothing_typed(link: str) -> None:
    letter = Letter.objects.get()
    assert letter.subject == "Bitte bestätigen Sie Ihre Anmeldung zum Newsletter"
    token = link.split("/")[3]
    assert set(factories.links_in(letter)) == {
        f"/newsletter/abo/{token}/bestaetigen/",
        f"/newsletter/abo/{token}/nicht-ich/",
    }
    assert "Weiter zur Bestätigung:" in letter.text
    assert "Das war ich nicht:" in letter.text
    assert ">Weiter zur Bestätigung</a>" in letter.html
    assert f"/newsletter/abo/{token}/bestaetigen/</a>" in letter.html  # the link as text
    assert "overflow-wrap:anywhere" in letter.html  # which is longer than a phone is wide
    assert "leserin@example.org" not in letter.text


@pytest.mark.req("N-105", "N-190")
def test_scanner_that_fetches_the_link_changes_nothing(reader: Client, link: str) -> None:
    for path in (link, link.replace("bestaetigen", "nicht-ich")):
        for _turn in range(2):
            assert (reader.get(path).status_code, reader.head(path).status_code) == (200, 200)
    assert (Subscription.objects.count(), SignUp.objects.get().confirmed_at) == (0, None)


@pytest.mark.req("N-105")
def test_page_has_one_button_and_one_way_out(reader: Client, link: str) -> None:
    page = reader.get(link)
    assert "Fast fertig – ein Klick fehlt noch" in words(page)
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert main.count("<button") == 1
    assert main.count("<a ") == 1
    assert "Newsletter bestellen" in main
    assert "Das war ich nicht" in main
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.req("N-105", "N-120")
def test_button_begins_every_newsletter_of_the_wish_with_its_proof(reader: Client, link: str) -> None:
    asked_at = SignUp.objects.get().created_at
    response = reader.post(link, follow=True)
    assert "Geschafft. Sie bekommen den Newsletter." in words(response)
    rows = Subscription.objects.order_by("channel")
    assert [(row.channel.slug, row.state, row.email) for row in rows] == [
        ("migration-und-teilhabe", "active", "leserin@example.org"),
        ("demokratie", "active", "leserin@example.org"),
    ]
    mail = ConfirmationMail.objects.get()
    proofs = Proof.objects.order_by("channel")
    assert [(p.channel_id, p.wording.channel_id, p.mail, p.way, p.asked_at, p.ended_at) for p in proofs] == [
        (row.channel_id, row.channel_id, mail, Way.FORM, asked_at, None) for row in rows
    ]
    assert mail.sha256 == hashlib.sha256(mail.wording.encode()).hexdigest()
    assert "Newsletter bestellen" in mail.wording
    assert SignUp.objects.get().email == ""  # from now on it stands with the subscription only
    entries = Entry.objects.filter(kind="newsletters.subscription")
    assert {(entry.verb, entry.actor_name) for entry in entries} == {("confirm", "subscriber")}


@pytest.mark.req("N-107")
def test_second_press_shows_the_same_page_and_changes_nothing(reader: Client, link: str) -> None:
    reader.post(link)
    before = list(Subscription.objects.order_by("pk").values())
    again = reader.post(link, follow=True)
    assert "Geschafft. Sie bekommen den Newsletter." in words(again)
    assert list(Subscription.objects.order_by("pk").values()) == before
    assert Proof.objects.count() == 2


@pytest.mark.req("N-106")
def test_link_is_long_and_stored_only_as_a_hash(link: str) -> None:
    token = link.split("/")[3]
    assert len(token) == 43  # 256 bits in base64
    assert bytes(SignUp.objects.get().token_hash or b"") == hashlib.sha256(token.encode()).digest()


@pytest.mark.req("N-106")
def test_link_that_has_ended_offers_a_new_mail_within_the_limits(reader: Client, link: str) -> None:
    late = timezone.now() - timedelta(seconds=1)
    SignUp.objects.update(expires_at=late)
    page = reader.get(link)
    assert page.status_code == 200
    assert "Dieser Link ist abgelaufen" in words(page)
    response = reader.post(link)
    assert response["Location"] == SENT
    factories.answer_all()
    assert (Letter.objects.count(), SignUp.objects.count()) == (1, 0)  # one mail a day, and that was it
    assert Subscription.objects.count() == 0
    assert reader.get(link).status_code == 404


@pytest.mark.req("N-106")
def test_new_mail_brings_a_link_that_works(reader: Client, link: str) -> None:
    from newsletters.models import AddressMail

    SignUp.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    AddressMail.objects.update(sent_at=timezone.now() - timedelta(days=2))
    reader.post(link)
    factories.answer_all()
    fresh = factories.link_to("bestaetigen")
    assert fresh != link
    reader.post(fresh)
    assert Subscription.objects.count() == 2


@pytest.mark.req("N-106", "N-111")
def test_malformed_altered_and_unknown_links_give_the_same_page(reader: Client, link: str) -> None:
    token = link.split("/")[3]
    wrong = ["x", token[:-1] + ("A" if token[-1] != "A" else "B"), "A" * 43, "A" * 44]
    pages = [reader.get(f"/newsletter/abo/{one}/bestaetigen/") for one in wrong]
    assert {page.status_code for page in pages} == {404}
    assert len({words(page) for page in pages}) == 1
    assert "Dieser Link gilt nicht mehr." in words(pages[0])
    assert reader.get(f"/newsletter/abo/{token}/").status_code == 404  # opens no page of another purpose
    assert reader.post(f"/newsletter/abo/{token}/abmelden/").status_code == 404


@pytest.mark.req("N-173")
@pytest.mark.parametrize("rows", [0, 30])
def test_confirming_costs_no_more_for_many_subscribers(
    reader: Client, link: str, channel: Channel, many: Any, rows: int
) -> None:
    many(channel, rows)
    with statements() as asked:
        reader.post(link)
    assert len(asked) == 9


@pytest.mark.req("N-143")
def test_new_confirmation_wakes_a_subscription_that_rests(reader: Client, channel: Channel) -> None:
    row = factories.create_subscription(channel=channel)
    row.rest(by=factories.OFFICE, reason="hard")
    subscribe(reader)
    factories.answer_all()
    reader.post(factories.link_to("bestaetigen"))
    row.refresh_from_db()
    assert (row.state, row.rests_since) == ("active", None)
    assert Proof.objects.of(row).count() == 2


@pytest.mark.req("N-118")
@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_give_one_subscription(channel: Channel) -> None:
    for way in (Way.STAFF, Way.INVITATION):
        factories.ask("leserin@example.org", channel, way=way)
    wishes = list(SignUp.objects.all())
    barrier = threading.Barrier(2)

    def press(wish: SignUp) -> None:
        barrier.wait()
        wish.confirm(by=factories.PERSON)
        close_old_connections()

    threads = [threading.Thread(target=press, args=[wish]) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(wishes), Subscription.objects.count(), Proof.objects.count()) == (2, 1, 1)
