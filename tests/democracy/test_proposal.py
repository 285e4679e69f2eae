"""Reporting an event: no account, confirmed by mail, moderated, changed by link, never shown before."""

import re
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from democracy.admin.proposals import DECLINED
from democracy.models import Event, EventProposal
from goslar_portal import limits, office
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.doubts import stamp
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from goslar_portal.retention import DELETE
from goslar_portal.uploads import Clean, Kind
from goslar_portal.uploads.models import Upload
from tests.conftest import logged_in
from tests.democracy.factories import OFFICE, create_event, create_proposal, proposal_facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]
FORM = "/demokratie/veranstaltungen/melden/"
LIST = "/demokratie/veranstaltungen/"
PRIVATE = "melder@example.org"


@pytest.fixture(autouse=True)
def _at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form was open for a minute."""
    monkeypatch.setattr("democracy.forms.proposal.ProposalForm.quickest", -1)


def filled(**more: str) -> dict[str, Any]:
    day = today() + timedelta(days=30)
    return {
        "title": "Lesung im Dorf",
        "teaser": "Wir lesen vor.",
        "text": "Erster Absatz.",
        "category": "lesung",
        "starts_on": f"{day:%d.%m.%Y}",
        "starts_time": "18",
        "ends_time": "20",
        "place_name": "Gemeindehaus",
        "place_municipality": "goslar",
        "registration": "none",
        "organisation": "Dorfverein",
        "email": PRIVATE,
        "is_free": "on",
        "submit_key": str(uuid.uuid4()),
        "shown_at": stamp(),
    } | more


def link_in(letter: Any) -> str:
    text = letter.get_body(("plain",)).get_content()
    found = re.search(r"https?://[^/\s]+(/demokratie/veranstaltungen/melden/\S+)", text)
    assert found
    return found[1]


@pytest.mark.req("D-120", "D-121", "D-122", "D-124")
def test_club_reports_a_series_confirms_it_and_sees_it_accepted(
    reader: Client, organiser: User, mailbox: Callable[[], list[Any]]
) -> None:
    sent = reader.post(FORM, filled(repeat="WEEKLY", repeat_count="3"))
    assert (sent.status_code, sent["Location"]) == (302, f"{FORM}?gesendet=1")
    proposal = EventProposal.objects.get()
    assert proposal.state == "unconfirmed"
    assert EventProposal.objects.filed().count() == 0
    [letter] = mailbox()
    assert letter["To"] == PRIVATE
    confirm = link_in(letter)
    assert reader.get(confirm).status_code == 200
    assert EventProposal.objects.get().state == "unconfirmed"
    own = reader.post(confirm)["Location"]
    assert EventProposal.objects.get().state == "submitted"
    assert "Wir lesen Ihre Meldung" in reader.get(own).content.decode()
    answer = logged_in(organiser).post(
        f"/admin/democracy/eventproposal/{proposal.pk}/accept/", {"text": "Danke!", "is_public": "on"}
    )
    assert answer.status_code == 302
    event = Event.objects.get()
    assert (event.state, event.occurrences.count(), event.organiser) == ("published", 3, "Dorfverein")
    page = reader.get(event.get_absolute_url()).content.decode()
    assert "Erster Absatz." in page
    assert PRIVATE not in page + reader.get(f"{LIST}kalender.ics").content.decode()
    assert "Ihre Veranstaltung ist angenommen" in reader.get(own).content.decode()
    assert "Danke!" in mailbox()[-1].get_body(("plain",)).get_content()


@pytest.mark.req("D-121", "D-151")
def test_unconfirmed_and_unread_proposals_are_shown_to_nobody(reader: Client, organiser: User) -> None:
    waiting = create_proposal(is_confirmed=False, title="Geheimes Konzert")
    create_proposal(title="Ungelesenes Konzert")
    for path in (LIST, f"{LIST}kalender.ics", f"{LIST}feed.atom", "/demokratie/"):
        text = reader.get(path).content.decode()
        assert "Konzert" not in text
        assert "meldung@example.org" not in text
    listed = logged_in(organiser).get("/admin/democracy/eventproposal/").content.decode()
    assert "Geheimes Konzert" not in listed
    assert logged_in(organiser).get(f"/admin/democracy/eventproposal/{waiting.pk}/change/").status_code in {
        302,
        404,
    }


@pytest.mark.req("D-120")
@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": ""}, "title", "Titel"),
        ({"title": "x" * 121}, "title", "um ein Zeichen zu lang"),
        ({"teaser": ""}, "teaser", "worum es geht"),
        ({"category": "hacken"}, "category", "angebotenen"),
        ({"starts_on": "40.13.2026"}, "starts_on", "Datum"),
        ({"starts_on": ""}, "starts_on", "5.3.2026"),
        ({"starts_on": "5.3.2020"}, "starts_on", "schon vorbei"),
        ({"place_name": ""}, "place_name", "Ort oder einen Link"),
        ({"place_postal_code": "3864"}, "place_postal_code", "fünf Ziffern"),
        ({"place_municipality": ""}, "place_municipality", "Stadt oder Gemeinde"),
        ({"online_url": "http://example.org"}, "online_url", "https://"),
        ({"online_url": "https://localhost/x"}, "online_url", "nicht erreichbar"),
        ({"email": "kein"}, "email", "name@example.org"),
        ({"repeat": "DAILY", "repeat_count": "99999999"}, "repeat_count", "200"),
        ({"registration": "link", "registration_to": "ftp://x"}, "registration_to", "https://"),
        ({"contact_email": "erika.muster@example.org"}, "contact_email", "Adresse eines Menschen"),
    ],
)
def test_nonsense_comes_back_at_its_field_and_nothing_typed_is_lost(
    reader: Client, change: dict[str, str], field: str, words: str
) -> None:
    answer = reader.post(FORM, filled(**change))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert "Erster Absatz." in answer.content.decode()
    assert EventProposal.objects.count() == 0


@pytest.mark.req("D-120", "D-126", "G-187")
def test_forbidden_markup_goes_doubtful_ones_are_marked_and_double_click_is_one(reader: Client) -> None:
    typed = filled(
        text="Hallo <script>alert(1)</script> **Welt**\n\n<img src=x onerror=alert(1)>", homepage="spam"
    )
    assert reader.post(FORM, typed).status_code == 422
    once_more = reader.post(FORM, typed).context["form"]
    typed["once_more"] = once_more.data["once_more"]
    for _ in range(2):
        assert reader.post(FORM, typed).status_code == 302
    [proposal] = EventProposal.objects.all()
    assert proposal.doubts == ["filled_trap"]
    assert "<strong>Welt</strong>" in proposal.facts["body"]
    assert not re.search("<(script|img)", proposal.facts["body"])
    assert Letter.objects.count() == 1


@pytest.mark.req("D-126")
def test_sixth_report_of_an_address_waits_for_the_next_day(one_window: None, reader: Client) -> None:
    codes = [reader.post(FORM, filled()).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert EventProposal.objects.count() == 5
    rule = limits.declared()["democracy.proposal"]
    spans = {kind: span.total_seconds() / 3600 for kind, span in rule.windows.items()}
    assert spans == {"address": 24, "sender": 1, "total": 1}


@pytest.mark.req("D-126")
@pytest.mark.parametrize(("kind", "most"), [("sender", 10), ("total", 50)])
def test_many_addresses_do_not_get_around_the_other_limits(
    one_window: None, reader: Client, kind: str, most: int
) -> None:
    name = f"limits.democracy.proposal.{kind}"
    assert office.value(name) == most
    OfficeValue.objects.create(name=name, number=2, reason="Probe")

    def send(number: int) -> int:
        place = f"198.51.{number if kind == 'total' else 1}.1"
        typed = filled(email=f"melder{number}@example.org")
        wrong = reader.post(FORM, typed | {"title": ""}, REMOTE_ADDR=place)  # sends nothing, counts nothing
        assert wrong.status_code == 422
        return reader.post(FORM, typed, REMOTE_ADDR=place).status_code

    assert [send(number) for number in range(3)] == [302, 302, 429]


@pytest.mark.req("D-125")
def test_near_duplicate_is_shown_and_never_blocks(reader: Client) -> None:
    create_event("schon-da", title="Lesung im Dorfe", ahead=30)
    create_event("entwurf", title="Lesung im Dorf!", ahead=30, is_public=False)
    look = reader.post(FORM, filled() | {"_preview": "1"})
    page = look.content.decode()
    assert "Gibt es diese Veranstaltung schon?" in page
    assert "Lesung im Dorfe" in page
    assert "Lesung im Dorf!" not in page
    assert len(look.context["form"].preview) == 1
    assert EventProposal.objects.count() == 0
    assert reader.post(FORM, filled()).status_code == 302


@pytest.mark.req("D-125")
@pytest.mark.parametrize(
    ("place", "starts", "is_twin"),
    [("gemeindehaus", "19:30", True), ("Gemeindehaus", "21", False), ("Anderswo", "19", False)],
)
def test_same_place_at_the_same_time_is_a_twin_whatever_its_title(
    reader: Client, place: str, starts: str, is_twin: bool
) -> None:
    create_event(title="Ganz etwas Anderes", ahead=30)  # 18 to 20 Uhr
    typed = filled(title="Blutspende", place_name=place, starts_time=starts, ends_time="22")
    page = reader.post(FORM, typed | {"_preview": "1"}).content.decode()
    assert ("Ganz etwas Anderes" in page) is is_twin


@pytest.mark.req("D-125")
def test_staff_see_drafts_among_the_twins(organiser: User) -> None:
    proposal = create_proposal(title="Fest im Dorf")
    create_event("entwurf", title="Fest im Dorfe", starts_on=proposal.first_day, is_public=False,
                 ends_on=proposal.first_day)  # fmt: skip
    page = logged_in(organiser).get(f"/admin/democracy/eventproposal/{proposal.pk}/change/").content.decode()
    assert "Fest im Dorfe" in page


@pytest.mark.req("D-123")
def test_change_before_acceptance_shows_staff_old_and_new(reader: Client, organiser: User) -> None:
    proposal = create_proposal()
    own = f"{FORM}{proposal.mint('event_proposal')}/"
    assert reader.post(f"{own}aendern/", filled(title="Neuer Titel", price="5 Euro")).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.title, proposal.wish) == ("Neuer Titel", None)
    page = logged_in(organiser).get(f"/admin/democracy/eventproposal/{proposal.pk}/change/").content.decode()
    table = re.sub(r"\s+", " ", page[page.index("bisher") : page.index("</table>", page.index("bisher"))])
    assert "<td>Gemeldetes Fest</td><td><b>Neuer Titel</b></td>" in table
    assert '<th scope="row">Was kostet es?</th><td>–</td><td><b>5 Euro</b></td>' in table
    assert "starts_on" not in table
    status = reader.get(own).content.decode()
    assert "Neuer Titel" in status
    proposal.accept(by=OFFICE, text="Danke")
    proposal.refresh_from_db()
    assert proposal.before is None  # decided: what it said before is of no use any more
    assert "Lesung" in status  # the category in words


@pytest.mark.req("D-122")
def test_link_has_256_random_bits_and_ends_90_days_after_the_last_date() -> None:
    proposal = create_proposal()
    tokens = {proposal.mint("event_proposal") for _ in range(3)}
    assert {len(urlsafe_b64decode(token + "==")) for token in tokens} == {32}
    token = tokens.pop()
    link = AccessLink.objects.get(token_hash=sha256(token.encode()).digest())
    assert timezone.localdate(link.expires_at - timedelta(seconds=1)) == proposal.last_day + timedelta(
        days=90
    )


@pytest.mark.req("D-123")
def test_change_after_acceptance_is_a_wish_until_staff_take_it(reader: Client, organiser: User) -> None:
    proposal = create_proposal()
    proposal.accept(by=OFFICE, text="Danke", is_public=True)
    event = Event.objects.get()
    [row] = event.occurrences.all()
    own = f"{FORM}{proposal.mint('event_proposal')}/"
    typed = filled(
        title="Neuer Titel", starts_on=f"{event.starts_on:%d.%m.%Y}", starts_time="16", ends_time="19"
    )
    looked = reader.post(f"{own}aendern/", typed | {"title": event.title, "_preview": "1"})
    assert looked.context["form"].twins == []  # not its own
    assert reader.post(f"{own}aendern/", typed).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.starts_time.hour) == ("Gemeldetes Fest", 15)  # type: ignore[union-attr]  # it has one
    browser = logged_in(organiser)
    record = browser.get(f"/admin/democracy/eventproposal/{proposal.pk}/change/").content.decode()
    assert "Neuer Titel" in record
    assert "Gemeldetes Fest" in record
    assert browser.post(f"/admin/democracy/eventproposal/{proposal.pk}/take_change/").status_code == 302
    event.refresh_from_db()
    row.refresh_from_db()
    assert (event.title, event.starts_time.hour, row.sequence) == ("Neuer Titel", 16, 1)  # type: ignore[union-attr]


@pytest.mark.req("D-123")
def test_taking_a_change_leaves_alone_what_the_office_has_mended() -> None:
    proposal = create_proposal(contact_email="verein@example.org")
    proposal.accept(by=OFFICE, text="Danke", is_public=True)
    event = Event.objects.get()
    event.title = "Mit richtigem Titel"
    event.store(by=OFFICE)
    wish = proposal.facts | {"price": "5 Euro", "is_free": False, "contact_email": "kasse@example.org"}
    proposal.change(by=OFFICE, facts=wish, last_day=event.starts_on)
    proposal.take_change(by=OFFICE)
    event.refresh_from_db()
    assert (event.title, event.price, event.email) == ("Mit richtigem Titel", "5 Euro", "kasse@example.org")


@pytest.mark.req("D-124")
def test_staff_see_the_picture_before_they_accept_and_others_do_not(organiser: User, editor: User) -> None:
    proposal = create_proposal(image_alt="Der Dorfplatz")
    proposal.picture = Upload.objects.keep(Clean(b"bild", Kind.JPEG, 40, 20, 0))
    proposal.save()
    address = f"/admin/democracy/eventproposal/{proposal.pk}/"
    assert f'<img src="{address}bild/"' in logged_in(organiser).get(f"{address}change/").content.decode()
    shown = logged_in(organiser).get(f"{address}bild/")
    assert (shown["Content-Type"], shown.getvalue()) == ("image/jpeg", b"bild")
    assert logged_in(editor).get(f"{address}bild/").status_code == 404


@pytest.mark.req("D-122", "D-124")
def test_office_asks_back_and_the_answer_brings_it_back(reader: Client, organiser: User) -> None:
    proposal = create_proposal()
    browser = logged_in(organiser)
    address = f"/admin/democracy/eventproposal/{proposal.pk}/"
    assert browser.post(f"{address}ask/", {"text": "Wie viele kommen?"}).status_code == 302
    own = f"{FORM}{proposal.mint('event_proposal')}/"
    assert "Wie viele kommen?" in reader.get(own).content.decode()
    assert reader.post(f"{own}aendern/", filled(answer="Etwa 30.")).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("submitted", "Etwa 30.")
    for unfinished in ("", str(DECLINED)):
        assert browser.post(f"{address}decline/", {"text": unfinished}).status_code == 422
    assert browser.post(f"{address}decline/", {"text": "Leider passt es nicht."}).status_code == 302
    assert reader.post(f"{own}zurueckziehen/").status_code == 409
    assert browser.post(f"{address}accept/", {"text": "doch"}).status_code == 409


@pytest.mark.req("D-122")
def test_link_is_stored_as_hash_opens_one_thing_and_asking_for_it_says_nothing(
    reader: Client, mailbox: Callable[[], list[Any]]
) -> None:
    proposal = create_proposal()
    token = proposal.mint("event_proposal")
    assert len(token) >= 32
    assert not AccessLink.objects.filter(token_hash=token.encode()).exists()
    wrong = [
        reader.get(f"{FORM}{token}x/"),
        reader.get(f"{FORM}{token}/bestaetigen/"),
        reader.get(f"{FORM}abc/"),
    ]
    assert [answer.status_code for answer in wrong] == [404] * 3
    count = len(mailbox())
    known = reader.post(f"{FORM}link/", {"email": "meldung@example.org"})
    unknown = reader.post(f"{FORM}link/", {"email": "niemand@example.org"})
    assert known["Location"] == unknown["Location"] == f"{FORM}link/?gesendet=1"
    assert len(mailbox()) == count + 1
    assert reader.get(f"{FORM}{token}/").status_code == 404


@pytest.mark.req("D-127")
def test_contact_of_a_proposer_has_a_day_on_which_it_goes() -> None:
    found = {rule.name: (rule.clock, rule.period.number, rule.then) for rule in EventProposal.retention.rules}
    assert found == {
        "democracy.unconfirmed_proposal_days": ("sent_at", 7, DELETE),
        "democracy.closed_proposal_days": ("closed_at", 90, DELETE),
        "democracy.accepted_proposal_days": ("last_day", 183, DELETE),
    }
    proposal = create_proposal(ends_on=proposal_facts()["ends_on"])
    proposal.accept(by=OFFICE, text="Danke")
    event = proposal.event
    proposal.delete()
    assert Event.objects.get() == event


@pytest.mark.req("D-150")
@pytest.mark.parametrize("path", ["", "bestaetigen/", "aendern/", "zurueckziehen/"])
def test_looking_changes_nothing(reader: Client, path: str) -> None:
    proposal = create_proposal(is_confirmed=path != "bestaetigen/")
    purpose = "event_proposal_confirm" if path == "bestaetigen/" else "event_proposal"
    address = f"{FORM}{proposal.mint(purpose)}/{path}"
    before = (EventProposal.objects.values().get(), Letter.objects.count(), AccessLink.objects.count())
    assert reader.get(address).status_code == 200
    assert reader.head(address).status_code == 200
    assert (
        EventProposal.objects.values().get(),
        Letter.objects.count(),
        AccessLink.objects.count(),
    ) == before
