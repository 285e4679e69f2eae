"""The back office of pages: who may do what, one form for a text, versions, conflicts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goslar_portal import notation
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Entry
from integration.models import Page, PageContact, PageVersion
from tests.conftest import create_user, logged_in
from tests.integration.records import (
    OFFICE,
    create_contact,
    create_page,
    create_published,
    places,
    publish,
    section,
    text,
)
from tests.integration.test_version_save_draft import history


@pytest.fixture
def desk(editor: User) -> Client:
    """The browser of Redaktion."""
    return logged_in(editor)


def text_url(page: Page) -> str:
    return reverse("admin:integration_page_text", args=[page.pk])


def filled(page: Page, **changes: Any) -> dict[str, Any]:
    """What the browser sends when an editor has opened the text and changed some boxes."""
    newest = PageVersion.objects.of_page(page, "de").newest_first()[0]
    data: dict[str, Any] = {"title": newest.title, "summary": newest.summary, "after": newest.number}
    count = len(newest.sections)
    data |= {"abschnitt-TOTAL_FORMS": count + 1, "abschnitt-INITIAL_FORMS": count}
    for number, row in enumerate(newest.parts):
        boxes = {"key": row.key, "kind": row.kind, "heading": row.heading, "body": notation.to_text(row.body)}
        boxes["ORDER"] = str(number + 1)
        data |= {f"abschnitt-{number}-{name}": value for name, value in boxes.items()}
    data |= {
        f"abschnitt-{count}-kind": "text",
        f"abschnitt-{count}-heading": "",
        f"abschnitt-{count}-body": "",
    }
    return data | changes


def sections_of(page: Page) -> list[tuple[str, str, str]]:
    newest = PageVersion.objects.of_page(page, "de").newest_first()[0]
    return [(row.key, row.heading, row.body) for row in newest.parts]


@pytest.mark.req("I-101")
def test_editor_saves_a_draft_and_publishes_it_later(topic: Page, desk: Client, reader: Client) -> None:
    saved = desk.post(text_url(topic), filled(topic, title="Neuer Titel", save=""), follow=True)
    assert [str(message) for message in saved.context["messages"]] == [
        "Entwurf gespeichert. Leser sehen ihn noch nicht."
    ]
    assert reader.get("/integration/wohnraum/").context["page"].version.title == "Wohnraum"
    desk.post(text_url(topic), filled(topic, publish=""))
    assert reader.get("/integration/wohnraum/").context["page"].version.title == "Neuer Titel"
    assert history(topic) == [(1, "superseded"), (2, "published")]


def test_editor_opens_and_saves_without_a_change_and_nothing_happens(topic: Page, desk: Client) -> None:
    publish(
        topic,
        title="Wohnraum",
        sections=[section(body="<p>Für <strong>Sie</strong></p>\n<ul>\n<li>a</li>\n</ul>")],
    )
    desk.post(text_url(topic), filled(topic, save=""))
    assert history(topic) == [(1, "superseded"), (2, "published")]


@pytest.mark.req("I-020")
def test_editor_adds_orders_and_deletes_sections(topic: Page, desk: Client) -> None:
    publish(topic, sections=[section("eins"), section("zwei"), section("drei")])
    changes = {
        "abschnitt-0-ORDER": "3",
        "abschnitt-1-DELETE": "on",
        "abschnitt-2-heading": "Anders genannt",
        "abschnitt-2-ORDER": "1",
        "abschnitt-3-heading": "Für wen?",
        "abschnitt-3-body": "Für **alle**.",
        "abschnitt-3-ORDER": "2",
        "save": "",
    }
    assert desk.post(text_url(topic), filled(topic, **changes)).status_code == 302
    assert sections_of(topic) == [
        ("drei", "Anders genannt", "<p>Ein Satz.</p>"),
        ("fuer-wen", "Für wen?", "<p>Für <strong>alle</strong>.</p>"),
        ("eins", "Über eins", "<p>Ein Satz.</p>"),
    ]


def test_second_section_of_the_same_heading_gets_an_anchor_of_its_own(topic: Page, desk: Client) -> None:
    publish(topic, sections=[section("fuer-wen")])
    changes = {"abschnitt-1-heading": "Für wen?", "abschnitt-1-body": "x", "save": ""}
    desk.post(text_url(topic), filled(topic, **changes))
    assert [key for key, _heading, _body in sections_of(topic)] == ["fuer-wen", "fuer-wen-2"]


@pytest.mark.req("I-105")
@pytest.mark.req("G-057")
def test_second_editor_gets_409_with_both_texts_and_loses_nothing(topic: Page, desk: Client) -> None:
    opened = filled(topic, title="Vom Zweiten", save="")
    topic.save_draft(by=OFFICE, after=1, **text("Von der Ersten"))
    answer = desk.post(text_url(topic), opened)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"<del>.*?Von der Ersten</del>", page, re.DOTALL)
    assert page.count('value="Vom Zweiten"') == 1
    assert history(topic) == [(1, "published"), (2, "draft")]
    after = re.search(r'name="after" value="(\d+)"', page)
    assert after
    assert desk.post(text_url(topic), opened | {"after": after[1]}).status_code == 302
    assert PageVersion.objects.get(number=3).title == "Vom Zweiten"


@pytest.mark.req("I-024")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Hier fehlt eine Angabe."),
        ({"summary": "x" * 302}, "Der Text ist um 2 Zeichen zu lang."),
        ({"abschnitt-0-body": "[Worte](javascript:x)"}, "Die Adresse „javascript:x“ ist nicht erlaubt."),
        ({"abschnitt-0-kind": "video"}, "Bitte wählen Sie einen der angebotenen Einträge."),
        ({"abschnitt-0-heading": ""}, "Hier fehlt eine Angabe."),
    ],
)
def test_editor_reads_what_is_wrong_and_keeps_what_was_typed(
    topic: Page, desk: Client, changes: dict[str, str], sentence: str
) -> None:
    typed = {"abschnitt-0-body": "Lange getippt.", "save": ""} | changes
    answer = desk.post(text_url(topic), filled(topic, **typed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed["abschnitt-0-body"] in answer.content.decode()
    assert history(topic) == [(1, "published")]


@pytest.mark.req("I-027")
def test_editor_cannot_publish_a_dead_link_and_the_draft_is_kept(topic: Page, desk: Client) -> None:
    changes = {"abschnitt-0-body": "[Worte](/gibt-es-nicht/)", "publish": ""}
    answer = desk.post(text_url(topic), filled(topic, **changes))
    assert answer.status_code == 422
    assert "führt ins Leere: /gibt-es-nicht/" in answer.content.decode()
    assert history(topic) == [(1, "published"), (2, "draft")]


@pytest.mark.req("I-025")
def test_editor_is_told_what_cleaning_removed(topic: Page, desk: Client) -> None:
    body = '<p style="color:red" onclick="x">Text<script>x</script></p>'
    answer = desk.post(text_url(topic), filled(topic, **{"abschnitt-0-body": body, "save": ""}), follow=True)
    assert [str(message) for message in answer.context["messages"]][1:] == [
        "Nicht erlaubt und deshalb entfernt: p onclick (1), p style (1), script (1)"
    ]
    assert sections_of(topic) == [("was", "Über was", "<p>Text</p>")]


def test_editor_restores_an_earlier_text(topic: Page, desk: Client) -> None:
    publish(topic, title="Zweiter")
    address = reverse("admin:integration_page_restore", args=[topic.pk, 1])
    assert desk.get(address).status_code == 405
    desk.post(address)
    assert history(topic) == [(1, "superseded"), (2, "published"), (3, "draft")]
    assert PageVersion.objects.get(number=3).title == "Wohnraum"


@pytest.mark.req("I-101")
def test_editor_sees_the_difference_to_the_published_text_in_words(topic: Page, desk: Client) -> None:
    topic.save_draft(by=OFFICE, **text("Wohnraum", sections=[section(body="<p>Ein neuer Satz.</p>")]))
    page = desk.get(reverse("admin:integration_page_version", args=[topic.pk, 2])).content.decode()
    assert " ".join(re.findall(r"<(?:ins|del)>.*?</(?:ins|del)>", page)) == (
        '<ins><span class="visually-hidden">neu: </span>neuer</ins>'
    )


def test_editor_previews_a_draft_in_the_public_page(topic: Page, desk: Client) -> None:
    topic.save_draft(by=OFFICE, **text("Noch nicht öffentlich"))
    answer = desk.get(reverse("admin:integration_page_preview", args=[topic.pk, 2]))
    page = answer.content.decode()
    assert page.count("<h1>Noch nicht öffentlich</h1>") == 1
    assert "Fassung 2, Entwurf." in page
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]


def test_editor_makes_a_new_topic_and_comes_to_its_text(overview: Page, desk: Client) -> None:
    create_page("a", parent=overview)
    answer = desk.post(reverse("admin:integration_page_add"), {"parent": overview.pk, "slug": "neu"})
    page = Page.objects.get(slug="neu")
    assert answer.headers["Location"] == text_url(page)
    assert places(overview) == [("a", 1), ("neu", 2)]
    data = {
        "title": "Neu",
        "summary": "",
        "after": "0",
        "abschnitt-TOTAL_FORMS": "1",
        "abschnitt-INITIAL_FORMS": "0",
    }
    data |= {
        "abschnitt-0-kind": "text",
        "abschnitt-0-heading": "Was",
        "abschnitt-0-body": "Text",
        "publish": "",
    }
    assert desk.post(text_url(page), data).status_code == 302
    assert history(page) == [(1, "published")]


def test_editor_chooses_pages_and_contacts_by_their_names(topic: Page, desk: Client) -> None:
    create_contact(page=topic)
    new = desk.get(reverse("admin:integration_page_add")).context["adminform"].form
    assert [label for value, label in new.fields["parent"].choices if value][1:] == ["– Wohnraum"]
    page = desk.get(reverse("admin:integration_page_change", args=[topic.pk])).content.decode()
    assert ">Beratung</option>" in page
    document = desk.get(reverse("admin:integration_download_add")).content.decode()
    assert all(f">{name}</option>" in document for name in ("Arabisch", "– Wohnraum", "Beratung"))
    assert ("Ins Archiv" in page, "Aus dem Archiv holen" in page) == (True, False)


@pytest.mark.req("G-186")
def test_editor_is_asked_before_a_page_disappears(topic: Page, desk: Client) -> None:
    address = reverse("admin:integration_page_verb", args=[topic.pk, "withdraw"])
    page = desk.get(reverse("admin:integration_page_change", args=[topic.pk])).content.decode()
    assert f'href="{address}"' in page
    assert f'action="{address}"' not in page
    assert "in keiner Sprache mehr zu lesen" in desk.get(address).content.decode()


def test_reader_of_a_page_without_contact_is_led_to_all_contacts(topic: Page, reader: Client) -> None:
    column = reader.get(topic.get_absolute_url()).content.decode().partition('id="kontakt"')[2]
    assert '<a href="/kontakt/">Alle Kontakte</a>' in column


@pytest.mark.req("I-013")
@pytest.mark.parametrize("slug", ["wohnraum", "Groß", "aktuelles", ""])
def test_editor_cannot_make_a_topic_at_a_wrong_address(
    topic: Page, desk: Client, overview: Page, slug: str
) -> None:
    answer = desk.post(reverse("admin:integration_page_add"), {"parent": overview.pk, "slug": slug})
    assert answer.status_code == 422
    assert list(answer.context["adminform"].form.errors) == ["slug"] or slug in ("Groß", "aktuelles")
    assert places(overview) == [("wohnraum", 1)]


def test_editor_changes_contacts_and_review_of_a_page(topic: Page, desk: Client) -> None:
    contact = create_contact()
    data = {
        "role": "redaktion",
        "review_months": "6",
        "needs_confirmation": "Stimmt das?",
        "contact_places-TOTAL_FORMS": "1",
        "contact_places-INITIAL_FORMS": "0",
        "contact_places-0-contact": contact.pk,
        "contact_places-0-place": "column",
        "contact_places-0-position": "1",
    }
    answer = desk.post(reverse("admin:integration_page_change", args=[topic.pk]), data)
    assert answer.status_code == 302
    topic.refresh_from_db()
    assert (topic.review_months, topic.needs_confirmation, topic.in_menu) == (6, "Stimmt das?", False)
    assert PageContact.objects.get().contact == contact
    assert Entry.objects.of(topic)[0].verb == "change"


@pytest.mark.req("G-056")
def test_editor_moves_renames_and_confirms_by_buttons(topic: Page, overview: Page, desk: Client) -> None:
    create_published("bildung", parent=overview)
    base = f"/admin/integration/page/{topic.pk}"
    assert desk.post(f"{base}/put/", {"parent": overview.pk, "position": "2"}).status_code == 302
    assert places(overview) == [("bildung", 1), ("wohnraum", 2)]
    assert desk.post(f"{base}/rename/", {"slug": "wohnen"}).status_code == 302
    assert desk.post(f"{base}/confirm/").status_code == 302
    topic.refresh_from_db()
    assert topic.slug == "wohnen"
    refused = desk.post(f"{base}/rename/", {"slug": "Groß!"})
    assert (refused.status_code, Page.objects.get(pk=topic.pk).slug) == (422, "wohnen")


@pytest.mark.parametrize(
    ("role", "may_write", "may_publish"),
    [
        ("redaktion", True, True),
        ("leitung", False, True),
        ("wohnraum", False, False),
        ("demokratie", False, False),
        ("beratung", False, False),
        ("datenschutz", False, False),
        ("technik", False, False),
    ],
)
def test_every_role_does_exactly_what_the_table_says(
    topic: Page, roles: None, role: str, may_write: bool, may_publish: bool
) -> None:
    browser = logged_in(create_user(role))
    names = ("changelist", "text", "change", "version", "preview")
    arguments = {"changelist": [], "version": [topic.pk, 1], "preview": [topic.pk, 1]}
    pages = [
        reverse(f"admin:integration_page_{name}", args=arguments.get(name, [topic.pk])) for name in names
    ]
    assert [browser.get(page).status_code for page in pages] == [200] * 5

    saved = browser.post(text_url(topic), filled(topic, title="Neu", save="")).status_code
    assert saved == (302 if may_write else 403)
    assert history(topic) == ([(1, "published"), (2, "draft")] if may_write else [(1, "published")])

    draft = topic.save_draft(by=OFFICE, **text("Neu"))
    sent = filled(topic, publish="") if may_write else {"after": draft.number, "publish": ""}
    published = browser.post(text_url(topic), sent).status_code
    assert published == (302 if may_publish else 403)
    assert PageVersion.objects.get(pk=draft.pk).is_published == may_publish

    base = f"/admin/integration/page/{topic.pk}"
    forbidden = [
        browser.post(f"{base}/withdraw/").status_code,
        browser.post(f"{base}/put/", {"position": "1"}).status_code,
        browser.get("/admin/integration/page/add/").status_code,
        browser.post(f"{base}/fassung/1/wiederherstellen/").status_code,
        browser.post(f"{base}/delete/").status_code,
    ]
    assert forbidden == [
        302 if may_publish else 403,
        302 if may_write else 403,
        200 if may_write else 403,
        302 if may_write else 403,
        403,
    ]


def test_stranger_reaches_nothing_of_the_back_office(
    topic: Page, stranger: Client, as_user: Callable[..., Any]
) -> None:
    addresses = [text_url(topic), reverse("admin:integration_page_preview", args=[topic.pk, 1])]
    assert [stranger.get(address).status_code for address in addresses] == [302, 302]
    nobody = as_user(create_user(email="ohne@example.org"))
    assert [nobody.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_pages_costs_the_same_for_more_pages(
    overview: Page, desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_published(f"t-{number}", parent=overview)
    desk.get("/admin/integration/page/")
    with django_assert_num_queries(8):
        answer = desk.get("/admin/integration/page/")
    assert len(answer.context["rows"]) == rows + 2
