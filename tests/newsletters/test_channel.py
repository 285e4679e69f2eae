"""The newsletters themselves: read by everybody, kept by their own role (N-001 to N-003, N-005)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Entry
from newsletters.models import Channel, SignUp, Subscription
from tests.newsletters import factories
from tests.newsletters.archive import archived
from tests.newsletters.filling import FORM, filled, words

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.mark.req("N-001")
def test_portal_starts_with_two_newsletters(starting_content: None, reader: Client) -> None:
    names = [
        "Newsletter der Koordinierungsstelle Migration und Teilhabe",
        "Newsletter der Partnerschaft für Demokratie",
    ]
    channels = Channel.objects.with_texts("de")
    assert [(row.slug, row.name) for row in channels] == [
        ("migration-und-teilhabe", names[0]),
        ("demokratie", names[1]),
    ]
    text = words(reader.get("/newsletter/"))
    assert [name in text for name in names] == [True, True]
    assert (
        '<a href="/newsletter/" aria-current="true">Newsletter</a>'
        in reader.get("/newsletter/").content.decode()
    )
    assert 'href="/newsletter/"' in reader.get("/").content.decode().split("<main")[1]


@pytest.mark.req("N-001")
def test_reserved_slug_is_refused_by_form_and_database(channel: Channel) -> None:
    channel.slug = "abo"
    with pytest.raises(ValidationError, match="persönlichen Seiten"):
        channel.full_clean()
    with pytest.raises(IntegrityError, match="channel_slug_is_not_reserved"), transaction.atomic():
        channel.save()


@pytest.mark.req("N-002")
def test_form_of_a_newsletter_asks_for_role_mailboxes(channel: Channel, editor: User, as_user: Login) -> None:
    page = words(as_user(editor).get(f"/admin/newsletters/channel/{channel.pk}/change/"))
    assert "Ein Postfach der Stelle, nie das einer Person." in page
    assert "Vier-Augen-Freigabe" in page


def typed(channel: Channel, **changes: Any) -> dict[str, Any]:
    text = channel.texts.get()
    return {
        "slug": channel.slug, "position": 1, "sender_name": channel.sender_name,
        "sender_address": channel.sender_address, "reply_address": channel.reply_address,
        "imprint_line": channel.imprint_line, "languages": ["de"], "contact": channel.contact,
        "is_four_eyes": "on", "needs_confirmation": "",
        "texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 1, "texts-0-id": text.pk,
        "texts-0-channel": channel.pk, "texts-0-language": "de", "texts-0-name": text.name,
        "texts-0-description": text.description,
    } | changes  # fmt: skip


@pytest.mark.req("N-002")
def test_change_is_in_the_journal_and_says_when_the_sender_changed(
    channel: Channel, editor: User, as_user: Login
) -> None:
    before = channel.sender_changed_at
    where = f"/admin/newsletters/channel/{channel.pk}/change/"
    assert as_user(editor).post(where, typed(channel, contact="zentrale")).status_code == 302
    channel.refresh_from_db()
    assert (channel.contact, channel.sender_changed_at) == ("zentrale", before)
    as_user(editor).post(where, typed(channel, reply_address="antwort@goslar.example"))
    channel.refresh_from_db()
    assert channel.sender_changed_at > before
    verbs = Entry.objects.of(channel).values_list("verb", "account_id")
    assert list(verbs) == [("change", editor.pk), ("change", editor.pk)]


def test_language_the_portal_does_not_speak_is_refused(
    channel: Channel, editor: User, as_user: Login
) -> None:
    where = f"/admin/newsletters/channel/{channel.pk}/change/"
    response = as_user(editor).post(where, typed(channel, languages=["de", "tlh"]))
    assert response.status_code == 422
    channel.refresh_from_db()
    assert channel.languages == ["de"]


@pytest.mark.req("N-003", "G-056")
def test_button_closes_and_opens_the_sign_up(
    channel: Channel, editor: User, reader: Client, as_user: Login
) -> None:
    where = f"/admin/newsletters/channel/{channel.pk}/"
    as_user(editor).post(f"{where}close_signup/")
    channel.refresh_from_db()
    assert not channel.is_signup_open
    assert "Zurzeit nehmen wir keine neuen Anmeldungen an." in words(reader.get(channel.get_absolute_url()))
    page = words(as_user(editor).get(f"{where}change/"))
    assert ("Anmeldung öffnen" in page, "Anmeldung schließen" in page) == (True, False)
    as_user(editor).post(f"{where}open_signup/")
    channel.refresh_from_db()
    assert channel.is_signup_open


@pytest.mark.req("N-003")
def test_closed_sign_up_explains_itself_and_all_else_goes_on(
    channel: Channel, subscription: Subscription, own_page: str, reader: Client
) -> None:
    issue = archived(channel)
    typed_before = filled()
    channel.close_signup(by=factories.OFFICE)
    before = SignUp.objects.count()
    page = reader.get(FORM)
    assert (page.status_code, "Zurzeit keine Anmeldung möglich" in words(page)) == (200, True)
    main = page.content.decode().split("<main")[1]
    assert ("feed.atom" in main, "<form" in main.split("</main>")[0]) == (True, False)
    assert reader.post(FORM, typed_before).status_code == 200
    assert SignUp.objects.count() == before
    where = [channel.get_absolute_url(), issue.get_absolute_url(), f"{channel.get_absolute_url()}feed.atom"]
    assert [reader.get(path).status_code for path in [*where, own_page]] == [200] * 4
    assert "anmelden/" not in reader.get(issue.get_absolute_url()).content.decode().split("<main")[1]
    assert "Sie sind abgemeldet." in words(reader.post(f"{own_page}abmelden/"))
    subscription.refresh_from_db()
    assert subscription.state == "ended"


@pytest.mark.req("G-051")
def test_each_role_reaches_its_own_newsletter_only(
    channel: Channel, other_channel: Channel, editor: User, organiser: User, chief: User, as_user: Login
) -> None:
    pages = [f"/admin/newsletters/channel/{row.pk}/change/" for row in (channel, other_channel)]
    reached = [[as_user(user).get(page).status_code for page in pages] for user in (editor, organiser, chief)]
    assert reached == [[200, 404], [404, 200], [200, 200]]


@pytest.mark.req("G-051")
def test_new_newsletter_belongs_to_the_role_of_its_maker(
    channel: Channel, organiser: User, as_user: Login
) -> None:
    fields = typed(
        channel, slug="jugend", **{"texts-INITIAL_FORMS": 0, "texts-0-id": "", "texts-0-channel": ""}
    )
    assert as_user(organiser).post("/admin/newsletters/channel/add/", fields).status_code == 302
    assert Channel.objects.get(slug="jugend").role == "demokratie"


@pytest.mark.req("N-005")
def test_area_is_known_to_the_ground_floor_by_its_registries_and_addresses() -> None:
    def own(entries: Any) -> set[str]:
        return {entry.name for entry in entries if entry.name.startswith("newsletters")}

    assert own(registry.search) == {"newsletters.issues"}
    assert own(registry.sitemap) == {"newsletters"}
    assert own(registry.statistics) == {"newsletters.subscriptions"}
    assert {f"newsletters.{card}.redaktion" for card in ("stopped", "unclear", "limits")} <= own(
        registry.today
    )
    addresses = {
        "/newsletter/demokratie/2026-1/ausgabe.pdf": "page",
        "/newsletter/abo/x/bestaetigen/": "token_page",
        "/newsletter/abo/x/nicht-ich/": "token_page",
        "/newsletter/abo/x/erneuern/": "token_page",
        "/newsletter/abo/x/abmelden/": "token_page",
    }
    found = {address: resolve(address).func.access for address in addresses}  # type: ignore[attr-defined]
    assert found == addresses
