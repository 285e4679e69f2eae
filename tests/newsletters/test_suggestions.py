"""What other areas offer is copied, compared with its source and never lost with it (N-020 to N-024)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.registry import NewsItem, NewsSource, NewsWanted
from newsletters import release, suggestions
from newsletters.models import Channel, Issue
from tests.democracy.factories import create_event
from tests.integration.test_notice import create_notice
from tests.newsletters.counting import statements
from tests.newsletters.factories import OFFICE
from tests.newsletters.filling import words
from tests.newsletters.test_issue_admin import LIST, fresh, page, write
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EVENT = NewsItem(
    "fest", "Ein Fest", "Für alle.", "/newsletter/", today() + DAY, timezone.now() + DAY, place="Rathaus"
)
NEWS = [
    NewsItem(f"n{number}", f"Nachricht {number}", "Neu.", "/newsletter/", today() - DAY * number)
    for number in (3, 1)
]


class Area:
    """Another area as the registry knows it; the test says what it has to offer."""

    def __init__(self) -> None:
        self.events, self.news, self.asked = [EVENT], list(NEWS), list[NewsWanted]()

    def say_events(self, wanted: NewsWanted) -> list[NewsItem]:
        self.asked.append(wanted)
        return [row for row in self.events if wanted.first <= row.day <= wanted.last]

    def say_news(self, wanted: NewsWanted) -> list[NewsItem]:
        return self.news


@pytest.fixture
def area() -> Iterator[Area]:
    kept = list(registry.news)
    for source in kept:
        registry.news.remove(source.name)
    area = Area()
    registry.news.add(
        NewsSource("a.news", "Neues", area.say_news),
        NewsSource("a.events", "Feste", area.say_events, is_events=True),
    )
    yield area
    for source in list(registry.news):
        registry.news.remove(source.name)
    registry.news.add(*kept)


@pytest.fixture
def desk(editor: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(editor)


@pytest.fixture
def issue(channel: Channel) -> Issue:
    return create_issue(channel)


def take(desk: Client, issue: Issue, *names: str) -> Any:
    return desk.post(page(issue, "text/de/vorschlaege/"), {"eintrag": names}, follow=True)


@pytest.mark.req("N-020")
def test_ticked_news_and_dates_are_copied_newest_and_nearest_first(
    desk: Client, issue: Issue, area: Area
) -> None:
    shown = desk.get(page(issue, "text/de/vorschlaege/"))
    offers = [(str(offer.title), [row.item.key for row in offer.rows]) for offer in shown.context["offers"]]
    assert offers == [("Neues", ["n1", "n3"]), ("Feste", ["fest"])]
    assert [block.kind for block in fresh(issue).main.parts] == ["intro", "story"]
    take(desk, issue, "a.news|n1", "a.events|fest", "a.events|gibt-es-nicht")
    blocks = fresh(issue).main.parts
    assert [(block.kind, [entry.title for entry in block.entries]) for block in blocks[2:]] == [
        ("news", ["Nachricht 1"]), ("events", ["Ein Fest"])
    ]  # fmt: skip
    entry = blocks[3].entries[0]
    assert (entry.place, entry.moment, entry.fingerprint) == ("Rathaus", EVENT.starts_at, EVENT.fingerprint)


@pytest.mark.req("N-020", "N-021")
def test_areas_are_asked_for_the_days_the_office_has_set(issue: Issue, area: Area) -> None:
    suggestions.offers(issue.main)
    assert area.asked == [NewsWanted("migration-und-teilhabe", today(), today() + timedelta(days=60), "de")]


@pytest.mark.req("N-021")
def test_area_that_offers_too_much_is_cut_and_long_text_shortened(issue: Issue, area: Area) -> None:
    area.news = [replace(NEWS[0], key=f"k{number}", text="Wort " * 100) for number in range(70)]
    offer = suggestions.offers(issue.main)[0]
    assert len(offer.rows) == 50
    entry = suggestions.entry_of("a.news", offer.rows[0].item)
    assert len(entry.teaser) <= 300
    assert entry.teaser.endswith("Wort …")


@pytest.mark.req("N-022")
def test_changed_and_removed_sources_are_marked_and_taken_anew_one_by_one(
    desk: Client, issue: Issue, area: Area
) -> None:
    take(desk, issue, "a.news|n1", "a.news|n3", "a.events|fest")
    assert "Quelle geändert" not in words(desk.get(page(issue)))
    area.events = [replace(EVENT, place="Museum")]
    area.news = [replace(NEWS[1], title="Nachricht 1, berichtigt")]
    shown = words(desk.get(page(issue)))
    assert (shown.count("Quelle geändert:"), shown.count("Quelle entfernt.")) == (2, 1)
    write(desk, issue, uebernehmen="a.events|fest")
    entries = [entry for block in fresh(issue).main.parts for entry in block.entries]
    assert [(entry.title, entry.place) for entry in entries] == [
        ("Nachricht 1", ""), ("Nachricht 3", ""), ("Ein Fest", "Museum")
    ]  # fmt: skip


@pytest.mark.req("N-022")
def test_entry_that_lies_behind_the_fiftieth_is_not_called_removed(issue: Issue, area: Area) -> None:
    old = replace(NEWS[0], key="alt", day=today() - timedelta(days=20))
    entries = [suggestions.entry_of("a.news", old)]
    issue.write("de", by=OFFICE, seen=issue.stamp, head={}, blocks=suggestions.taken([], entries, "news"))
    area.news = [replace(NEWS[1], key=f"k{number}") for number in range(60)]
    assert [row.state for row in suggestions.standings(fresh(issue).main).values()] == [""]


@pytest.mark.req("N-023")
def test_entry_of_a_released_issue_is_marked_and_can_still_be_taken(
    desk: Client, issue: Issue, area: Area
) -> None:
    take(desk, issue, "a.events|fest")
    sent = fresh(issue)
    sent.write(
        "de", by=OFFICE, seen=sent.stamp, head={}, blocks=[replace(b, heading="H") for b in sent.main.parts]
    )
    sent = fresh(issue)
    release.archive(sent, by=OFFICE, seen=release.prepare(sent).digest)
    other = create_issue(issue.channel)
    shown = desk.get(page(other, "text/de/vorschlaege/"))
    assert f"schon in Nr. 1/{issue.year}" in words(shown)
    take(desk, other, "a.events|fest")
    assert [entry.title for block in fresh(other).main.parts for entry in block.entries] == ["Ein Fest"]


@pytest.mark.req("N-024")
def test_area_that_fails_says_so_and_the_others_still_offer(
    desk: Client, issue: Issue, area: Area, caplog: pytest.LogCaptureFixture
) -> None:
    registry.news.add(NewsSource("a.news", "Neues", lambda wanted: 1 / 0))  # type: ignore[arg-type, return-value]
    shown = desk.get(page(issue, "text/de/vorschlaege/"))
    assert words(shown).count("Quelle zurzeit nicht verfügbar") == 1
    assert "Ein Fest" in words(shown)
    assert [row.message for row in caplog.records if row.levelname == "ERROR"] == ["registry entry failed"]


@pytest.mark.req("N-031")
def test_date_that_its_source_calls_off_is_an_error_until_it_says_so(
    desk: Client, issue: Issue, area: Area
) -> None:
    take(desk, issue, "a.events|fest")
    write(desk, issue, **{"baustein-2-heading": "Termine"})
    assert release.prepare(fresh(issue)).errors == []
    area.events = [replace(EVENT, is_cancelled=True)]
    assert [row.rule for row in release.prepare(fresh(issue)).errors] == ["„Ein Fest“ ist abgesagt."]
    write(desk, issue, **{"baustein-2-eintrag-0-is_cancelled": "on"})
    assert release.prepare(fresh(issue)).errors == []


@pytest.mark.req("N-021")
@pytest.mark.parametrize("rows", [1, 3])
def test_every_area_asks_at_most_two_questions(db: None, rows: int) -> None:
    for number in range(rows):
        create_event(f"fest-{number}")
        create_notice(f"neu-{number}")
    wanted = NewsWanted("demokratie", today() - DAY, today() + timedelta(days=400))
    costs = {}
    for source in registry.news:
        with statements() as asked:
            found = list(source.items(wanted))
        costs[source.name] = (len(found) >= rows, len(asked) <= 2)
    assert costs == {"integration.notices": (True, True), "democracy.events": (True, True)}


@pytest.mark.parametrize("rows", [1, 3])
def test_suggestions_cost_the_same_for_more(desk: Client, issue: Issue, area: Area, rows: int) -> None:
    area.events = [replace(EVENT, key=f"e{number}") for number in range(rows)]
    desk.get(page(issue, "text/de/vorschlaege/"))
    with statements() as asked:
        desk.get(page(issue, "text/de/vorschlaege/"))
    assert len(asked) == 10
    assert LIST in page(issue)


def test_source_with_an_hour_is_copied_with_it(issue: Issue) -> None:
    item = replace(EVENT, starts_at=datetime(2026, 12, 24, 17, 30, tzinfo=UTC))
    assert suggestions.entry_of("a", item).starts_at == "2026-12-24T18:30:00+01:00"
