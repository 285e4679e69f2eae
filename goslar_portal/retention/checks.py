"""The start stops when a column is unclassified or a rule has a gap (G-091). No database."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from goslar_portal.retention.declarations import (
    OPERATIONAL,
    Blank,
    CallVerb,
    Counts,
    Retention,
    Rule,
)
from goslar_portal.retention.emptying import can_be_empty
from goslar_portal.retention.inventory import (
    Model,
    all_rows,
    candidates,
    holds_persons,
    is_silent_by_right,
    kind_of,
    personal,
    retention_of,
    ruled,
    tables,
    tracked_by,
)

WHERE = "Wie das geht: docs/retention.md."


def problem(number: int, model: Model, sentence: str, hint: str = "") -> Error:
    return Error(sentence, hint=f"{hint} {WHERE}".strip(), obj=model, id=f"retention.E{number:03}")


@register("retention")
def everything_is_classified(**kwargs: Any) -> list[CheckMessage]:
    return list(findings(tables()))


def findings(models_: list[Model]) -> Iterator[CheckMessage]:
    for model in models_:
        if is_silent_by_right(model):
            continue
        yield from _of_fields(model)
        tracked = tracked_by(model)
        if tracked is None:
            yield from _of_declaration(model, retention_of(model) or Retention())
        else:
            yield from _of_history(model, tracked)
    yield from _of_names()


def _of_fields(model: Model) -> Iterator[CheckMessage]:
    for field in model._meta.concrete_fields:
        kind = kind_of(model, field)
        if kind is None:
            yield problem(
                1,
                model,
                f"Das Feld „{field.name}“ ist nicht eingeordnet.",
                "In `retention` unter public, operational oder personal nennen.",
            )
        elif kind == OPERATIONAL and isinstance(field, models.FileField):
            yield problem(
                6,
                model,
                f"Die Datei „{field.name}“ löscht niemand.",
                "Als personal einordnen und eine Regel geben, oder als public.",
            )


def _of_declaration(model: Model, retention: Retention) -> Iterator[CheckMessage]:
    known = {field.name for field in model._meta.concrete_fields}
    counted = Counter(name for names in retention.named.values() for name in names)
    for name, times in counted.items():
        if name not in known:
            yield problem(2, model, f"„{name}“ ist eingeordnet, aber kein Feld.")
        if times > 1:
            yield problem(2, model, f"Das Feld „{name}“ ist zweimal eingeordnet.")
    if holds_persons(model) and not (retention.rules or retention.goes_with):
        yield problem(
            3,
            model,
            "Persönliche Felder ohne Regel: " + ", ".join(field.name for field in personal(model)) + ".",
            '`rules=[Rule(…)]` oder `goes_with="…"` angeben.',
        )
    if retention.goes_with:
        yield from _of_owner(model, retention.goes_with)
    for rule in retention.rules:
        yield from _of_rule(model, rule)


def _of_owner(model: Model, name: str) -> Iterator[CheckMessage]:
    field = _field(model, name)
    if field is None or not isinstance(field, models.ForeignKey):
        yield problem(4, model, f"goes_with=„{name}“ ist kein Fremdschlüssel.")
        return
    owner = field.related_model
    ruled_owner = retention_of(owner) if isinstance(owner, type) else None
    if ruled_owner is None or not (ruled_owner.rules or ruled_owner.goes_with or ruled_owner.owned):
        yield problem(4, model, f"geht mit „{name}“, das selbst keine Regel hat.")


def _of_rule(model: Model, rule: Rule) -> Iterator[CheckMessage]:
    if not _is_clock(model, rule):
        yield problem(
            5,
            model,
            f"Die Regel {rule.name} hat keine Uhr: „{rule.clock}“.",
            "`clock` nennt eine Spalte mit Datum oder etwas, das die Methode `rows` der QuerySet ergänzt.",
        )
    if not rule.period.low <= rule.period.number <= rule.period.high or rule.period.low < 0:
        yield problem(5, model, f"Die Frist der Regel {rule.name} liegt nicht in ihren Grenzen.")
    then = rule.then
    if isinstance(then, CallVerb) and not callable(getattr(model, then.name, None)):
        yield problem(8, model, f"Die Regel {rule.name} ruft „{then.name}“, das es nicht gibt.")
    if isinstance(then, Blank | Counts):
        names = then.fields if isinstance(then, Blank) else then.by
        for name in names:
            if _field(model, name) is None:
                yield problem(8, model, f"Die Regel {rule.name} nennt „{name}“, das es nicht gibt.")
    if isinstance(then, Blank):
        yield from _of_blank(model, rule, then)


def _of_blank(model: Model, rule: Rule, then: Blank) -> Iterator[CheckMessage]:
    for name in then.fields:
        field = _field(model, name)
        if field is not None and not can_be_empty(field):
            yield problem(8, model, f"Die Regel {rule.name} kann „{name}“ nicht leeren.")


def _is_clock(model: Model, rule: Rule) -> bool:
    if not rule.rows:
        return isinstance(_field(model, rule.clock), models.DateField)
    if isinstance(rule.rows, str) and not hasattr(all_rows(model), rule.rows):
        return False
    columns = {field.name for field in model._meta.concrete_fields}
    return rule.clock in columns | set(candidates(model, rule).query.annotations)


def _of_history(table: Model, tracked: Model) -> Iterator[CheckMessage]:
    """Old values go with their row, so the history must say whose they are."""
    if not holds_persons(table):
        return
    retention = retention_of(tracked)
    if retention is None or not (retention.rules or retention.goes_with):
        yield problem(7, table, f"Den Verlauf deckt keine Regel von {tracked._meta.label} ab.")
    if _field(table, "pgh_obj") is None:
        yield problem(7, table, "Der Verlauf sagt nicht, zu welcher Zeile er gehört (pgh_obj fehlt).")


def _of_names() -> Iterator[CheckMessage]:
    found: dict[str, Model] = {}
    for model, rule in ruled():
        if rule.name in found:
            yield problem(
                9, model, f"Die Regel {rule.name} gibt es schon bei {found[rule.name]._meta.label}."
            )
        found[rule.name] = model


def _field(model: Model, name: str) -> models.Field[Any, Any] | None:
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, models.Field) else None
