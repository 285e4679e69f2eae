"""The periods for everybody, and the day on which a record goes (G-091, G-098)."""

from typing import Any

from django import template
from django.db import models

from goslar_portal.retention import table
from goslar_portal.retention.due import ending, may_end

register = template.Library()


@register.inclusion_tag("retention/_table.html")
def retention_table() -> dict[str, Any]:
    """„Wann löschen wir Ihre Daten?“: every rule about persons, as set by the office today."""
    return {"groups": table.groups()}


@register.inclusion_tag("retention/_ending.html")
def record_ending(row: models.Model | None) -> dict[str, Any]:
    """„Wird gelöscht am …“ on the page of a record; nothing for records that hold no persons."""
    if row is None or row.pk is None or not may_end(type(row)):
        return {}
    end = ending(row)
    return {"end": end, "line": table.line_of(end.rule) if end else None, "speaks": True}
