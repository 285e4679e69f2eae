"""The start stops when somebody forgot to say what a column holds or how long it stays (G-091, G-092)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import models
from django.db.models import Q
from django.test.utils import isolate_apps
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal import office
from goslar_portal.mail.models import Letter
from goslar_portal.retention import (
    AT_ONCE,
    DELETE,
    Retention,
    Rule,
    blank,
    days,
    inventory,
    verb,
)
from goslar_portal.retention.checks import findings
from goslar_portal.retention.inventory import kind_of, personal, retention_of, ruled, tables
from goslar_portal.retention.letters import letters_kept
from housing.models import Offer


def rule(**changes: Any) -> Rule:
    facts: dict[str, Any] = {
        "name": "probe.days",
        "what": "Probe",
        "starts": "Eingang",
        "clock": "came_on",
        "period": days(30, low=1, high=60),
        "then": DELETE,
    }
    return Rule(**facts | changes)


@pytest.fixture
def found() -> Iterator[Any]:
    """What the check says about a model that is not of this portal."""

    def look(columns: dict[str, Any], retention: Retention | None) -> list[str]:
        with isolate_apps("housing"):
            fields = {"came_on": models.DateField()} | columns
            words = {"retention": retention} if retention else {}
            meta = type("Meta", (), {"app_label": "housing"})
            model: Any = type("Probe", (models.Model,), fields | words | {"__module__": "x", "Meta": meta})
            inventory.forget()
            return [said(message) for message in findings([model])]

    yield look
    inventory.forget()


def said(message: CheckMessage) -> str:
    return f"{(message.id or '').rpartition('.')[2]} {message.msg}"


NAME: dict[str, Any] = {"name": models.CharField(max_length=20)}


@pytest.mark.req("G-091")
def test_every_column_of_the_portal_is_classified_and_every_rule_is_whole() -> None:
    silent = [
        f"{model._meta.label}.{field.name}"
        for model in tables()
        if not inventory.is_silent_by_right(model)
        for field in model._meta.concrete_fields
        if kind_of(model, field) is None
    ]
    assert silent == []
    assert list(findings(tables())) == []


@pytest.mark.req("G-091")
def test_developer_who_forgets_to_classify_a_column_is_stopped(found: Any) -> None:
    assert found(NAME, Retention(operational="came_on")) == ["E001 Das Feld „name“ ist nicht eingeordnet."]
    assert found({}, None) == ["E001 Das Feld „came_on“ ist nicht eingeordnet."]


@pytest.mark.req("G-091")
def test_developer_who_names_a_column_wrongly_or_twice_is_stopped(found: Any) -> None:
    twice = Retention(operational="came_on name", public="name nmae")
    assert found(NAME, twice) == [
        "E002 Das Feld „name“ ist zweimal eingeordnet.",
        "E002 „nmae“ ist eingeordnet, aber kein Feld.",
    ]


@pytest.mark.req("G-091")
def test_personal_columns_without_a_rule_stop_the_start(found: Any) -> None:
    assert found(NAME, Retention(operational="came_on", personal="name")) == [
        "E003 Persönliche Felder ohne Regel: name."
    ]
    ruled_one = Retention(operational="came_on", personal="name", rules=[rule()])
    assert found(NAME, ruled_one) == []


@pytest.mark.req("G-091", "G-092")
def test_rule_without_a_clock_stops_the_start(found: Any) -> None:
    for clock in ("nothing", "name"):
        broken = Retention(operational="came_on", personal="name", rules=[rule(clock=clock)])
        assert found(NAME, broken) == [f"E005 Die Regel probe.days hat keine Uhr: „{clock}“."]


@pytest.mark.req("G-092")
def test_rule_must_know_what_it_does(found: Any) -> None:
    def broken(then: Any) -> Retention:
        return Retention(operational="came_on", personal="name", rules=[rule(then=then)])

    calls, names = "E008 Die Regel probe.days ruft „vanish“", "E008 Die Regel probe.days nennt „nmae“"
    assert found(NAME, broken(verb("vanish"))) == [f"{calls}, das es nicht gibt."]
    assert found(NAME, broken(blank("nmae"))) == [f"{names}, das es nicht gibt."]
    always: dict[str, Any] = {"name": models.IntegerField()}
    assert found(always, broken(blank("name"))) == ["E008 Die Regel probe.days kann „name“ nicht leeren."]


@pytest.mark.req("G-091")
def test_file_that_nobody_erases_stops_the_start(found: Any) -> None:
    column: dict[str, Any] = {"scan": models.FileField()}
    assert found(column, Retention(operational="came_on scan")) == ["E006 Die Datei „scan“ löscht niemand."]


@pytest.mark.req("G-091")
def test_row_that_goes_with_a_row_without_rule_stops_the_start(found: Any) -> None:
    column = NAME | {"place": models.ForeignKey("housing.Municipality", on_delete=models.CASCADE)}
    with_place = Retention(operational="came_on", personal="name", goes_with="place")
    with_nothing = Retention(operational="came_on", personal="name", goes_with="name")
    assert found(column, with_place)[0].startswith("E004 geht mit „place“")
    assert found(NAME, with_nothing) == ["E004 goes_with=„name“ ist kein Fremdschlüssel."]


@pytest.mark.req("G-091")
def test_history_table_is_covered_by_the_rule_of_its_model_or_the_start_stops() -> None:
    with isolate_apps("housing"):
        meta = type("Meta", (), {"app_label": "housing"})
        words = {"__module__": "x", "Meta": meta}
        tracked: Any = type(
            "Probe", (models.Model,), words | NAME | {"retention": Retention(personal="name")}
        )
        old: Any = type(
            "ProbeEvent",
            (models.Model,),
            words | {"pgh_tracked_model": tracked, "name": models.CharField(max_length=20)},
        )
        found = [said(message) for message in findings([tracked, old])]
    assert found == [
        "E003 Persönliche Felder ohne Regel: name.",
        "E007 Den Verlauf deckt keine Regel von housing.Probe ab.",
        "E007 Der Verlauf sagt nicht, zu welcher Zeile er gehört (pgh_obj fehlt).",
    ]


@pytest.mark.req("G-092")
def test_period_of_each_rule_is_a_value_of_the_office_with_bounds() -> None:
    values = office.declared()
    for _model, known in ruled():
        if known.period is AT_ONCE or known.period.is_fixed:
            assert known.name not in values
        else:
            row, period = values[known.name], known.period
            most = period.number if known.promised_on else period.high  # a promise is only shortened (0095)
            assert [row.low, row.default, row.high] == [period.low, period.number, most]


@pytest.mark.req("G-091")
def test_parts_of_a_model_add_up() -> None:
    names = {field.name for field in personal(Offer)}
    assert {"street", "description", "comment", "landlord"} <= names
    assert names.isdisjoint({"state", "municipality", "closed_at", "rooms"})


@pytest.mark.django_db
@pytest.mark.req("G-077")
def test_letters_and_jobs_end_and_an_area_may_keep_its_letters_shorter() -> None:
    letters = {known.name: known for model, known in ruled() if model is Letter}
    jobs = {known.name: known for model, known in ruled() if model is ProcrastinateJob}
    assert letters["mail.letter_days"].period == days(365, low=30, high=1096)
    assert jobs["mail.job_days"].period.number == 7
    period, before = days(30, low=1, high=90), dict(inventory._more)
    try:
        letters_kept("probe.", name="probe.letters", what="Brief", starts="Absenden", period=period)
        assert retention_of(Letter).rules[-1].where == Q(kind__startswith="probe.")  # type: ignore[union-attr]
        assert office.value("probe.letters") == 30
    finally:
        inventory._more.clear()
        inventory._more.update(before)
        inventory.forget()
