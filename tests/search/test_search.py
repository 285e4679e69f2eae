"""`/suche/`: what people find, and what they see when they find nothing."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from goslar_portal import search
from goslar_portal.office.models import OfficeValue
from goslar_portal.search.models import Entry, Synonym
from integration.models import Page
from tests.integration.records import OFFICE, create_published, publish, section
from tests.search.conftest import plain

Find = Callable[..., list[str]]


@pytest.mark.req("I-120", "I-121")
def test_title_counts_more_than_text_and_forms_of_a_word_are_one(site: dict[str, Page], find: Find) -> None:
    assert find("Wohnungen") == ["Wohnung vor dem Umbau", "Wohnung finden", "Deutsch lernen"]
    assert find("kurs") == ["Deutsch lernen"]


@pytest.mark.req("I-120")
def test_all_areas_are_found_on_one_page(site: dict[str, Page], find: Find) -> None:
    assert find("Telefonzentrale") == ["Telefonzentrale"]
    assert find("Merkblatt") == ["Blatt merkblatt"]


@pytest.mark.req("I-125")
def test_hit_shows_kind_trail_two_lines_and_the_number_to_call(site: dict[str, Page], reader: Client) -> None:
    page = reader.get("/suche/", {"q": "Müllabfuhr"}).content.decode()
    assert page.count("<mark>Müllabfuhr</mark>") == 1
    assert '<p class="stand">Information: Integration</p>' in page
    assert 'href="/integration/wohnen/"' in page
    page = reader.get("/suche/", {"q": "Telefonzentrale"}).content.decode()
    assert 'href="/kontakt/#kontakt-zentrale"' in page
    assert 'href="tel:+493023125101"' in page


@pytest.mark.req("I-123")
def test_part_of_a_word_finds_the_whole(site: dict[str, Page], find: Find) -> None:
    assert find("Müll") == ["Wohnung finden"]
    assert find("abfuhr") == ["Wohnung finden"]


@pytest.mark.req("I-123")
def test_slip_of_the_pen_still_finds_and_says_what_was_meant(site: dict[str, Page], reader: Client) -> None:
    response = reader.get("/suche/", {"q": "Whonung"})
    assert response.context["answer"].alike == ["Wohnung"]
    assert [plain(hit.title) for hit in response.context["answer"].hits] == [
        "Wohnung vor dem Umbau",
        "Wohnung finden",
        "Deutsch lernen",
    ]
    assert 'Meinten Sie: <a href="?q=Wohnung">Wohnung</a>?' in response.content.decode()


@pytest.mark.req("I-123")
def test_suggestion_has_hits_of_its_own(site: dict[str, Page], reader: Client, find: Find) -> None:
    site["frueher"].archive(by=OFFICE)
    assert reader.get("/suche/", {"q": "Umbua"}).context["answer"].alike == []
    assert reader.get("/suche/", {"q": "Nachbarschft"}).context["answer"].alike == ["Nachbarschaft"]
    assert find("Nachbarschaft") == ["Wohnung finden"]


@pytest.mark.req("I-123", "I-128")
def test_little_words_are_neither_asked_for_nor_called_wrong(site: dict[str, Page], reader: Client) -> None:
    answer = reader.get("/suche/", {"q": "Wie finde ich eine Müllabfuhr"}).context["answer"]
    assert ([plain(hit.title) for hit in answer.hits], answer.alike) == (["Wohnung finden"], [])
    assert reader.get("/suche/", {"q": "und oder eine"}).context["answer"].is_empty


@pytest.mark.req("I-126")
def test_everyday_word_finds_the_word_of_the_office(site: dict[str, Page], find: Find) -> None:
    assert find("Bleibe") == []
    pair = Synonym(language="de", word="Bleibe", meaning="Wohnung finden")
    pair.full_clean()
    pair.save()
    assert find("Bleibe") == ["Wohnung finden"]


@pytest.mark.req("I-126")
def test_portal_starts_with_words_that_lead_to_its_pages(starting_content: None, find: Find) -> None:
    assert "Sprachmittler" in find("Dolmetscher")
    assert "Mietcheck" in find("Mietobergrenze")
    assert "Bildungsangebote" in find("Deutschkurs")
    assert "Hilfe in prekären Lebenslagen" in find("obdachlos")
    assert "Koordinierung Flüchtlingsunterbringung" in find("Asylbewerber")


@pytest.mark.req("I-122")
def test_parted_word_of_leichte_sprache_is_found_in_one_piece(
    every_language: None, site: dict[str, Page], find: Find
) -> None:
    publish(site["wohnen"], language="leicht", title="Wohn-raum finden")
    assert find("Wohnraum", "/leicht") == ["Wohn-raum finden"]
    assert find("Wohn-raum", "/leicht") == ["Wohn-raum finden"]


@pytest.mark.req("I-120")
def test_archive_is_found_only_by_those_who_ask_for_it(
    site: dict[str, Page], find: Find, reader: Client
) -> None:
    site["frueher"].archive(by=OFFICE)
    assert find("Umbau") == []
    assert find("Umbau", archiv="on") == ["Wohnung vor dem Umbau"]
    page = reader.get("/suche/", {"q": "Umbau", "archiv": "on"}).content.decode()
    assert "Information, Archiv: Integration" in page


@pytest.mark.req("I-128")
def test_words_that_stand_on_no_page_together_find_pages_with_some_of_them(
    site: dict[str, Page], reader: Client
) -> None:
    response = reader.get("/suche/", {"q": "Müllabfuhr Kurse"})
    assert sorted(plain(hit.title) for hit in response.context["answer"].hits) == [
        "Deutsch lernen",
        "Wohnung finden",
    ]
    assert "Seiten mit einigen davon" in response.content.decode()


@pytest.mark.req("I-125", "I-226")
def test_hits_come_in_pages_of_ten_and_other_pages_do_not_exist(
    site: dict[str, Page], reader: Client, find: Find
) -> None:
    for number in range(12):
        create_published(f"garten-{number}", parent=site["wohnen"], texts={"title": f"Garten {number}"})
    assert len(find("Garten")) == 10
    assert len(find("Garten", seite="2")) == 2
    page = reader.get("/suche/", {"q": "Garten", "seite": "2"}).content.decode()
    assert 'rel="prev" href="?q=Garten&amp;seite=1"' in page
    assert "Seite 2 von 2" in page
    assert [
        reader.get("/suche/", {"q": "Garten", "seite": wrong}).status_code
        for wrong in ("3", "0", "21", "-1", "x", "1e9", "²")
    ] == [404] * 7


@pytest.mark.req("I-125")
def test_who_finds_nothing_sees_advice_whom_to_ask_and_the_topics(
    site: dict[str, Page], reader: Client
) -> None:
    response = reader.get("/suche/", {"q": "Xyzzyfrosch"})
    titles = [[plain(hit.title) for hit in group.hits] for group in response.context["answer"].signposts]
    assert titles == [["Telefonzentrale"], ["Wohnung finden", "Deutsch lernen", "Wohnung vor dem Umbau"]]
    assert "Prüfen Sie, ob alles richtig geschrieben ist." in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.req("I-120")
def test_page_without_a_question_shows_where_to_go(site: dict[str, Page], reader: Client) -> None:
    for address in ("/suche/", "/suche/?q=", "/suche/?q=%20"):
        response = reader.get(address)
        assert response.status_code == 200
        assert [group.title for group in response.context["answer"].signposts] == [
            "Unsere Themen", "Wir helfen Ihnen gern",
        ]  # fmt: skip
        assert "Fehler" not in response.content.decode()


@pytest.mark.req("I-120", "G-173")
def test_few_hits_in_the_reader_s_language_are_followed_by_german_ones(
    site: dict[str, Page], reader: Client, every_language: None
) -> None:
    arabic = section("a", "<p>نص</p>", heading="عنوان")
    publish(site["wohnen"], language="ar", title="البحث عن مسكن", summary="مُساعَدة Wohnung", sections=[arabic])
    response = reader.get("/ar/suche/", {"q": "Wohnung"})
    answer = response.context["answer"]
    assert [(plain(hit.title), hit.url) for hit in answer.hits] == [
        ("البحث عن مسكن", "/ar/integration/wohnen/")
    ]
    assert [plain(hit.title) for hit in answer.german] == [
        "Wohnung vor dem Umbau", "Wohnung finden", "Deutsch lernen",
    ]  # fmt: skip
    page = response.content.decode()
    assert page.count('<li lang="ar" dir="rtl">') == 1
    assert page.count('<li lang="de" dir="ltr">') == 3
    assert [plain(hit.title) for hit in reader.get("/ar/suche/", {"q": "مساعدة"}).context["answer"].hits] == [
        "البحث عن مسكن"
    ]


@pytest.mark.req("I-122")
def test_part_of_a_chinese_run_is_found(site: dict[str, Page], reader: Client, every_language: None) -> None:
    publish(site["wohnen"], language="zh-hans", title="租房", summary="向移民局询问。", sections=[section()])
    hits = reader.get("/zh-hans/suche/", {"q": "民局"}).context["answer"].hits
    assert [str(hit.text) for hit in hits] == ["向移<mark>民局</mark>询问。"]


@pytest.mark.req("I-128", "I-223")
@pytest.mark.parametrize(
    "nonsense",
    [
        "'", '"', "''''", "'; DROP TABLE search_entry; --", "a & b | !c <-> (d", ":* !!", "\\", "%", "_%_%",
        "wort:*",
        "😀😀", "\x00", "a\x00b", "und oder die", "-", "….!?", "\u202eabc", "ﷺ", "a" * 10_000, "wort " * 500,
        "1e999", "<script>alert(1)</script>", "NaN", "𝕎𝕠𝕙𝕟𝕦𝕟𝕘 𝔣𝔦𝔫𝔡𝔢𝔫", "{{ 7*7 }}", "%s %(x)s", "\ufffd",
    ],
)  # fmt: skip
def test_nonsense_gets_a_page_that_helps(site: dict[str, Page], reader: Client, nonsense: str) -> None:
    response = reader.get("/suche/", {"q": nonsense})
    assert response.status_code == 200
    page = response.content.decode()
    assert "<h1>Suche</h1>" in page
    assert "<script>alert" not in page
    assert "Wir helfen Ihnen gern" in page or "Treffer" in page


@pytest.mark.req("I-128")
def test_question_that_is_too_long_is_not_asked(site: dict[str, Page], reader: Client) -> None:
    response = reader.get("/suche/", {"q": "a" * 201})
    assert "Der Text ist um ein Zeichen zu lang." in response.content.decode()
    assert response.context["is_answered"] is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("I-128")
def test_question_that_takes_too_long_gets_advice(site: dict[str, Page], reader: Client) -> None:
    """Somebody else holds the table, so that the question cannot be answered in its half second."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_entry IN ACCESS EXCLUSIVE MODE")
            held.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    response = reader.get("/suche/", {"q": "Wohnung"})
    done.set()
    holder.join()
    assert response.status_code == 200
    assert "Diese Suche hat zu lange gedauert." in response.content.decode()


@pytest.mark.req("G-114")
@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("question", ["Wohnung", "Whonung", "Xyzzyfrosch", "Wohnung Müllabfuhr Kurs"])
def test_question_costs_four_queries_whatever_is_found(
    site: dict[str, Page], reader: Client, django_assert_num_queries: Any, question: str, many: int
) -> None:
    for number in range(many):
        create_published(f"mehr-{number}", parent=site["wohnen"], texts={"title": f"Wohnung {number}"})
    reader.get("/suche/", {"q": question})
    with django_assert_num_queries(4):
        reader.get("/suche/", {"q": question})


@pytest.mark.req("G-114")
def test_question_in_another_language_costs_no_more(
    site: dict[str, Page], reader: Client, django_assert_num_queries: Any, every_language: None
) -> None:
    reader.get("/ar/suche/", {"q": "Wohnung"})
    with django_assert_num_queries(4):
        reader.get("/ar/suche/", {"q": "Wohnung"})


@pytest.mark.req("G-151", "I-128")
def test_one_sender_cannot_ask_for_ever(site: dict[str, Page], reader: Client) -> None:
    OfficeValue.objects.create(name="limits.search.sender", number=2, reason="Probe")
    assert [reader.get("/suche/", {"q": "Kurs"}).status_code for _ in range(3)] == [200, 200, 429]
    assert reader.get("/suche/").status_code == 200


@pytest.mark.req("I-120")
def test_answer_is_kept_by_nobody_and_the_empty_page_by_all(site: dict[str, Page], reader: Client) -> None:
    assert reader.get("/suche/", {"q": "Kurs"})["Cache-Control"] == "no-store"
    assert reader.get("/suche/")["Cache-Control"].startswith("public")


def test_page_of_another_area_is_found_at_its_address(starting_content: None, reader: Client) -> None:
    hits = reader.get("/suche/", {"q": "Mietcheck"}).context["answer"].hits
    assert ("Mietcheck", "/wohnraum/mietcheck/") in [(plain(hit.title), hit.url) for hit in hits]


def test_index_of_a_new_portal_is_complete(starting_content: None, data_folder: Path) -> None:
    assert search.differences() == []
    assert Entry.objects.count() > 30
