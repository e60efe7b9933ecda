"""A table as a file for spreadsheet programs: CSV and XLSX."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None
Row = Sequence[Cell]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in each file: the same table gives the same file."""
FIRST_YEAR = 1900
"""Before it Excel knows no days: such a date is written as words."""
WIDEST = 60
MOST_NAME = 31
"""So many letters does Excel allow for the name of a sheet."""


def csv_file(rows: Sequence[Row]) -> bytes:
    """Write CSV (RFC 4180) that Excel opens as UTF-8.

    Words that a program would take for a formula get an apostrophe before
    them; numbers and dates (ISO 8601) are left alone.
    """
    written = StringIO(newline="")
    csv.writer(written).writerows([list(map(_plain, row)) for row in rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def xlsx_file(name: str, rows: Sequence[Row]) -> bytes:
    """Write a workbook of one sheet; the first row is the heading and stays in sight.

    Words are stored as words: none becomes a formula or a link.
    """
    written = BytesIO()
    # Loaded when it is used: it takes 2 MB of every process that serves pages.
    open_workbook = import_module("xlsxwriter").Workbook
    workbook = open_workbook(written, {"in_memory": True})
    workbook.set_properties({"created": MADE_AT.replace(tzinfo=None)})
    sheet = workbook.add_worksheet(_sheet_name(name))
    bold, day = _formats(workbook)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, day if number else bold)
    for column, width in enumerate(_widths(rows)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    if rows and rows[0]:
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    workbook.close()
    return written.getvalue()


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _formats(workbook: "Workbook") -> tuple["Format", "Format"]:
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    return bold, day


def _write(
    sheet: "Worksheet", place: tuple[int, int], cell: Cell, style: "Format"
) -> None:
    row, column = place
    if isinstance(cell, date) and cell.year < FIRST_YEAR:
        cell = cell.isoformat()
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, style if row == 0 else None)
    elif isinstance(cell, date):
        at = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - Excel knows no zone
        sheet.write_datetime(row, column, at, style)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _widths(rows: Sequence[Row]) -> Iterator[int]:
    for cells in zip(*rows, strict=True):
        longest = max(len(_plain(cell)) for cell in cells)
        yield min(max(longest + 2, 10), WIDEST)


def _sheet_name(name: str) -> str:
    kept = "".join(letter for letter in name if letter not in "[]:*?/\\")
    return kept.strip("' ")[:MOST_NAME] or "1"
