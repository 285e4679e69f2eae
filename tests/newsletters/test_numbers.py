"""„Zahlen“ and „Heute“: counts without persons, and what waits for whom (N-162, N-163, N-164)."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as portal
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.office.models import OfficeValue
from goslar_portal.retention.models import KeptCount
from newsletters import delivery, figures
from newsletters.models import Channel, Delivery, Issue, ReachedLimit, Subscription
from tests.newsletters import factories
from tests.newsletters.filling import words
from tests.newsletters.test_release import create_issue, send
from tests.newsletters.test_subscription_renew import grow_old

pytestmark = pytest.mark.django_db
PAGE = "/admin/newsletter/zahlen/"
Login = Callable[[User], Client]


@pytest.mark.req("N-162")
def test_months_count_what_began_ended_and_was_never_confirmed(channel: Channel, many: Any) -> None:
    many(channel, 4)
    first, second, third, _fourth = Subscription.objects.order_by("pk")
    first.end(by=factories.PERSON, reason="unsubscribed")
    second.end(by=factories.OFFICE, reason="not_renewed")
    third.rest(by=factories.OFFICE, reason="hard")
    factories.ask("nie@example.org", channel, way="staff")  # never confirmed
    this, last, *_older = figures.months([channel])[channel.pk]
    assert (this.active, this.resting, this.new, this.confirmed, this.unconfirmed) == (1, 1, 4, 4, 1)
    assert dict(this.ended) == {"unsubscribed": 1, "not_renewed": 1}
    assert (last.active, last.resting, last.new) == (0, 0, 0)
    begun = timezone.now().replace(day=1) - timedelta(days=1)
    Subscription.objects.exclude(pk=first.pk).update(confirmed_at=begun)
    this, last, *_older = figures.months([channel])[channel.pk]
    assert (last.new, last.active, last.resting) == (3, 3, 0)
    assert (this.new, this.active, this.resting) == (1, 1, 1)


@pytest.mark.req("N-162")
def test_issue_keeps_its_numbers_after_its_deliveries_were_erased(channel: Channel, many: Any) -> None:
    many(channel, 2)
    issue = create_issue(channel)
    send(issue)
    delivery.send_newsletters()
    (line,) = figures.issues([channel])
    assert line.numbers == [0, 0, 2, 0, 0, 0, 0, 0]
    Delivery.objects.all().delete()
    day = timezone.localdate().replace(day=1)
    facts = {"issue": str(issue.pk), "state": "sent", "domain": "example.org"}
    KeptCount.objects.add("newsletters.delivery_days", [(day, facts, 2)])
    (line,) = figures.issues([channel])
    assert line.numbers == [0, 0, 2, 0, 0, 0, 0, 0]


@pytest.mark.req("N-162")
@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_figures_costs_the_same_for_more_and_shows_ones_own(
    channel: Channel, other_channel: Channel, editor: User, as_user: Login, many: Any, rows: int
) -> None:
    many(channel, rows)
    for _issue in range(rows):
        send(create_issue(channel))
    factories.create_subscription("geht@example.org", channel).end(by=factories.PERSON, reason="unsubscribed")
    browser = as_user(editor)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(PAGE)
    assert (len(asked), page.status_code) == (16, 200)
    assert "Partnerschaft für Demokratie" not in words(page)  # of another role
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page.content.decode())[:7]
    assert cells == [str(rows), "0", str(rows + 1), str(rows + 1), "0", "1", "abgemeldet: 1"]
    assert len(page.context["issues"]) == rows
    assert browser.post(PAGE).status_code == 405


@pytest.mark.req("N-162")
def test_small_numbers_per_language_are_hidden_where_figures_leave_the_house(
    channel: Channel, editor: User, as_user: Login, many: Any
) -> None:
    many(channel, 6)
    Subscription.objects.filter(email__in=["leser0@example.org", "leser1@example.org"]).update(language="ar")
    file: Any = as_user(editor).get("/admin/zahlen/", {"zahl": "newsletters.subscriptions", "form": "csv"})
    text = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()
    cells = text.replace("\r\n", ";").split(";")
    assert {"2", "4"} & set(cells) == set()
    assert "< 5" in cells


FORBIDDEN = re.compile(r"open(ed|s_count|ing)|click|tracking|pixel|beacon|redirect|utm_", re.IGNORECASE)
HARMLESS = {"is_signup_open"}


@pytest.mark.req("N-163")
def test_no_column_and_no_mail_can_tell_who_opened_or_clicked(channel: Channel, many: Any) -> None:
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("newsletters").get_models()
        for field in model._meta.get_fields()
        if FORBIDDEN.search(field.name) and field.name not in HARMLESS
    }
    assert columns == set()
    many(channel, 2)
    issue = create_issue(channel)
    send(issue)
    delivery.send_newsletters()
    for file in Path(portal.EMAIL_FILE_PATH).glob("*.eml"):
        import email
        from email import policy

        message: Any = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        for kind in ("plain", "html"):
            text = message.get_body((kind,)).get_content()
            links = re.findall(r"https?://[^\s\"<>)]+", text)
            assert [link for link in links if "?" in link or "&" in link or "@" in link] == []
            own = {link for link in links if "/abo/" not in link}
            assert own == {
                "https://example.org/projekt/", f"{portal.SITE_URL}{issue.get_absolute_url()}",
            }  # fmt: skip
            assert re.findall(r'<img\b(?![^>]*src="cid:)|width="1"|height="1"', text) == []
    assert FORBIDDEN.search(" ".join(message.keys())) is None


def waiting(browser: Client) -> dict[str, list[tuple[str, str]]]:
    """Cards of the newsletters that show something: text and address of each line."""
    board = browser.get("/admin/").context["board"]
    return {
        pile.card.name.removeprefix("newsletters."): [(item.text, item.url) for item in pile.items]
        for pile in board.piles
        if pile.card.name.startswith("newsletters.")
    }


@pytest.mark.req("N-164", "N-133")
def test_today_names_what_waits_and_leads_to_the_page_that_solves_it(
    channel: Channel, subscription: Subscription, editor: User, organiser: User, as_user: Login
) -> None:
    browser = as_user(editor)
    assert waiting(browser) == {
        "self_test.redaktion": [
            ("Koordinierungsstelle Migration und Teilhabe", "/admin/newsletter/selbsttest/")
        ]
    }
    send(create_issue(channel))
    issue = Issue.objects.get()
    issue.pause(by=factories.OFFICE, reason="server")
    row = Delivery.objects.get()
    Delivery.objects.filter(pk=row.pk).update(
        state="in_delivery", lease_until=timezone.now(), claimed_at=timezone.now()
    )
    Delivery.objects.filter(pk=row.pk).update(state="unclear", finished_at=timezone.now())
    ReachedLimit.objects.note(["sender"], channel)
    grow_old()
    found = waiting(browser)
    hour = timezone.localtime(ReachedLimit.objects.get().hour)
    close = f"/admin/newsletters/channel/{channel.pk}/close_signup/"
    assert [text for text, _url in found["stopped.redaktion"]] == [f"{issue}: Angehalten"]
    assert [text for text, _url in found["unclear.redaktion"]] == [
        f"{issue}: 1 ohne klare Antwort des Mailservers"
    ]
    assert found["limits.redaktion"] == [
        (f"Grenze je Anschluss: mehr als 20 in der Stunde ab {hour:%H} Uhr", close)
    ]
    assert [text for text, _url in found["renewals.redaktion"]] == [f"Abo {subscription.pk}"]
    assert {
        url for lines in found.values() for _text, url in lines if browser.get(url).status_code != 200
    } == set()
    assert waiting(as_user(organiser)) == {}  # another role, other newsletters
    browser.post(close)
    channel.refresh_from_db()
    assert channel.is_signup_open is False


@pytest.mark.req("N-133")
def test_reached_limit_stays_on_today_for_a_day_with_the_number_in_force(
    channel: Channel, editor: User, as_user: Login
) -> None:
    OfficeValue.objects.create(
        name="limits.newsletters.signup.total", number=50, valid_from="2026-01-01", reason="probe"
    )
    for _turn in range(3):
        ReachedLimit.objects.note(["total"], channel)
    browser = as_user(editor)
    ((text, _url),) = waiting(browser)["limits.redaktion"]
    assert text.startswith("Grenze zusammen: mehr als 50 in der Stunde ab")
    assert factories.letters() == [("limit_reached", "migration@goslar.example")]  # one e-mail per day
    ReachedLimit.objects.update(hour=timezone.now() - timedelta(hours=25))
    assert waiting(browser) == {}
