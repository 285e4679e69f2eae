"""The office sees subscriptions of its newsletters, and can subscribe nobody (N-109, N-121, N-123)."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Entry
from newsletters.jobs import send_invitations
from newsletters.models import Channel, Invitation, Proof, SignUp, Subscription, Suppression, Way, read_list
from tests.newsletters import factories
from tests.newsletters.counting import statements
from tests.newsletters.filling import words

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
LIST = "/admin/newsletters/subscription/"


@pytest.mark.req("N-109")
def test_office_starts_a_sign_up_and_the_person_decides(
    channel: Channel, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)
    assert browser.get(f"{LIST}add/").status_code == 403
    response = browser.post(f"{LIST}anstossen/", {"channel": channel.pk, "email": "wer@example.org"})
    assert response.status_code == 302
    factories.answer_all()
    assert factories.letters() == [("signup_received", "wer@example.org")]
    assert Subscription.objects.count() == 0


@pytest.mark.req("G-051", "N-109")
def test_newsletter_of_another_role_is_not_on_offer(
    channel: Channel, other_channel: Channel, editor: User, chief: User, as_user: Login
) -> None:
    response = as_user(editor).post(
        f"{LIST}anstossen/", {"channel": other_channel.pk, "email": "wer@example.org"}
    )
    assert (response.status_code, SignUp.objects.count()) == (422, 0)
    assert as_user(chief).get(f"{LIST}anstossen/").status_code == 403  # Leitung reads


@pytest.mark.req("N-109")
def test_list_of_addresses_is_read_line_by_line() -> None:
    found = read_list("E-Mail;Name\neins@example.org;Eins\nkaputt;x\n\nEINS@example.org;\nzwei@Example.ORG\n")
    assert found.good == ["eins@example.org", "zwei@example.org"]
    assert found.bad == [(3, "keine E-Mail-Adresse"), (5, "steht weiter oben schon")]
    long = read_list("\n".join(f"leser{number}@example.org" for number in range(5002)))
    assert len(long.good) == 5000
    assert long.bad == [(5001, "mehr als 5000 Adressen"), (5002, "mehr als 5000 Adressen")]


@pytest.mark.req("N-109")
def test_list_of_an_old_program_and_one_with_a_stray_mark_are_read() -> None:
    assert read_list("eins@example.org\rzwei@example.org\r").good == ["eins@example.org", "zwei@example.org"]
    assert read_list("eins@example.org\n" + '"' + "x" * 140_000).good == ["eins@example.org"]


@pytest.mark.req("N-109")
def test_spreadsheet_is_refused_with_the_way_to_a_list(
    channel: Channel, editor: User, as_user: Login
) -> None:
    sheet = SimpleUploadedFile("liste.xlsx", b"PK\x03\x04\x14\0\r\0")
    shown = as_user(editor).post(f"{LIST}einladen/", {"channel": channel.pk, "file": sheet})
    assert (shown.status_code, "bitte als CSV" in words(shown)) == (422, True)


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("liste.csv", text.encode("utf-8-sig"))


@pytest.mark.req("N-109")
def test_older_list_is_invited_after_a_second_click_only(
    channel: Channel, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)
    shown = browser.post(
        f"{LIST}einladen/", {"channel": channel.pk, "file": upload("a@example.org\nkaputt\nb@example.org")}
    )
    assert "2 Adressen für „Newsletter der Koordinierungsstelle" in words(shown)
    assert "Zeile 2: keine E-Mail-Adresse" in words(shown)
    assert send_invitations() == 0
    assert browser.post(f"{LIST}einladen/", {"approve": channel.pk}).status_code == 302
    assert send_invitations() == 2
    factories.answer_all()
    assert factories.letters() == [("signup_received", "a@example.org"), ("signup_received", "b@example.org")]
    assert (Invitation.objects.count(), Subscription.objects.count()) == (0, 0)
    signup = SignUp.objects.first()
    assert signup is not None
    assert timedelta(days=13) < signup.expires_at - timezone.now() <= timedelta(days=14)  # type: ignore[operator]


@pytest.mark.req("N-109")
def test_a_hundred_invitations_leave_in_an_hour(channel: Channel, editor: User) -> None:
    Invitation.objects.propose(channel, [f"leser{number}@example.org" for number in range(130)])
    Invitation.objects.approve(channel, by=factories.OFFICE)
    assert [send_invitations() for _ in range(3)] == [100, 0, 0]
    SignUp.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert send_invitations() == 30


@pytest.mark.req("N-109", "N-120")
def test_invited_person_confirms_like_any_other(channel: Channel, reader: Client) -> None:
    Invitation.objects.propose(channel, ["wer@example.org"])
    Invitation.objects.approve(channel, by=factories.OFFICE)
    send_invitations()
    factories.answer_all()
    reader.post(factories.link_to("bestaetigen"))
    assert Proof.objects.get().way == Way.INVITATION


@pytest.mark.req("N-121")
def test_proof_is_shown_as_page_pdf_and_json_and_every_look_is_kept(
    subscription: Subscription, editor: User, as_user: Login
) -> None:
    subscription.end(by=factories.PERSON, reason="unsubscribed")
    browser = as_user(editor)
    asked = {"email": "leserin@example.org"}
    page = browser.post(f"{LIST}nachweis/", asked)
    assert Proof.objects.get().wording.text in words(page)
    stored = json.loads(browser.post(f"{LIST}nachweis/", asked | {"json": "1"}).content)
    assert [(row["newsletter"], row["end_reason"]) for row in stored] == [
        ("migration-und-teilhabe", "unsubscribed")
    ]
    with pikepdf.open(io.BytesIO(browser.post(f"{LIST}nachweis/", asked | {"pdf": "1"}).content)) as document:
        assert document.Root.Lang == "de"
    looks = Entry.objects.filter(verb="look_up").values_list("number", "account_id")
    assert list(looks) == [(Proof.objects.get().pk, editor.pk)] * 3


@pytest.mark.req("N-121")
def test_look_at_an_unknown_address_is_kept_too(
    subscription: Subscription, organiser: User, as_user: Login
) -> None:
    page = as_user(organiser).post(f"{LIST}nachweis/", {"email": "leserin@example.org"})
    assert "Zu dieser Adresse gibt es keine Einwilligung." in words(page)  # not of one's own newsletter
    assert list(Entry.objects.filter(verb="look_up").values_list("number", flat=True)) == [0]


def test_search_takes_the_whole_address_only(
    subscription: Subscription, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)

    def hits(typed: str) -> int:
        return int(browser.get(LIST, {"q": typed}).context["cl"].result_count)

    assert (hits("Leserin@example.org"), hits("leserin"), hits("example.org")) == (1, 0, 0)
    assert "leserin@example.org" not in words(browser.get(LIST))


def test_office_ends_a_subscription_on_request(
    subscription: Subscription, editor: User, organiser: User, as_user: Login
) -> None:
    where = f"{LIST}{subscription.pk}/end_on_request/"
    assert as_user(organiser).post(where).status_code == 404
    subscription.refresh_from_db()
    assert subscription.state == "active"
    as_user(editor).post(where)
    subscription.refresh_from_db()
    assert (subscription.state, subscription.end_reason, subscription.email) == ("ended", "asked", "")


@pytest.mark.req("N-123", "N-122")
def test_suppression_is_set_and_lifted_by_hand_with_a_reason(
    channel: Channel, editor: User, as_user: Login
) -> None:
    browser = as_user(editor)
    where = "/admin/newsletters/suppression/"
    browser.post(f"{where}add/", {"channel": "", "email": "wer@example.org", "reason": "complaint"})
    row = Suppression.objects.get()
    assert Suppression.objects.channels_of("wer@example.org") == {None}
    assert browser.post(f"{where}{row.pk}/lift/", {}).status_code == 422
    assert browser.post(f"{where}{row.pk}/lift/", {"reason": "asked_phone"}).status_code == 302
    assert Suppression.objects.count() == 0
    entries = Entry.objects.filter(kind="newsletters.suppression").order_by("pk")
    assert [(entry.verb, entry.reason) for entry in entries] == [
        ("suppress", "complaint"),
        ("lift", "asked_phone"),
    ]


@pytest.mark.req("N-173")
@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_more_subscriptions(
    channel: Channel, editor: User, as_user: Login, many: Any, rows: int
) -> None:
    many(channel, rows)
    browser = as_user(editor)
    browser.get(LIST)
    with statements() as asked:
        page = browser.get(LIST)
    assert (len(page.context["cl"].result_list), len(asked)) == (rows, 9)
