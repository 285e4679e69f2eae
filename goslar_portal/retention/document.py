"""docs/data-protection.md, written from the declarations and compared by a test (G-098)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from goslar_portal.retention import table
from goslar_portal.retention.inventory import (
    Model,
    histories,
    holds_persons,
    owner_of,
    personal,
    retention_of,
    ruled,
    tables,
    tracked_by,
)
from goslar_portal.retention.table import by_default, spoken

FILE = Path(settings.BASE_DIR) / "docs" / "data-protection.md"
HEAD = """\
# Verzeichnis der persönlichen Angaben

Diese Datei entsteht aus dem Programm: `./portal manage write_data_protection`. Ein Test vergleicht sie.
Die Angaben stehen neben den Feldern der Modelle ([retention.md](retention.md)); dieselben Regeln löschen
jede Nacht und füllen die Tabelle auf `/datenschutz/`.

- Jede Spalte ist öffentlich, betrieblich oder persönlich. Das Portal startet nicht, solange eine nicht
  eingeordnet ist oder einer persönlichen die Regel fehlt.
- Der Löscher nimmt mit der Zeile ihre Dateien, alten Werte, Briefe, Links und Suchtreffer, fragt danach
  noch einmal und legt einen Bericht je Regel ab. Bleibt etwas übrig oder läuft er 26 Stunden nicht, meldet
  das `/healthz`.
- Alle Fristen sind Vorgaben und vom Landkreis zu bestätigen (DSGVO, Aktenplan). Das Amt ändert sie in den
  genannten Grenzen.
- Löschsperren, die Anbietung an das Archiv (§ 3 NArchG) und das Recht auf Einschränkung (Art. 18 DSGVO)
  halten eine Löschung auf.
"""


def text() -> str:
    return "\n".join([HEAD, *_periods(), *_columns()]) + "\n"


def _periods() -> Iterator[str]:
    yield "## Fristen\n"
    for group in table.groups(by_default):
        yield f"### {group.title}\n"
        yield "| was | Frist beginnt | Vorgabe | Grenzen | danach | Wert des Amtes |"
        yield "|---|---|---|---|---|---|"
        for line in group.lines:
            period = line.rule.period
            low, high = _bound(line, "low"), _bound(line, "high")
            bounds = "fest" if low == high else f"{low} bis {high}"
            value = "" if period.is_fixed else f"`{line.rule.name}`"
            yield f"| {line.what} | {line.starts} | {line.length} | {bounds} | {line.then} | {value} |"
        yield ""


def _bound(line: table.Line, name: str) -> str:
    """As the office may set it, which a promise on a form narrows (decision 0095)."""
    return spoken(line.rule.period, getattr(line.rule.office_value(), name))


def _columns() -> Iterator[str]:
    yield "## Tabellen mit persönlichen Angaben\n"
    yield "| Tabelle | wofür | persönliche Spalten | wann | alte Werte |"
    yield "|---|---|---|---|---|"
    for model in sorted(tables(), key=lambda model: model._meta.db_table):
        if holds_persons(model) and tracked_by(model) is None:
            names = ", ".join(str(field.column) for field in personal(model))
            old = ", ".join(table_._meta.db_table for table_ in histories(model)) or "keine"
            yield f"| {model._meta.db_table} | {_purpose(model)} | {names} | {_when(model)} | {old} |"


def _purpose(model: Model) -> str:
    retention, owner = retention_of(model), owner_of(model)
    if retention and retention.purpose:
        return str(retention.purpose)
    return _purpose(owner) if owner else ""


def _when(model: Model) -> str:
    owner = owner_of(model)
    mine = [rule.name for known, rule in ruled() if known is model]
    with_owner = [f"mit {owner._meta.db_table}"] if owner else []
    return ", ".join([*mine, *with_owner])
