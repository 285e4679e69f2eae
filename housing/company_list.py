"""The list of a housing company: a CSV read row by row, checked, and known again the next time (H-082)."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from housing.forms.fields import example
from housing.forms.listed import ListedFlatForm
from housing.models import Municipality, Offer

MOST_ROWS, MOST_BYTES = 500, 2 * 1024 * 1024
MOST_CARRIED = 200 * 1024  # characters of the checked list in the page; forms without files end at 256 KB
SALT = "housing.company_list"
NUMBER, PLACE, DISTRICT = "Ihre Nummer", "Gemeinde", "Ortsteil"
# The heading of each column and the fact it holds; the second and third are made-up examples for the pattern.
COLUMNS: dict[str, tuple[str, str, str]] = {
    NUMBER: ("", "WE 0815", "WE 0816"),
    "Art": ("kind", "Wohnung", "Einfamilienhaus"),
    PLACE: ("", "Goslar", "Seesen"),
    DISTRICT: ("", "Jürgenohl", ""),
    "Postleitzahl": ("postal_code", "38642", "38723"),
    "Straße": ("street", "Musterweg", "Beispielstraße"),
    "Hausnummer": ("house_number", "12 a", "3"),
    "Etage": ("floor", "2", ""),
    "Wohnfläche": ("living_area", "62,5", "110"),
    "Zimmer": ("rooms", "3", "4,5"),
    "Höchstens Personen": ("max_persons", "4", ""),
    "Frei ab": ("available_from", "sofort", "{day}"),
    "Mietdauer": ("rental_term", "unbefristet", "unbefristet"),
    "Befristet bis": ("fixed_until", "", ""),
    "Kaltmiete": ("net_cold_rent", "420,00", "780,00"),
    "Betriebskosten": ("operating_costs", "140,00", "190,00"),
    "Heizkosten": ("heating_costs", "90,00", ""),
    "Kaution": ("deposit", "840,00", ""),
    "Zugang": ("access", "Treppen", "stufenlos"),
    "Aufzug": ("lift", "nein", ""),
    "Bemerkung": ("description", "", "Mit Garten"),
}
NEEDED = ("Art", PLACE)
HEADINGS = {name: heading for heading, (name, *_examples) in COLUMNS.items() if name}


@dataclass
class Row:
    """`line` is its place in the file, so that an error is found there; `facts` count only without errors."""

    line: int
    cells: dict[str, str]
    key: bytes
    facts: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    known_as: str = ""  # the reference under which it came with an earlier list

    @property
    def is_new(self) -> bool:
        return not self.errors and not self.known_as

    @property
    def shown(self) -> list[str]:
        said = self.cells.get
        street = f"{said('Straße', '')} {said('Hausnummer', '')}".strip()
        return [street, said(PLACE, ""), said("Wohnfläche", ""), said("Zimmer", ""), said("Kaltmiete", "")]


@dataclass(frozen=True)
class CompanyList:
    rows: list[Row]
    unknown: list[str]  # headings nobody asked for

    @property
    def new(self) -> list[tuple[dict[str, Any], bytes]]:
        return [(row.facts, row.key) for row in self.rows if row.is_new]

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def known(self) -> list[Row]:
        return [row for row in self.rows if row.known_as]


def pattern() -> str:
    """The file to fill in: headings and two made-up dwellings."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    shown = ([one.format(day=example(3)) for one in examples] for _name, *examples in COLUMNS.values())
    writer.writerows(zip(*shown, strict=True))
    return "\ufeff" + out.getvalue()


def text_of(file: Any) -> str:
    """What stands in the file; spreadsheets of the office write UTF-8 or the old Windows letters."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(_("Die Datei ist zu groß. Erlaubt sind 2 MB. Bitte teilen Sie die Liste."))
    if b"\0" in content:
        raise ValidationError(_("Das ist keine CSV-Datei. Bitte speichern Sie die Tabelle als CSV."))
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return str(content.decode("cp1252", errors="replace"))


def carried(text: str) -> str:
    """The list as the page carries it to „Übernehmen“, sealed and packed; nothing is stored before."""
    sealed = signing.dumps(text, salt=SALT, compress=True)
    if len(sealed) > MOST_CARRIED:
        raise ValidationError(_("Die Liste ist zu lang für einen Schritt. Bitte teilen Sie sie."))
    return sealed


def unsealed(sealed: str) -> str:
    try:
        return str(signing.loads(sealed, salt=SALT))
    except signing.BadSignature as error:
        raise ValidationError(_("Bitte wählen Sie die Liste noch einmal aus.")) from error


def read(text: str, company: str) -> CompanyList:
    """Every row in its place, with what is wrong about it. Writes nothing.

    Raises `ValidationError` when the file as a whole cannot be read.
    """
    headings, lines = _table(text)
    rows = [_row(number, dict(zip(headings, cells, strict=False)), company) for number, cells in lines]
    _check(rows)
    return CompanyList(rows, [name for name in headings if name and name not in COLUMNS])


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headings = [name.strip() for name in next(reader, [])]
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        sentence = _("Zeile %(line)d lässt sich nicht lesen. Bitte speichern Sie die Tabelle neu als CSV.")
        raise ValidationError(sentence % {"line": reader.line_num}) from error
    if absent := [name for name in NEEDED if name not in headings]:
        sentence = _("Diese Spalten fehlen: %(names)s. Bitte nehmen Sie das Muster.")
        raise ValidationError(sentence % {"names": ", ".join(absent)})
    if not lines:
        raise ValidationError(_("In der Liste steht keine Wohnung."))
    if len(lines) > MOST_ROWS:
        sentence = _("Die Liste hat %(count)d Zeilen, erlaubt sind 500. Bitte teilen Sie sie.")
        raise ValidationError(sentence % {"count": len(lines)})
    return headings, lines


def _row(line: int, cells: dict[str, str], company: str) -> Row:
    said = {name: " ".join(cell.split()) for name, cell in cells.items() if name in COLUMNS}
    own = said.get(NUMBER) or "\x1f".join(f"{name}={said[name]}" for name in sorted(said) if said[name])
    key = hashlib.sha256(f"{company.casefold()}\x1f{own.casefold()}".encode()).digest()
    return Row(line, said, key)


def _check(rows: list[Row]) -> None:
    places = {place.name.casefold(): place for place in Municipality.objects.with_districts()}
    known, seen = Offer.objects.listed(row.key for row in rows), dict[bytes, int]()
    for row in rows:
        row.known_as = known.get(row.key, "")
        if row.key in seen:
            row.errors = [_("Diese Wohnung steht schon in Zeile %(line)d.") % {"line": seen[row.key]}]
        elif not row.known_as:
            row.errors = list(_judge(row, places))
        seen.setdefault(row.key, row.line)


def _judge(row: Row, places: dict[str, Municipality]) -> Iterator[str]:
    form = ListedFlatForm({name: row.cells.get(heading, "") for name, heading in HEADINGS.items()})
    place = places.get(row.cells.get(PLACE, "").casefold())
    if place is None:
        names = ", ".join(known.name for known in places.values())
        yield _("Gemeinde: Bitte nennen Sie eine von diesen: %(names)s.") % {"names": names}
    for name, sentences in form.errors.items():
        yield from (f"{HEADINGS[name]}: {sentence}" for sentence in sentences)
    if place is not None and form.is_valid():
        row.facts = form.facts | {"municipality": place} | _district(row, place)


def _district(row: Row, place: Municipality) -> dict[str, Any]:
    """By its name where the list of the county has it, else in their words."""
    named = row.cells.get(DISTRICT, "")
    found = next((part for part in place.districts.all() if part.name.casefold() == named.casefold()), None)
    return {"district": found, "district_text": "" if found else named[:60]}
