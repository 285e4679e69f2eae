"""What a rent means beside the caps: for the rent check and for the hint in the offer form (H-022, H-037).

Pure: a table of caps and plain numbers in, sentences out. Nothing is stored.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal import office
from goslar_portal.numbers import money, number
from housing.models.caps import Cap, CapBook, Light
from housing.models.rent_zones import PRINTED

SHOWN = range(1, 9)  # household sizes of the rent check


@dataclass(frozen=True)
class Result:
    """One household size: its cap, the light, the difference in euros, one sentence."""

    cap: Cap
    light: Light
    difference: Decimal | None
    sentence: str

    @property
    def persons(self) -> str:
        return _persons(self.cap.persons)

    @property
    def signed_difference(self) -> str:
        """„+ 12,00 €“ above the cap, „− 12,00 €“ below it."""
        if self.difference is None:
            return ""
        sign = "+ " if self.difference > 0 else "− " if self.difference < 0 else ""
        return sign + money(abs(self.difference))


@dataclass(frozen=True)
class Hint:
    """What the landlord reads after typing the costs; never more than a hint."""

    gross_cold_rent: Decimal
    suited: Cap | None
    sentence: str
    is_confirmed: bool

    @property
    def suited_persons(self) -> str:
        return _persons(self.suited.persons) if self.suited else ""


def _persons(count: int) -> str:
    return ngettext("%(count)d Person", "%(count)d Personen", count) % {"count": count}


def check(
    book: CapBook, place: str, *, rent: Decimal | None, area: Decimal | None, sizes: Iterable[int] = SHOWN
) -> list[Result]:
    """The verdict for each household size; by rent where it is known, else by area."""
    return [_result(cap, rent, area) for cap in book.row(place, sizes)]


def _result(cap: Cap, rent: Decimal | None, area: Decimal | None) -> Result:
    if not cap.is_known or cap.area is None:
        return Result(cap, Light.UNKNOWN, None, _("Für diesen Ort liegt uns kein Richtwert vor."))
    if rent is None:
        light = Light.FITS if area is not None and area <= cap.area else Light.CHECK
        return Result(cap, light, None, _area_sentence(cap, area))
    light, difference = cap.judge(rent), cap.difference(rent)
    return Result(cap, light, difference, _rent_sentence(light, difference or Decimal(0)))


def _rent_sentence(light: Light, difference: Decimal) -> str:
    if light == Light.FITS and difference == 0:
        return _("Die Miete liegt genau auf dem Richtwert.")
    if light == Light.FITS:
        return _("Die Miete liegt {amount} unter dem Richtwert.").format(amount=money(-difference))
    if light == Light.CHECK:
        return _("Die Miete liegt {amount} über dem Richtwert. Das Amt prüft den Einzelfall.").format(
            amount=money(difference)
        )
    return _("Die Miete liegt {amount} über dem Richtwert.").format(amount=money(difference))


def _area_sentence(cap: Cap, area: Decimal | None) -> str:
    if area is not None and cap.area is not None and area > cap.area:
        return _("Die Wohnung ist {area} m² größer als der Richtwert. Das Amt prüft den Einzelfall.").format(
            area=number(area - cap.area)
        )
    return _("Die Größe liegt im Richtwert.")


def hint(
    book: CapBook, place: str, *, rent: Decimal | None, area: Decimal | None, at_most: int | None = None
) -> Hint | None:
    """The cap for the persons the flat suits, and for which household sizes the rent fits."""
    if rent is None:
        return None
    known, highest = _sizes(book, place, area, at_most)
    fitting = [cap.persons for cap in known if cap.judge(rent) == Light.FITS and cap.persons <= highest]
    sentence = _fit_sentence(fitting) if known else _("Für diesen Ort liegt uns kein Richtwert vor.")
    return Hint(rent, _suited(known, area), sentence, bool(book.table and book.table.is_confirmed))


def live_hint(book: CapBook, place: str, *, area: Decimal | None, at_most: int | None = None) -> str:
    """What `rent-hint.js` needs to say the same while somebody types: caps and whole sentences, as JSON."""
    known, highest = _sizes(book, place, area, at_most)
    if not known:
        return ""
    suited = _suited(known, area)
    return json.dumps(
        {
            "caps": [[cap.persons, str(cap.gross_cold_rent)] for cap in known if cap.persons <= highest],
            "rent": _("Ihre Bruttokaltmiete ist {rent} im Monat."),
            "suited": _(
                "Nach der Größe passt die Wohnung für {persons}. Dafür liegt der Richtwert bei {cap}."
            ).format(persons=_persons(suited.persons), cap=money(suited.gross_cold_rent))
            if suited
            else "",
            "none": _fit_sentence([]),
            "one": {cap.persons: _fit_sentence([cap.persons]) for cap in known if cap.persons <= highest},
            "some": _("Die Miete passt für Haushalte mit {low} bis {high} Personen."),
        }
    )


def _sizes(book: CapBook, place: str, area: Decimal | None, at_most: int | None) -> tuple[list[Cap], int]:
    """The known caps, and the largest household the flat is for."""
    known = [cap for cap in book.row(place, range(1, 16)) if cap.is_known and cap.area is not None]
    room = int(area // office.value("housing.area_per_person")) if area is not None else 15
    return known, max(1, min(at_most or 15, room, 15))


def _suited(known: list[Cap], area: Decimal | None) -> Cap | None:
    return next(
        (cap for cap in known if area is not None and cap.area is not None and cap.area >= area), None
    )


def _fit_sentence(fitting: list[int]) -> str:
    if not fitting:
        return _(
            "Die Miete liegt über den Richtwerten. Wir prüfen jedes Angebot einzeln, senden Sie es gern ab."
        )
    low, high = fitting[0], fitting[-1]
    if low == high:
        return _("Die Miete passt für einen Haushalt mit {persons}.").format(persons=_persons(low))
    return _("Die Miete passt für Haushalte mit {low} bis {high} Personen.").format(low=low, high=high)


@dataclass(frozen=True)
class Found:
    """The answer of the rent check as its page shows it."""

    results: list[Result]
    gross_cold_rent: Decimal | None
    area: Decimal | None
    asked: Result | None
    is_confirmed: bool


def answer(
    book: CapBook, place: str, *, rent: Decimal | None, area: Decimal | None, persons: int | None
) -> Found:
    """All household sizes of the rent check, and the one that was asked for."""
    sizes = sorted({*SHOWN, persons or SHOWN[0]})
    results = check(book, place, rent=rent, area=area, sizes=sizes)
    asked = next((row for row in results if row.cap.persons == persons), None)
    return Found(results, rent, area, asked, bool(book.table and book.table.is_confirmed))


@dataclass(frozen=True)
class TableLine:
    persons: str
    area: int
    amounts: list[Decimal]


@dataclass(frozen=True)
class Table:
    """The table of caps by household size and zone, as printed on the page for landlords (H-020)."""

    valid_from: date
    is_confirmed: bool
    zones: list[str]
    lines: list[TableLine]
    further_area: int
    further: list[Decimal]


def table(book: CapBook) -> Table | None:
    """None while there is no table in force, or while the office hides the amounts (H-021)."""
    if book.table is None or not office.value("housing.show_caps"):
        return None
    zones = sorted(set(book.zones.values()), key=lambda zone: zone.code)
    lines = [
        TableLine(
            _persons(persons),
            zones[0].area(persons),
            [zone.amount(persons) for zone in zones],
        )
        for persons in range(1, PRINTED + 1)
    ]
    further = [zone.increment.gross_cold_rent for zone in zones]
    return Table(
        valid_from=book.table.valid_from,
        is_confirmed=book.table.is_confirmed,
        zones=[zone.label for zone in zones],
        lines=lines,
        further_area=zones[0].increment.area,
        further=further,
    )
