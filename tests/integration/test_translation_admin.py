"""Writing a text beside its German one, its steps, and who may do what (I-078 to I-081, I-100 to I-106)."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.health.checks import problems
from goslar_portal.journal.models import Entry
from integration.jobs import publish_scheduled
from integration.models import (
    Origin,
    Page,
    PageKind,
    PageTranslation,
    PageVersion,
    Provenance,
    TranslationTask,
    TranslatorLanguage,
)
from integration.today import late
from tests.conftest import create_user, logged_in
from tests.integration.records import OFFICE, create_published, publish, section, text
from tests.integration.test_cell_state import newest, shown, state
from tests.integration.test_page_admin import filled, text_url


@pytest.fixture
def arabic(topic: Page) -> Page:
    publish(topic, language="ar", title="السكن", sections=[section("was", "<p>جملة.</p>", heading="ماذا")])
    return topic


@pytest.fixture
def desk(editor: User) -> Client:
    return logged_in(editor)


@pytest.fixture
def translator(roles: None) -> User:
    """Translates Arabic and nothing else."""
    user = create_user("redaktion-uebersetzung", email="uebersetzung@example.org")
    TranslatorLanguage.objects.create(account=user, language="ar")
    return user


def url(page: Page, code: str = "ar") -> str:
    return reverse("admin:integration_page_translation", args=[page.pk, code])


def step(page: Page, name: str, code: str = "ar") -> str:
    return reverse("admin:integration_page_step", args=[page.pk, code, name])


def boxes(browser: Client, page: Page, code: str = "ar", **changes: Any) -> dict[str, Any]:
    """What the browser sends back when somebody has opened the form and changed some boxes."""
    form = browser.get(url(page, code)).context["text"]
    data = {name: form.head[name].value() for name in form.head.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    data |= {
        "abschnitt-TOTAL_FORMS": len(form.sections.forms),
        "abschnitt-INITIAL_FORMS": form.sections.initial_form_count(),
    }
    for number, row in enumerate(form.sections.forms):
        data |= {
            f"abschnitt-{number}-{name}": row[name].value() or ""
            for name in ("key", "kind", "heading", "body")
        }
    return data | changes


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def posted(browser: Client, page: Page, code: str = "ar", **changes: Any) -> list[str]:
    answer = browser.post(url(page, code), boxes(browser, page, code, **changes), follow=True)
    assert answer.status_code == 200, answer.context["text"].head.errors
    return said(answer)


@pytest.mark.req("I-080", "I-081")
def test_translator_sees_both_texts_what_changed_and_the_right_direction(arabic: Page, desk: Client) -> None:
    publish(arabic, title="Wohnraum", sections=[section("was", "<p>Ein neuer Satz.</p>"), section("mehr")])
    page = desk.get(url(arabic)).content.decode()
    assert re.findall(r"<(ins|del)><span[^>]*>[^<]*</span>([^<]*)</\1>", page) == [("ins", "neuer")]
    assert page.count("Diesen Abschnitt gab es noch nicht") == 1
    assert re.search(r'<input[^>]*name="title"[^>]*value="السكن"[^>]*lang="ar" dir="rtl"', page)
    assert page.count('lang="ar" dir="rtl"') == 1 + 2 + 2 * 2  # heading; title, summary; two boxes a section
    keys = [str(row.form["key"].value()) for row in desk.get(url(arabic)).context["text"].rows]
    assert keys == ["was", "mehr"]


@pytest.mark.req("I-079")
def test_translator_who_opened_an_older_german_text_answers_that_one(arabic: Page, desk: Client) -> None:
    publish(arabic, title="Neu")
    opened = boxes(desk, arabic, title="جديد", publish="")
    publish(arabic, title="Noch neuer")
    desk.post(url(arabic), opened)
    assert (shown(arabic, "ar").title, state(arabic)) == ("جديد", "outdated")
    posted(desk, arabic, title="الأحدث", publish="")
    assert state(arabic) == "current"


@pytest.mark.req("I-079")
def test_altered_answer_is_not_believed(arabic: Page, desk: Client) -> None:
    stolen = publish(create_published("anders"), title="Fremd")
    desk.post(url(arabic), boxes(desk, arabic, title="جديد", german=str(stolen.pk), publish=""))
    assert shown(arabic, "ar").answers == shown(arabic).text_hash


@pytest.mark.req("I-105")
def test_second_translator_gets_409_and_both_texts(arabic: Page, desk: Client) -> None:
    opened = boxes(desk, arabic, title="الثاني", save="")
    arabic.save_draft(language="ar", by=OFFICE, **text("الأول"))
    answer = desk.post(url(arabic), opened)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r'<dd lang="ar" dir="rtl">.*?الأول.*?</dd>', page, re.DOTALL)
    assert 'value="الثاني"' in page
    assert newest(arabic, "ar").title == "الأول"


@pytest.mark.req("I-078")
def test_unchanged_text_published_again_is_found_still_right(arabic: Page, desk: Client) -> None:
    publish(arabic, title="Neu")
    assert posted(desk, arabic, publish="")[0] == (
        "Der Text ist unverändert und gilt jetzt als Übersetzung des neuen deutschen Textes."
    )
    assert (state(arabic), newest(arabic, "ar").number) == ("current", 1)


@pytest.mark.req("I-076", "I-077")
def test_editor_is_told_what_a_german_change_does_to_translations(arabic: Page, desk: Client) -> None:
    told = []
    for changes in ({"title": "Neu"}, {"title": "Neu!", "minor": "spelling"}, {}):
        answer = desk.post(text_url(arabic), filled(arabic, publish="", **changes), follow=True)
        told.append(said(answer))
        publish(arabic, language="ar", title=f"جديد {len(told)}")
    assert told == [
        ["Veröffentlicht.", "Diese Übersetzungen passen jetzt nicht mehr: Arabisch"],
        ["Veröffentlicht. Übersetzungen, die vorher passten, passen weiterhin."],
        ["Der Text ist unverändert. Es gab nichts zu veröffentlichen."],
    ]


@pytest.mark.req("I-082")
def test_machine_text_is_marked_until_somebody_vouches_for_it(
    topic: Page, desk: Client, reader: Client
) -> None:
    german = PageVersion.objects.german_texts().get(translation__page=topic)
    PageTranslation.objects.begin("ar", [(german, text("السكن"), german.text_hash)], by=OFFICE)
    posted(desk, topic, origin="checked", save="")
    version = shown(topic, "ar")
    assert (version.number, version.origin, version.checked_by) == (
        1,
        Origin.CHECKED,
        User.objects.get(email="redaktion@example.org"),
    )
    assert version.checked_at is not None


@pytest.mark.req("I-082")
def test_unchecked_machine_text_never_appears_on_a_legal_page(overview: Page, desk: Client) -> None:
    page = create_published("impressum", kind=PageKind.SERVICE, is_legal=True)
    draft = page.save_draft(
        language="en", by=OFFICE, provenance=Provenance(Origin.MACHINE), **text("Imprint")
    )
    answer = desk.post(url(page, "en"), boxes(desk, page, "en", publish=""))
    assert answer.status_code == 422
    assert "darf nur geprüfter Text stehen" in answer.content.decode()
    assert PageVersion.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.req("I-083")
def test_leichte_sprache_has_its_own_sections_and_a_day_of_reading(topic: Page, desk: Client) -> None:
    changes = {"title": "Wohnen", "summary": "", "read_on": "01.11.2026", "publish": ""}
    changes |= {"abschnitt-0-key": "", "abschnitt-0-heading": "Was ist das?", "abschnitt-0-body": "Ein Satz."}
    posted(desk, topic, "leicht", **changes)
    version = shown(topic, "leicht")
    assert [row.key for row in version.parts] == ["was-ist-das"]
    assert (str(version.read_on), state(topic, "leicht")) == ("2026-11-01", "current")


@pytest.mark.req("I-200")
@pytest.mark.parametrize(("code", "may"), [("ar", True), ("fa", False), ("de", False)])
def test_translator_writes_only_the_languages_named_for_the_account(
    arabic: Page, translator: User, code: str, may: bool
) -> None:
    browser = logged_in(translator)
    publish(arabic, language="fa", title="مسکن")
    address = url(arabic, code) if code != "de" else reverse("admin:integration_page_text", args=[arabic.pk])
    data = boxes(browser, arabic, code if code != "de" else "ar", title="Anders", save="")
    answer = browser.post(address, data)
    assert answer.status_code == (302 if may else 403)
    assert (newest(arabic, code).title == "Anders") is may


@pytest.mark.req("I-200")
def test_translator_neither_publishes_nor_plans_nor_gives_tasks(arabic: Page, translator: User) -> None:
    browser = logged_in(translator)
    refused = [browser.post(url(arabic), boxes(browser, arabic, title="Anders", publish="")).status_code]
    names = ("schedule", "unschedule", "plan_end", "drop_end", "withdraw", "give", "drop")
    refused += [browser.post(step(arabic, name), {}).status_code for name in names]
    assert refused == [403] * 8
    assert [row.state for row in PageVersion.objects.of_page(arabic, "ar")] == ["published"]


@pytest.mark.req("I-106")
def test_author_of_a_service_page_needs_a_second_person(overview: Page, desk: Client, chief: User) -> None:
    page = create_published("datenschutz", kind=PageKind.SERVICE)
    answer = desk.post(text_url(page), filled(page, title="Anders", publish=""))
    assert answer.status_code == 422
    assert "braucht vier Augen" in answer.content.decode()
    assert [row.state for row in PageVersion.objects.of_page(page, "de")] == ["draft", "published"]
    answer = logged_in(chief).post(text_url(page), {"publish": "", "after": "2"}, follow=True)
    assert (shown(page).title, said(answer)) == ("Anders", ["Veröffentlicht."])


@pytest.mark.req("I-103")
def test_text_appears_and_ends_by_the_clock(arabic: Page, desk: Client) -> None:
    arabic.save_draft(language="ar", by=OFFICE, **text("قريبا"))
    day = f"{today() + timedelta(days=1):%d.%m.%Y}"
    desk.post(step(arabic, "schedule"), {"day": day, "hour": "8 Uhr"})
    desk.post(step(arabic, "plan_end"), {"day": day, "hour": "9:00"})
    assert (publish_scheduled(), shown(arabic, "ar").title) == (0, "السكن")
    past = timezone.now() - timedelta(minutes=1)
    PageVersion.objects.filter(state="scheduled").update(publish_at=past)
    assert (publish_scheduled(), shown(arabic, "ar").title, state(arabic)) == (1, "قريبا", "current")
    PageTranslation.objects.filter(withdraw_at__isnull=False).update(withdraw_at=past)
    assert (publish_scheduled(), state(arabic)) == (1, "withdrawn")
    assert (publish_scheduled(), Entry.objects.filter(actor_name="publish_scheduled").count()) == (0, 3)


@pytest.mark.req("I-103")
def test_editor_who_changes_a_planned_text_is_told_that_the_plan_is_gone(topic: Page, desk: Client) -> None:
    topic.save_draft(by=OFFICE, **text("Bald")).schedule(at=timezone.now() + timedelta(days=1), by=OFFICE)
    answer = desk.post(text_url(topic), filled(topic, title="Anders"), follow=True)
    assert said(answer) == [
        "Entwurf gespeichert. Leser sehen ihn noch nicht. Der geplante Termin ist aufgehoben."
    ]


@pytest.mark.req("I-103")
def test_moment_that_has_passed_means_now(arabic: Page, desk: Client) -> None:
    arabic.save_draft(language="ar", by=OFFICE, **text("الآن"))
    desk.post(step(arabic, "schedule"), {"day": "01.01.2020", "hour": "8:00"})
    assert shown(arabic, "ar").title == "الآن"


@pytest.mark.req("I-103")
def test_text_that_is_late_stands_on_the_page_of_health(arabic: Page) -> None:
    draft = arabic.save_draft(by=OFFICE, **text("Neu"))
    draft.schedule(at=timezone.now() + timedelta(days=1), by=OFFICE)
    broken = arabic.save_draft(language="ar", by=OFFICE, **text("جديد"))
    broken.schedule(at=timezone.now() + timedelta(days=1), by=OFFICE)
    PageVersion.objects.filter(state="scheduled").update(publish_at=timezone.now() - timedelta(minutes=6))
    assert late() == "2 texts, 0 ends late"
    assert publish_scheduled() == 2
    assert (late(), "schedule" in problems()) == ("", False)


@pytest.mark.req("I-103")
def test_text_that_cannot_appear_does_not_stop_the_others(arabic: Page) -> None:
    moment = timezone.now() + timedelta(days=1)
    bad = arabic.save_draft(by=OFFICE, **text("Darf nicht"))
    bad.schedule(at=moment, by=OFFICE)
    other = create_published("anders")
    other.save_draft(by=OFFICE, **text("Erscheint")).schedule(at=moment, by=OFFICE)
    PageVersion.objects.filter(state="scheduled").update(publish_at=timezone.now() - timedelta(minutes=6))
    PageVersion.objects.filter(pk=bad.pk).update(origin=Origin.MACHINE)
    Page.objects.filter(pk=arabic.pk).update(is_legal=True)
    assert publish_scheduled() == 1
    assert (shown(arabic).title, shown(other).title) == ("Wohnraum", "Erscheint")


@pytest.mark.req("I-102")
def test_proofreader_reads_a_draft_by_a_link_that_ends(
    arabic: Page, desk: Client, reader: Client, every_language: None
) -> None:
    draft = arabic.save_draft(language="ar", by=OFFICE, **text("مسودة"))
    place = [arabic.pk, "ar", draft.number]
    made = desk.post(reverse("admin:integration_page_link", args=place))
    address = re.search(r"<code>http://testserver(/vorschau/[^<]+)</code>", made.content.decode())
    assert address
    answer = reader.get(address[1])
    page = answer.content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>مسودة</h1>" in page
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex", True)
    assert 'class="language-list"' not in page  # its address leads to no other language
    assert reader.post(address[1]).status_code == 405
    desk.post(reverse("admin:integration_page_unlink", args=place))
    assert reader.get(address[1]).status_code == 404
    assert reader.get("/vorschau/geraten/").content == reader.get(address[1]).content.replace(
        address[1].encode(), b"/vorschau/geraten/"
    )


@pytest.mark.req("I-102", "I-081")
def test_preview_for_staff_speaks_the_language_of_the_text(arabic: Page, desk: Client) -> None:
    page = desk.get(reverse("admin:integration_page_preview", args=[arabic.pk, "ar", 1])).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count("<h1>السكن</h1>") == 1
    assert 'lang="de" dir="ltr"' not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.req("I-104")
def test_every_earlier_translation_can_be_compared_and_restored(arabic: Page, desk: Client) -> None:
    publish(arabic, language="ar", title="جديد")
    compared = desk.get(reverse("admin:integration_page_version", args=[arabic.pk, "ar", 1])).content.decode()
    assert re.search(r'<dd lang="ar" dir="rtl">.*?<del>.*?جديد.*?</del>', compared, re.DOTALL)
    desk.post(reverse("admin:integration_page_restore", args=[arabic.pk, "ar", 1]))
    rows = PageVersion.objects.of_page(arabic, "ar").order_by("number")
    assert [(row.title, row.state) for row in rows] == [
        ("السكن", "superseded"),
        ("جديد", "published"),
        ("السكن", "draft"),
    ]


@pytest.mark.req("I-087")
def test_editor_gives_a_translation_and_takes_it_back(topic: Page, desk: Client, translator: User) -> None:
    due = today() + timedelta(days=7)
    both = desk.post(
        step(topic, "give"), {"person": translator.pk, "bureau": "Büro", "due_on": f"{due:%d.%m.%Y}"}
    )
    assert (both.status_code, TranslationTask.objects.count()) == (422, 0)
    desk.post(step(topic, "give"), {"person": translator.pk, "due_on": f"{due:%d.%m.%Y}"})
    task = TranslationTask.objects.get()
    assert (task.person, task.due_on, task.state, state(topic)) == (translator, due, "open", "translating")
    board = logged_in(translator).get("/admin/").context["board"]
    assert [pile.count for pile in board.piles if pile.card.name == "integration.tasks"] == [1]
    assert [pile.own for pile in board.piles if pile.card.name == "integration.tasks"] == [1]
    desk.post(step(topic, "drop"), {})
    assert state(topic) == "missing"


@pytest.mark.req("I-108")
def test_saving_costs_the_same_with_two_and_with_ten_languages(arabic: Page, desk: Client) -> None:
    counts = []
    for codes in ((), ("en",), ("fr", "fa", "pl", "uk", "tr", "ru", "zh-hans")):
        for code in codes:
            publish(arabic, language=code)
        data = boxes(desk, arabic, title=f"جديد {len(codes)}", save="")
        with CaptureQueriesContext(connection) as queries:
            assert desk.post(url(arabic), data).status_code == 302
        counts.append(len(queries))
    assert counts[1] == counts[2]  # the first one had no draft to replace


class Elements(HTMLParser):
    """Elements and attributes of a page by which something typed could act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        reader = cls()
        reader.feed(page)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_ours = tag == "script" and ("src" in given or given.get("type") == "application/ld+json")
        if tag in ("script", "iframe", "math", "style", "object", "embed", "base") and not is_ours:
            self.found.append(tag)
        self.found += [name for name, value in attrs if name.startswith("on") or name == "srcdoc"]
        self.found += [value for value in given.values() if value and "javascript:" in value.lower()]


XSS = [
    "<ScRiPt>alert(1)</sCrIpT>",
    "<svg/onload=alert(1)><svg><script>alert&#40;1)</script></svg>",
    '<img src=x oNeRrOr="alert(1)">',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<math><mtext></p><style><img src=x onerror="alert(1)"></style></mtext></math>',
    "<p>" * 20_000 + "<iframe srcdoc='<script>alert(1)</script>'>" + "x" * 900_000,
]


@pytest.mark.req("I-222")
@pytest.mark.parametrize(
    "attack", XSS, ids=["case", "svg", "handler", "nested", "encoded", "math", "megabyte"]
)
def test_stored_attack_is_harmless_wherever_the_text_is_shown(
    topic: Page, desk: Client, reader: Client, attack: str
) -> None:
    body = f"<p>Harzwasser {attack} Ende</p>"
    publish(
        topic, title="Harzwasser <script>x</script>", summary="<svg onload=x>", sections=[section(body=body)]
    )
    version = shown(topic)
    assert not re.search(r"<(?!/?(p|br|strong|em)\b)", version.parts[0].body)
    places = [
        reader.get("/integration/wohnraum/"),
        desk.get(reverse("admin:integration_page_preview", args=[topic.pk, version.number])),
        desk.get(reverse("admin:integration_page_text", args=[topic.pk])),
        desk.get(url(topic)),
        reader.get("/suche/?q=Harzwasser"),
    ]
    for answer in places:
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Harzwasser" in page
        assert Elements.of(page) == []
        assert "unsafe" not in answer["Content-Security-Policy"]
