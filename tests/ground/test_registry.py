"""Registries: areas fill them, the ground floor reads them and survives an entry that raises."""

from dataclasses import dataclass

import pytest
from django.db import connection

from goslar_portal import registry
from goslar_portal.health import registry as health
from goslar_portal.health.models import Trouble


@dataclass(frozen=True)
class Entry:
    name: str
    answer: str = ""


def ask(entry: Entry) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1" if entry.answer else "SELECT nothing FROM nowhere")
    return entry.answer


@pytest.mark.req("G-111")
@pytest.mark.django_db
def test_entry_that_raises_is_left_out_and_those_after_it_still_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    probe: registry.Registry[Entry] = registry.Registry("probe")
    probe.add(Entry("area.first", "eins"), Entry("area.broken"), Entry("area.last", "zwei"))
    answers = [(entry.name, answer) for entry, answer in probe.gather(ask)]
    assert answers == [("area.first", "eins"), ("area.last", "zwei")]
    assert list(Trouble.objects.values_list("name", "error")) == [("probe.area.broken", "ProgrammingError")]
    assert [record.getMessage() for record in caplog.records] == ["registry entry failed"]


@pytest.mark.req("G-111")
@pytest.mark.django_db(transaction=True)
def test_entry_that_raises_outside_a_transaction_costs_the_others_nothing(
    django_assert_num_queries: object,
) -> None:
    probe: registry.Registry[Entry] = registry.Registry("probe")
    probe.add(Entry("area.first", "eins"), Entry("area.last", "zwei"))
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture of pytest-django; no savepoints
        assert [answer for _entry, answer in probe.gather(ask)] == ["eins", "zwei"]


def test_entry_of_a_known_name_takes_the_place_of_the_former() -> None:
    probe: registry.Registry[Entry] = registry.Registry("probe")
    probe.add(Entry("area.one", "alt"), Entry("area.two"), Entry("area.one", "neu"))
    assert [(entry.name, entry.answer) for entry in probe] == [("area.one", "neu"), ("area.two", "")]
    assert probe["area.one"].answer == "neu"


@pytest.mark.req("G-111")
def test_every_page_of_the_ground_floor_that_areas_fill_has_a_registry() -> None:
    names = [
        row.name
        for row in (
            registry.today, registry.search, registry.sitemap, registry.statistics, registry.news,
            registry.persons, health.measurements, health.checks,
        )
    ]  # fmt: skip
    assert names == ["today", "search", "sitemap", "statistics", "news", "persons", "metrics", "health"]
