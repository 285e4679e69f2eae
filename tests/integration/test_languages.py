"""Pages in every language: addresses, frame, switch, what a reader is told about missing and old texts."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings as conf
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from goslar_portal import languages
from goslar_portal.templatetags.portal import comma, question_mark
from integration.models import ContactText, Origin, Page, PageKind, PageTranslation, PageVersion
from tests.integration.records import (
    OFFICE,
    create_contact,
    create_page,
    create_published,
    publish,
    section,
)

CORE = ["start", "integration", "kontakt", "hilfe-anfrage"]
SURE = "Diese Übersetzung hat noch niemand geprüft."


@pytest.fixture
def arabic(topic: Page) -> Page:
    """The topic is published in German and Arabic."""
    publish(
        topic, language="ar", title="السكن", summary="باختصار.", sections=[section("was", "<p>جملة.</p>")]
    )
    return topic


@pytest.fixture
def asked() -> Iterator[None]:
    """Which languages can be chosen is asked for anew by the next request."""
    languages.visible.forget()
    yield
    languages.visible.forget()


def body(page: str) -> str:
    return page.split("<body>")[1]


@pytest.mark.req("G-171", "I-062", "I-063")
@pytest.mark.parametrize(
    ("code", "tag", "direction"),
    [("kmr", "kmr", "ltr"), ("ckb", "ckb", "rtl"), ("prs", "fa-AF", "rtl"), ("ti", "ti", "ltr")],
)
def test_reader_of_a_language_django_does_not_know_gets_the_page_in_it(
    topic: Page, reader: Client, settings: Any, code: str, tag: str, direction: str
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, (code, code)]
    languages.visible.remember([code])
    publish(topic, language=code, title="Navnîşan")
    page = reader.get(f"/{code}/integration/wohnraum/").content.decode()
    assert f'<html lang="{tag}" dir="{direction}">' in page
    assert "<h1>Navnîşan</h1>" in page
    assert "Nach oben" in page  # words nobody has translated yet stay German
    assert f'hreflang="{tag}"' in page


@pytest.mark.req("I-061")
def test_portal_starts_with_eleven_languages_all_in_the_catalogue() -> None:
    codes = [code for code, _name in conf.LANGUAGES]
    assert codes == ["de", "leicht", "en", "fr", "ar", "fa", "pl", "zh-hans", "uk", "tr", "ru"]
    assert [row.code for row in languages.active()] == codes
    rtl = {row.code for row in languages.catalogue().values() if row.dir == "rtl"}
    assert set(conf.LANGUAGES_BIDI) == rtl


@pytest.mark.req("I-062")
def test_easy_german_is_read_by_german_voices_and_competes_with_no_german_page(
    topic: Page, reader: Client, every_language: None
) -> None:
    publish(topic, language="leicht", title="Wohnen", summary="Wir helfen. Am 1. Mai ruhen wir. Und Sie?")
    page = reader.get("/leicht/integration/wohnraum/").content.decode()
    assert "Wir helfen.<br>Am 1. Mai ruhen wir.<br>Und Sie?" in page
    assert '<html lang="de" dir="ltr" class="leicht">' in page
    assert languages.catalogue()["leicht"].bcp47 == "de-simple"
    assert re.findall(r'rel="alternate" hreflang="([^"]+)"', page) == []


@pytest.mark.req("I-064")
def test_language_can_be_chosen_once_its_core_texts_are_published(
    overview: Page, reader: Client, asked: None
) -> None:
    for slug in ("kontakt", "hilfe-anfrage"):
        create_published(slug, kind=PageKind.AREA if slug != "kontakt" else PageKind.SERVICE)
    for slug in CORE[:3]:
        publish(Page.objects.get(slug=slug), language="fr", title="Bonjour")
    assert reader.get("/fr/integration/").status_code == 404
    assert "Français" not in reader.get("/integration/").content.decode()
    publish(Page.objects.get(slug=CORE[3]), language="fr", title="Aide")
    languages.visible.forget()  # at most a second later
    assert reader.get("/fr/integration/").status_code == 200
    assert reader.get("/integration/").content.decode().count(">Français</a>") == 2


@pytest.mark.req("I-064")
def test_page_of_a_language_that_waits_is_said_to_be_missing_in_german(topic: Page, reader: Client) -> None:
    response = reader.get("/ar/integration/wohnraum/")
    page = response.content.decode()
    assert (response.status_code, '<html lang="de"' in page) == (404, True)


@pytest.mark.req("I-064")
def test_asking_which_languages_can_be_chosen_costs_one_query_a_second(
    overview: Page, asked: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert [languages.visible.codes() for _ in range(3)] == [["de"]] * 3


@pytest.mark.req("I-065")
def test_dates_follow_the_language_and_digits_stay_western(
    arabic: Page, reader: Client, every_language: None
) -> None:
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    day = re.search(r'<time datetime="[^"]+">([^<]+)</time>', page)
    assert day
    assert re.search(r"^\d{1,2} [\u0600-\u06ff]+، \d{4}$", day[1])


@pytest.mark.req("I-065", "G-171")
@pytest.mark.parametrize(
    ("code", "forms"), [("de", 2), ("ar", 6), ("pl", 4), ("ru", 4), ("uk", 4), ("zh-hans", 1), ("fr", 2)]
)
def test_each_language_knows_its_plural_forms(code: str, forms: int) -> None:
    assert languages.catalogue()[code].plural.startswith(f"nplurals={forms};")


@pytest.mark.req("G-172", "I-066")
def test_browser_language_and_cookie_decide_nothing(arabic: Page, every_language: None) -> None:
    client = Client(headers={"accept-language": "ar"})
    client.cookies["django_language"] = "ar"
    response = client.get("/integration/wohnraum/")
    assert (response.status_code, response.headers["Content-Language"]) == (200, "de")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.req("I-066")
def test_switch_leads_to_the_same_page_in_each_language_in_a_fixed_order(
    arabic: Page, reader: Client, every_language: None
) -> None:
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    nav = re.search(r'<nav class="languages".*?</nav>', page, re.DOTALL)
    assert nav
    rows = re.findall(r'<a href="([^"]+)" lang="([^"]+)" dir="([^"]+)"', nav[0])
    assert [url for url, _tag, _dir in rows][:5] == [
        f"{prefix}/integration/wohnraum/" for prefix in ("", "/leicht", "/en", "/fr", "/ar")
    ]
    assert [direction for _url, tag, direction in rows if tag in ("ar", "fa")] == ["rtl", "rtl"]
    assert len(rows) == 11


@pytest.mark.req("I-067", "G-173")
def test_arabic_reader_gets_the_page_from_right_to_left_with_arabic_links(
    arabic: Page, reader: Client, every_language: None
) -> None:
    publish(arabic, language="ar", sections=[section("was", '<p><a href="/kontakt/">اتصل</a></p>')])
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<a href="/ar/kontakt/">اتصل</a>' in page
    assert "Ein Satz." not in page


@pytest.mark.req("I-067", "I-084")
def test_untranslated_pages_above_and_below_say_that_their_titles_are_german(
    arabic: Page, reader: Client, every_language: None
) -> None:
    create_published("umzug", parent=arabic, texts={"title": "Umziehen"})
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert '<a href="/ar/integration/" lang="de" dir="ltr">Integration</a>' in page
    assert '<a class="door" href="/ar/integration/umzug/" lang="de" dir="ltr"><b>Umziehen</b>' in page


@pytest.mark.req("I-068")
def test_numbers_and_addresses_are_isolated_in_a_page_from_right_to_left(
    arabic: Page, reader: Client, every_language: None
) -> None:
    contact = create_contact(page=arabic, phone="+493023125101", email="a@example.org", street="Weg 1")
    ContactText.objects.create(contact=contact, language="ar", role="مشورة")
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert "<h3>مشورة</h3>" in page
    assert '<bdi dir="ltr">030 23125101</bdi></a>' in page
    assert '<bdi dir="ltr">a@example.org</bdi>' in page
    assert '<bdi lang="de" dir="ltr">Weg 1</bdi>' in page


@pytest.mark.req("I-067")
def test_german_name_that_opens_a_heading_speaks_german_and_its_explanation_does_not(
    topic: Page, reader: Client, every_language: None
) -> None:
    publish(topic, title="Koordinierung Wohnraum – für alle")
    publish(topic, language="uk", title="Koordinierung Wohnraum (житло) – для всіх")
    contact = create_contact(page=topic, role="Beratung")
    ContactText.objects.create(contact=contact, language="uk", role="Beratung (поради)")
    page = reader.get("/uk/integration/wohnraum/").content.decode()
    assert '<h1><bdi lang="de" dir="ltr">Koordinierung Wohnraum</bdi> (житло) – для всіх</h1>' in page
    assert '<h3><bdi lang="de" dir="ltr">Beratung</bdi> (поради)</h3>' in page
    publish(topic, language="zh-hans", title="Koordinierung Wohn\u00adraum（住房）")
    page = reader.get("/zh-hans/integration/wohnraum/").content.decode()
    assert '<h1><bdi lang="de" dir="ltr">Koordinierung Wohn\u00adraum</bdi>（住房）</h1>' in page
    publish(topic, language="uk", title="Житло (не тільки <b>для біженців</b>)")
    page = reader.get("/uk/integration/wohnraum/").content.decode()
    assert "<h1>Житло (не тільки &lt;b&gt;для біженців&lt;/b&gt;)</h1>" in page


@pytest.mark.req("I-067")
def test_contact_without_arabic_words_is_shown_in_german_and_says_so(
    arabic: Page, reader: Client, every_language: None
) -> None:
    create_contact(page=arabic, role="Beratung")
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert '<h3 lang="de" dir="ltr">Beratung</h3>' in page


@pytest.mark.req("I-069")
def test_page_with_legal_effect_says_that_german_binds(
    overview: Page, reader: Client, every_language: None
) -> None:
    page = create_published("impressum", kind=PageKind.SERVICE, is_legal=True)
    publish(page, language="pl", title="Nota prawna")
    sentence = '<a href="/impressum/" hreflang="de">'
    assert reader.get("/pl/impressum/").content.decode().count(sentence) == 1
    assert reader.get("/impressum/").content.decode().count(sentence) == 0


@pytest.mark.req("I-084")
def test_missing_translation_shows_the_german_text_in_the_frame_of_the_reader(
    topic: Page, reader: Client, every_language: None, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.goslar.example"
    response = reader.get("/ar/integration/wohnraum/")
    page = response.content.decode()
    assert (response.status_code, '<html lang="ar" dir="rtl">' in page) == (200, True)
    main = re.search(r'<main [^>]*lang="de" dir="ltr">(.*?)</main>', page, re.DOTALL)
    assert main
    assert "<h1>Wohnraum</h1>" in main[1]
    assert "Nach oben" in main[1]
    before = page.split("<main")[0]
    assert '<a href="/integration/wohnraum/" hreflang="de">' in before
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://portal.goslar.example/integration/wohnraum/">' in page
    assert 'rel="alternate"' not in page


@pytest.mark.req("I-084")
def test_links_of_a_german_text_still_lead_to_pages_of_the_reader(
    topic: Page, reader: Client, every_language: None
) -> None:
    create_published("umzug", parent=topic, texts={"title": "Umziehen"})
    publish(topic, sections=[section("was", '<p><a href="/kontakt/">Kontakt</a></p>')])
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    assert '<a href="/ar/kontakt/">Kontakt</a>' in page
    assert 'href="/ar/integration/umzug/"' in page


@pytest.mark.req("I-084", "I-074")
def test_old_translation_stays_and_names_the_day_of_the_newer_german_text(
    arabic: Page, reader: Client, every_language: None
) -> None:
    assert 'data-level="warning"' not in reader.get("/ar/integration/wohnraum/").content.decode()
    publish(arabic, sections=[section("was", "<p>Ein neuer Satz.</p>")])
    page = reader.get("/ar/integration/wohnraum/").content.decode()
    german = PageVersion.objects.of_page(arabic, "de").published().get()
    assert german.published_at
    with translation.override("ar"):
        day = date_format(german.published_at, "DATE_FORMAT")
    notice = re.search(r'<div class="notice" data-level="warning">.*?</div>', page, re.DOTALL)
    assert notice
    assert day in notice[0]
    assert '<a href="/integration/wohnraum/" hreflang="de">' in notice[0]
    assert "<p>جملة.</p>" in page


def test_reader_is_told_that_nobody_has_checked_a_machine_translation(
    topic: Page, reader: Client, every_language: None
) -> None:
    german = PageVersion.objects.german_texts().get(translation__page=topic)
    words: dict[str, Any] = {"title": "السكن", "summary": "", "sections": [section()]}
    PageTranslation.objects.begin("ar", [(german, words, german.text_hash)], by=OFFICE)
    version = PageVersion.objects.of_page(topic, "ar").get()
    assert (version.origin, version.is_published) == (Origin.MACHINE, True)
    with translation.override("ar"):
        remark = translation.gettext(SURE)
    assert remark in reader.get("/ar/integration/wohnraum/").content.decode()
    assert SURE not in reader.get("/integration/wohnraum/").content.decode()


@pytest.mark.parametrize(("code", "state"), [("en", "draft"), ("leicht", "published")])
def test_unchecked_text_with_legal_effect_waits_unless_it_is_easy_german(
    overview: Page, code: str, state: str
) -> None:
    page = create_published("impressum", kind=PageKind.SERVICE, is_legal=True)
    german = PageVersion.objects.german_texts().get(translation__page=page)
    words: dict[str, Any] = {"title": "Imprint", "summary": "", "sections": [section()]}
    PageTranslation.objects.begin(code, [(german, words, german.text_hash)], by=OFFICE)
    assert PageVersion.objects.of_page(page, code).get().state == state


def test_search_engine_learns_of_the_languages_a_page_really_has(
    arabic: Page, reader: Client, every_language: None, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.goslar.example"
    found = [
        re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', reader.get(path).content.decode())
        for path in ("/integration/wohnraum/", "/ar/integration/wohnraum/")
    ]
    base = "https://portal.goslar.example"
    expected = [
        ("de", f"{base}/integration/wohnraum/"),
        ("ar", f"{base}/ar/integration/wohnraum/"),
        ("x-default", f"{base}/integration/wohnraum/"),
    ]
    assert found == [expected, expected]


def test_page_of_another_area_is_drawn_in_german_inside_the_frame_of_the_reader(
    overview: Page, reader: Client, every_language: None
) -> None:
    page = reader.get("/fa/wohnraum/angebot/").content.decode()
    assert '<html lang="fa" dir="rtl">' in page
    assert re.search(r'<div lang="de" dir="ltr">\s*<nav class="breadcrumb"', page)
    assert '<a href="/wohnraum/angebot/" hreflang="de">' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("code", ["de", "ar"])
@pytest.mark.parametrize("rows", [1, 30])
def test_topic_costs_the_same_in_every_language(
    arabic: Page, reader: Client, every_language: None, rows: int, code: str, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_contact(f"k-{number}", page=arabic)
        child = create_page(f"kind-{number}", parent=arabic)
        publish(child)
        publish(child, language="ar")
    prefix = "" if code == "de" else f"/{code}"
    with django_assert_num_queries(3):
        shown = reader.get(f"{prefix}/integration/wohnraum/").context["page"]
    assert (len(shown.contacts), len(shown.children)) == (rows, rows)


@pytest.mark.req("I-135")
def test_reader_reports_a_barrier_of_exactly_this_page(topic: Page, reader: Client) -> None:
    page = reader.get("/integration/wohnraum/").content.decode()
    assert 'href="/barriere-melden/?seite=/integration/wohnraum/"' in page
    token = reader.get("/wohnraum/mein-angebot/geheim/").content.decode()
    assert "geheim" not in re.sub(r"<a href=\"[^\"]*\" lang", "", token)
    assert 'href="/barriere-melden/"' in token


@pytest.mark.req("I-065")
@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("de", "5. März 2026"),
        ("en", "5 March 2026"),
        ("uk", "5 березня 2026 року"),
        ("ru", "5 марта 2026 года"),
    ],
)
def test_day_is_written_so_that_a_sentence_may_end_with_it(code: str, written: str) -> None:
    with translation.override(code):
        assert date_format(date(2026, 3, 5), "DATE_FORMAT") == written


@pytest.mark.parametrize(
    ("code", "written"), [("uk", ", ?"), ("fa", "، ؟"), ("zh-hans", "，？"), ("fr", ", \u00a0?")]
)
def test_row_of_things_is_parted_as_the_script_of_the_reader_does(code: str, written: str) -> None:
    with translation.override(code):
        assert comma() + question_mark() == written
