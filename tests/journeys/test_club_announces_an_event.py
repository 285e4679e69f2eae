"""A club finds events, takes them into its calendar and announces its own: keyboard, no JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from democracy.models import Event, EventProposal
from democracy.month import Month
from goslar_portal.accounts import roles
from goslar_portal.dates import today
from tests.conftest import create_user, logged_in
from tests.democracy.factories import OFFICE, create_event, create_version
from tests.democracy.test_proposal import link_in
from tests.journeys.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/demokratie/veranstaltungen/"


def press(page: Any, role: str, name: str) -> None:
    """Go there with the keyboard and press Enter."""
    target = page.get_by_role(role, name=name, exact=True).first
    target.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tick(page: Any, label: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Space")


def write(page: Any, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def fill_in(page: Any) -> None:
    write(page, "Titel", "Erzählcafé")
    write(page, "Kurz gesagt", "Wir erzählen uns von früher.")
    page.get_by_label("Kategorie", exact=True).select_option("treffen")
    write(page, "Erster Tag", f"{today() + timedelta(days=20):%d.%m.%Y}")
    write(page, "Beginn", "18 Uhr")
    write(page, "Ende", "20.30")
    page.get_by_label("Wiederholung", exact=True).select_option("WEEKLY")
    write(page, "Wie oft insgesamt?", "3")
    write(page, "Name des Ortes", "Gemeindehaus")
    page.get_by_label("Stadt oder Gemeinde", exact=True).select_option("goslar")
    write(page, "Wer richtet die Veranstaltung aus?", "Dorfverein")
    write(page, "Ihre E-Mail-Adresse", "verein@example.org")


@pytest.mark.req("D-155")
def test_club_finds_an_event_and_sees_its_own_accepted(
    visit: Callable[..., Any], lay_content: Callable[[], None], mailbox: Callable[[], list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("democracy.forms.proposal.ProposalForm.quickest", -1)
    roles.sync()
    lay_content()
    create_event("kind", title="Fest mit Kindern", has_childcare=True)
    create_event("ohne", title="Sitzung", ahead=5)
    page = visit(LIST)
    page.locator("summary", has_text="Suchen und auswählen").focus()
    page.keyboard.press("Enter")
    tick(page, "mit Kinderbetreuung")
    press(page, "button", "Anzeigen")
    found = page.locator("main").inner_text()
    assert "Fest mit Kindern" in found
    assert "Sitzung" not in found
    feed = page.get_by_role("link", name="Kalender (iCalendar, .ics)").get_attribute("href")
    assert "kinder=1" in feed
    file = page.request.get(page.url.partition("/demokratie")[0] + feed)
    names = [str(entry["SUMMARY"]) for entry in icalendar.Calendar.from_ical(file.text()).walk("VEVENT")]
    assert names == ["Fest mit Kindern"]

    page = visit(f"{LIST}melden/")
    fill_in(page)
    press(page, "button", "Termine ansehen")
    assert page.locator("#vorschau + ul li").count() == 3
    press(page, "button", "Veranstaltung melden")
    page = visit(link_in(mailbox()[0]))
    press(page, "button", "E-Mail-Adresse bestätigen")
    assert "Wir lesen Ihre Meldung" in page.locator("h1").inner_text()
    press(page, "link", "Ändern")
    write(page, "Titel", "Erzählcafé im Dorf")
    press(page, "button", "Änderung absenden")
    assert EventProposal.objects.get().title == "Erzählcafé im Dorf"
    accept()
    page.reload()
    assert "Ihre Veranstaltung ist angenommen" in page.locator("h1").inner_text()
    press(page, "link", "So steht sie im Kalender")
    assert page.locator("h1").inner_text() == "Erzählcafé im Dorf"
    assert page.locator("[id^=termin-2]").count() == 3


def accept() -> None:
    """What the office does with one click; its own pages are walked elsewhere."""
    [proposal] = EventProposal.objects.all()
    address = f"/admin/democracy/eventproposal/{proposal.pk}/accept/"
    answer = logged_in(create_user("demokratie")).post(address, {"text": "Danke!", "is_public": "on"})
    assert answer.status_code == 302
    assert Event.objects.filter(title=proposal.title, state="published").exists()


VIEWS: list[dict[str, Any]] = [
    {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
]


@pytest.mark.req("D-155")
@pytest.mark.parametrize("options", VIEWS, ids=["dark", "narrow"])
@pytest.mark.parametrize("language", ["", "/ar"])
def test_calendar_has_no_barrier(
    look: Look, options: dict[str, Any], language: str, every_language: None
) -> None:
    visit = look(options)
    event = create_event(
        title="Lesung mit einem sehr langen Namen", rule="FREQ=WEEKLY;COUNT=5", has_childcare=True
    )
    event.occurrences.order_by("starts_at")[1].cancel(by=OFFICE)
    for path in (
        LIST,
        f"{LIST}?kinder=1&kategorie=x",
        Month.of(event.starts_on).url,
        Month.of(event.starts_on).plus(4).url,  # without an event
        create_version().leaflet.get_absolute_url(),
        event.get_absolute_url(),
        f"{LIST}melden/",
    ):
        visit.judge(language + path)
    assert visit.wrong == []
