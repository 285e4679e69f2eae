"""What was not found is counted, and nothing else is remembered."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from goslar_portal.dates import today
from goslar_portal.search.misses import count_misses
from goslar_portal.search.models import Miss
from integration.models import Page
from tests.guards.searching import printed_logs


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("search/*")}


@pytest.mark.req("I-127")
def test_question_without_a_hit_leaves_term_language_and_day(
    site: dict[str, Page], reader: Client, data_folder: Path
) -> None:
    with printed_logs() as log:
        reader.get("/suche/", {"q": "Xyzzyfrosch"})
    assert files(data_folder) == {f"{today():%Y-%m-%d}.jsonl": '{"term": "xyzzyfrosch", "language": "de"}\n'}
    assert "xyzzyfrosch" not in log.getvalue().lower()
    assert Miss.objects.count() == 0


@pytest.mark.req("I-127")
@pytest.mark.parametrize(
    "question", ["Kurs", "0532176", "a@example.org", "Haus 12", "x" * 41, "frosch2000", "!!!"]
)
def test_nothing_is_noted_of_what_was_found_or_could_point_at_somebody(
    site: dict[str, Page], reader: Client, data_folder: Path, question: str
) -> None:
    reader.get("/suche/", {"q": question})
    noted = "".join(files(data_folder).values())
    assert question.lower() not in noted
    assert not any(sign.isdigit() for sign in noted)


@pytest.mark.req("I-127")
def test_night_keeps_what_was_asked_three_times_in_thirty_days(db: None, data_folder: Path) -> None:
    folder = data_folder / "search"
    folder.mkdir()
    line = '{{"term": "{}", "language": "de"}}\n'
    days = {
        0: line.format("garten") * 2 + line.format("keller"),
        29: line.format("garten"),
        30: line.format("keller") * 9,
    }
    for age, text in days.items():
        (folder / f"{today() - timedelta(days=age):%Y-%m-%d}.jsonl").write_text(text, encoding="utf-8")
    (folder / f"{today() - timedelta(days=3):%Y-%m-%d}.jsonl").write_text('{"term": "ha', encoding="utf-8")
    assert count_misses() == 1
    assert list(Miss.objects.values_list("language", "term", "count")) == [("de", "garten", 3)]
    assert len(files(data_folder)) == 3
    assert count_misses() == 1
    assert Miss.objects.get().count == 3


@pytest.mark.req("I-127")
def test_reader_gets_the_page_when_nothing_can_be_noted(
    site: dict[str, Page], reader: Client, data_folder: Path
) -> None:
    (data_folder / "search").write_text("keine Mappe", encoding="utf-8")
    assert reader.get("/suche/", {"q": "Xyzzyfrosch"}).status_code == 200
