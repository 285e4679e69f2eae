"""Nothing personal survives its period, anywhere (G-093 to G-095)."""

import logging
from pathlib import Path

import pytest
from django.db import models
from pytest_django.fixtures import Settings

from goslar_portal.retention import eraser
from goslar_portal.retention.inventory import personal
from tests.retention.endings import find_endings
from tests.retention.marking import (
    Marks,
    far_enough,
    holding_persons,
    places_of,
    rows_of_every_model,
    write_about,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def everything(starting_content: None) -> None:
    find_endings()


@pytest.mark.req("G-093", "G-095")
def test_no_mark_of_any_person_is_left_when_all_periods_are_over(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    marks = Marks()
    for row in list(rows_of_every_model()):
        marks.fill(row)
        write_about(row, marks)
    assert columns_without_mark(marks) == [], NO_MARK
    assert len(places_of(marks.texts, Path(settings.MEDIA_ROOT), "")) > len(holding_persons())
    caplog.clear()

    run = eraser.run(at=far_enough())

    assert {report.rule: report.left for report in run.reports.all() if report.left} == {}
    assert places_of(marks.texts, Path(settings.MEDIA_ROOT), caplog.text) == []
    assert marks.still_there() == []


NO_MARK = (
    "Keine Zeile nimmt dort eine Marke an: in tests/<bereich>/endings.py eine Zeile anlegen, die das darf."
)


def columns_without_mark(marks: Marks) -> list[str]:
    """Keys are written with the row; columns that the database computes follow from others."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in holding_persons()
        for field in personal(model)
        if not (field.primary_key or isinstance(field, models.GeneratedField))
        and (model, field.name) not in marks.reached
    ]
