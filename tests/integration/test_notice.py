"""Aktuelles: valid by the clock, in the reader's language or not at all, with addresses that stay."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from goslar_portal import registry, search
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.page_cache.store import KEEP, PAGES, Keep, Store
from integration.models import Notice, NoticePage, NoticeText, Page
from tests.integration.records import OFFICE, publish, section

DAY = timedelta(days=1)


def create_notice(slug: str = "sprechzeit", *, page: Page | None = None, **fields: Any) -> Notice:
    """A notice valid today, with words in these languages."""
    words = fields.pop("words", {"de": "Keine Sprechzeit am Freitag"})
    notice = Notice.objects.create(slug=slug, **fields)
    for code, title in words.items():
        NoticeText.objects.create(notice=notice, language=code, title=title, body=f"<p>Text {code}.</p>")
    if page is not None:
        NoticePage.objects.create(notice=notice, page=page)
    return notice


def listed(reader: Client, address: str = "/integration/aktuelles/") -> list[str]:
    return [notice.slug for notice in reader.get(address).context["notices"]]


@pytest.mark.req("I-050", "I-051")
def test_notice_is_valid_from_its_first_to_its_last_day(topic: Page, reader: Client) -> None:
    create_notice("gestern", valid_from=today() - 2 * DAY, valid_until=today() - DAY)
    create_notice("heute", valid_from=today(), valid_until=today())
    create_notice("morgen", valid_from=today() + DAY)
    assert listed(reader) == ["heute"]
    assert Notice.objects.get(slug="heute").is_valid
    assert [row.slug for row in Notice.objects.all() if row.is_valid] == ["heute"]


@pytest.mark.req("I-050")
def test_notice_lasts_thirty_days_if_nobody_says_otherwise(db: None) -> None:
    assert create_notice().valid_until == today() + 30 * DAY


@pytest.mark.req("I-050", "I-006")
def test_reader_finds_it_on_its_page_on_the_start_page_and_at_its_own_address(
    topic: Page, reader: Client
) -> None:
    create_notice(page=topic)
    create_notice("ueberall", on_start=True, words={"de": "Neu im Portal"})
    assert "Keine Sprechzeit am Freitag" in reader.get("/integration/wohnraum/").content.decode()
    assert "Neu im Portal" not in reader.get("/integration/wohnraum/").content.decode()
    assert "Neu im Portal" in reader.get("/").content.decode()
    assert "Keine Sprechzeit" not in reader.get("/").content.decode()
    page = reader.get("/integration/aktuelles/sprechzeit/").content.decode()
    assert page.count("<h1>Keine Sprechzeit am Freitag</h1>") == 1


def test_section_of_a_page_lists_all_that_is_new(topic: Page, reader: Client) -> None:
    create_notice("eins")
    create_notice("zwei", page=topic)
    publish(topic, sections=[section("neues", "", kind="notices")])
    page = reader.get("/integration/wohnraum/").content.decode()
    assert page.count('class="notice"') == 2


@pytest.mark.req("I-052")
def test_reader_of_another_language_gets_what_is_translated_and_what_is_important(
    topic: Page, reader: Client, every_language: None
) -> None:
    create_notice("arabisch", words={"de": "Kurs", "ar": "دورة"}, page=topic)
    create_notice("deutsch", page=topic)
    create_notice("wichtig", level="important", words={"de": "Sturm"}, page=topic)
    assert listed(reader, "/ar/integration/aktuelles/") == ["wichtig", "arabisch"]
    publish(topic, language="ar")
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert '<div class="flow" lang="de" dir="ltr"><p><strong>Sturm</strong>' in page
    assert '<div class="flow"><p><strong>دورة</strong>' in page
    assert "Keine Sprechzeit" not in page


@pytest.mark.req("I-053")
def test_ended_notice_says_so_at_its_address_and_leaves_every_list(topic: Page, reader: Client) -> None:
    notice = create_notice(page=topic, on_start=True)
    notice.end_now(by=OFFICE)
    answer = reader.get("/integration/aktuelles/sprechzeit/").content.decode()
    assert "Nicht mehr gültig" in answer
    assert '<meta name="robots" content="noindex">' in answer
    for address in ("/", "/integration/wohnraum/", "/integration/aktuelles/"):
        assert "Keine Sprechzeit" not in reader.get(address).content.decode()
    with pytest.raises(ValidationError):
        notice.end_now(by=OFFICE)


def test_notice_that_has_not_begun_has_no_address_yet(topic: Page, reader: Client) -> None:
    create_notice(valid_from=today() + DAY)
    assert reader.get("/integration/aktuelles/sprechzeit/").status_code == 404


@pytest.mark.req("I-051")
def test_kept_page_is_dropped_when_a_notice_changes(topic: Page, reader: Client) -> None:
    """And none outlives midnight, when days decide anew (`page_cache.next_change`)."""
    create_notice(page=topic)
    outermost: Any = {PAGES: Store()}
    for address in (
        "/integration/wohnraum/",
        "/integration/aktuelles/",
        "/integration/aktuelles/sprechzeit/",
    ):
        keep: Keep = reader.get(address, **outermost).wsgi_request.META[KEEP]
        assert "notices" in keep.stamp
        assert keep.until.date() <= today() + DAY


@pytest.mark.req("I-050")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_until": date(2026, 1, 1)}, "notice_ends_after_it_begins"),
        ({"valid_until": today() + 400 * DAY}, "notice_lasts_a_year_at_most"),
        ({"level": "laut"}, "notice_level_is_known"),
    ],
)
def test_database_refuses_impossible_notices(db: None, fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        create_notice(**fields)


@pytest.mark.req("I-022", "I-050")
def test_words_of_a_notice_are_clean_whatever_the_way_in(db: None) -> None:
    text = create_notice().texts.get()
    text.body = '<p onclick="x">Gut<script>x</script></p><table><tr><td>a</td></tr></table>'
    text.save()
    text.refresh_from_db()
    assert text.body == "<p>Gut</p>a"
    text.body = "<p>" + "Wort " * 200 + "</p>"
    with pytest.raises(ValidationError, match="199 Zeichen zu lang"):
        text.full_clean()


@pytest.mark.parametrize("rows", [1, 30])
def test_news_cost_the_same_with_more_of_them(
    topic: Page, reader: Client, rows: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(rows):
        create_notice(f"n-{number}", page=topic)
    with django_assert_num_queries(1):
        assert len(listed(reader)) == rows
    with django_assert_num_queries(4):
        assert len(reader.get("/integration/wohnraum/").context["page"].notices) == rows
    with django_assert_num_queries(1):
        reader.get("/integration/aktuelles/n-0/")


def test_editor_writes_a_notice_in_plain_lines(
    topic: Page, editor: User, adviser: User, as_user: Callable[[User], Client], reader: Client
) -> None:
    sheet = {
        "slug": "neu", "level": "info", "valid_from": f"{today():%d.%m.%Y}",
        "valid_until": f"{today() + DAY:%d.%m.%Y}",
        "texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "0", "texts-0-language": "de",
        "texts-0-title": "Neu", "texts-0-body": "Erster Absatz.\n\n- [Kontakt](/kontakt/)",
        "places-TOTAL_FORMS": "1", "places-INITIAL_FORMS": "0", "places-0-page": str(topic.pk),
    }  # fmt: skip
    assert as_user(adviser).post("/admin/integration/notice/add/", sheet).status_code == 403
    answer = as_user(editor).post("/admin/integration/notice/add/", sheet)
    assert answer.status_code == 302, answer.context["errors"]
    page = reader.get("/integration/wohnraum/").content.decode()
    assert "<p>Erster Absatz.</p>" in page
    assert '<li><a href="/kontakt/">Kontakt</a></li>' in page
    assert listed(reader) == ["neu"]


@pytest.mark.req("I-086")
def test_translation_of_a_notice_answers_the_german_words_beside_it(
    topic: Page, editor: User, as_user: Callable[[User], Client]
) -> None:
    notice = create_notice(words={"de": "Kurs", "ar": "دورة"})
    german, arabic = notice.texts.get(language="de"), notice.texts.get(language="ar")
    first, last = f"{today():%d.%m.%Y}", f"{today() + DAY:%d.%m.%Y}"
    sheet = {
        "level": "info", "valid_from": first, "valid_until": last,
        "texts-TOTAL_FORMS": "2", "texts-INITIAL_FORMS": "2",
        "texts-0-id": german.pk, "texts-0-language": "de", "texts-0-title": "Kurs",
        "texts-0-body": "Text de.",
        "texts-1-id": arabic.pk, "texts-1-language": "ar", "texts-1-title": "دورة ٢", "texts-1-body": "نص",
        "places-TOTAL_FORMS": "0", "places-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = as_user(editor).post(f"/admin/integration/notice/{notice.pk}/change/", sheet)
    assert answer.status_code == 302, answer.context["errors"]
    arabic.refresh_from_db()
    assert (arabic.title, arabic.source_hash) == ("دورة ٢", german.words_hash)


def test_newsletter_may_take_it_over_and_search_finds_it(topic: Page, reader: Client) -> None:
    create_notice()
    items = list(registry.news["integration.notices"].items(registry.NewsWanted("", today() - DAY, today())))
    assert [(item.key, item.url) for item in items] == [
        ("notice:sprechzeit", "/integration/aktuelles/sprechzeit/")
    ]
    search.refresh("integration.notices")
    assert (
        '<a href="/integration/aktuelles/sprechzeit/"' in reader.get("/suche/?q=Sprechzeit").content.decode()
    )


@pytest.mark.req("I-180")
def test_search_engines_are_told_of_valid_notices_only(topic: Page, reader: Client) -> None:
    create_notice()
    create_notice("gestern", valid_from=today() - 2 * DAY, valid_until=today() - DAY)
    page = reader.get("/sitemap/integration.xml").content.decode()
    assert page.count("/integration/aktuelles/sprechzeit/") == 1
    assert "gestern" not in page


@pytest.mark.req("I-086")
def test_words_saved_together_answer_the_german_ones_saved_with_them(
    topic: Page, editor: User, as_user: Callable[[User], Client]
) -> None:
    notice = create_notice(words={"de": "Kurs", "ar": "دورة"})
    german, arabic = notice.texts.get(language="de"), notice.texts.get(language="ar")
    sheet = {
        "level": "info", "valid_from": f"{today():%d.%m.%Y}", "valid_until": f"{today() + DAY:%d.%m.%Y}",
        "texts-TOTAL_FORMS": "2", "texts-INITIAL_FORMS": "2",
        "texts-0-id": german.pk, "texts-0-language": "de", "texts-0-title": "Neuer Kurs",
        "texts-0-body": "Text de.",
        "texts-1-id": arabic.pk, "texts-1-language": "ar", "texts-1-title": "دورة جديدة",
        "texts-1-body": "نص",
        "places-TOTAL_FORMS": "0", "places-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert as_user(editor).post(f"/admin/integration/notice/{notice.pk}/change/", sheet).status_code == 302
    german.refresh_from_db()
    arabic.refresh_from_db()
    assert german.title == "Neuer Kurs"
    assert german.state_of(arabic) == "current"
