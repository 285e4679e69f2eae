"""Rows as a file that no spreadsheet takes for a program (G-088)."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes such a cell for a formula
BOM = "\ufeff"  # Excel reads UTF-8 only with it


class _Line:
    """What `csv` writes to; it hands the line on instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Line by line, as German spreadsheets expect them: BOM, semicolon, decimal comma."""
    writer = csv.writer(_Line(), delimiter=";")
    for number, row in enumerate(rows):
        line: str = writer.writerow([_written(value) for value in row])
        yield line if number else BOM + line


def _written(value: Any) -> str:
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value) if _is_number(value) else harmless(_words(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return "" if value is None else str(value)


def xlsx_file(rows: Iterable[Iterable[Any]], title: str) -> IO[bytes]:
    """Written row by row into a temporary file; text stays text, also where it looks like a formula."""
    import xlsxwriter  # type: ignore[import-untyped]  # the package brings no types

    target = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format({"quote_prefix": True}),  # stays text when somebody edits it
        "plain": None,
        "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
    }
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            _put(sheet, number, place, value, formats)
    book.close()
    target.seek(0)
    return target


def _put(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif _is_number(value):
        sheet.write_number(row, column, value)
    else:
        text = _words(value)
        is_tricky = text.startswith(DANGEROUS)
        sheet.write_string(
            row, column, text, formats["head" if row == 0 else "text" if is_tricky else "plain"]
        )
