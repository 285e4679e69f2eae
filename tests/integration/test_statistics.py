"""Figures about what people send us, also of what was erased since (I-148, G-115)."""

from datetime import date

import pytest

from goslar_portal import registry
from goslar_portal.dates import today
from goslar_portal.retention.models import KeptCount
from integration.models import InterpreterRequest, ListEntry
from tests.integration.requests import create_interpreter_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


def counted(name: str) -> list[tuple[object, ...]]:
    return sorted(registry.statistics[name].count(date(2026, 1, 1), today()), key=str)


@pytest.mark.req("G-115", "I-148")
def test_requests_count_by_language_and_state_before_and_after_they_are_erased() -> None:
    for _number in range(2):
        create_interpreter_request()
    dari = ListEntry.objects.get(code="dari")
    label = ListEntry.objects.with_label("de").get(pk=dari.pk).label
    assert [(str(one), str(two), number) for one, two, number in counted("integration.interpreting")] == [
        (label, InterpreterRequest(state="new").get_state_display(), 2)
    ]
    facts = {"spoken": str(dari.pk), "state": "done"}
    rule, month = "integration.interpreter_day_days", today().replace(day=1)
    KeptCount.objects.add(rule, [(month, facts, 7)])
    assert [number for *_labels, number in counted("integration.interpreting")] == [7, 2]


@pytest.mark.req("I-148")
@pytest.mark.parametrize("name", ["integration.help", "integration.barriers"])
def test_nothing_sent_counts_nothing(name: str) -> None:
    assert counted(name) == []
