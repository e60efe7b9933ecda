"""Files for spreadsheet programs: nothing in them is ever carried out."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from calendar_service.feeds.sheets import Row, csv_file, xlsx_file

ROWS: list[Row] = [
    ["Title", "Days", "Expires"],
    ["ურთიერთგაგების მემორანდუმი", -5, date(2026, 10, 31)],
    ['Two\nlines, "quoted"', None, "2026-10"],
]
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet(body: bytes) -> etree._Element:
    with ZipFile(BytesIO(body)) as parts:
        return etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))


def words(body: bytes) -> list[str]:
    with ZipFile(BytesIO(body)) as parts:
        shared = etree.fromstring(parts.read("xl/sharedStrings.xml"))
    return ["".join(each.itertext()) for each in shared.findall("m:si", MAIN)]


def test_csv_is_marked_as_utf_8_and_keeps_numbers_and_days() -> None:
    assert csv_file(ROWS).decode() == (
        "\ufeffTitle,Days,Expires\r\n"
        "ურთიერთგაგების მემორანდუმი,-5,2026-10-31\r\n"
        '"Two\nlines, ""quoted""",,2026-10\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_word_in_csv_is_taken_for_a_formula(start: str) -> None:
    assert csv_file([[f"{start}1+1"]]).decode().strip('\ufeff"\r\n') == f"'{start}1+1"


def test_a_workbook_holds_the_words_the_number_and_the_day() -> None:
    body = xlsx_file("Agreements", ROWS)
    cells = {
        cell.get("r"): (cell.get("t"), cell.findtext("m:v", namespaces=MAIN))
        for cell in sheet(body).iterfind(".//m:c", MAIN)
    }
    assert words(body)[3] == "ურთიერთგაგების მემორანდუმი"
    assert cells["B2"] == (None, "-5")
    # Excel counts days from the end of 1899.
    assert cells["C2"] == (None, str((date(2026, 10, 31) - date(1899, 12, 30)).days))
    assert "B3" not in cells


def test_words_in_a_workbook_are_neither_formulas_nor_links() -> None:
    body = xlsx_file("x", [["a"], ["=1+1"], ["https://example.org"], ["{=1}"]])
    assert words(body) == ["a", "=1+1", "https://example.org", "{=1}"]
    found = sheet(body)
    assert found.findall(".//m:f", MAIN) == found.findall(".//m:hyperlink", MAIN) == []


def test_a_day_that_excel_does_not_know_is_written_as_words() -> None:
    body = xlsx_file("x", [["day"], [date(1899, 5, 26)]])
    assert words(body) == ["day", "1899-05-26"]


def test_a_sheet_has_a_name_that_excel_takes() -> None:
    with ZipFile(BytesIO(xlsx_file("a/b: " + "გ" * 40, ROWS))) as parts:
        book = etree.fromstring(parts.read("xl/workbook.xml"))
    (named,) = book.iterfind(".//m:sheet", MAIN)
    assert named.get("name") == "ab " + "გ" * 28
    with ZipFile(BytesIO(xlsx_file("???", []))) as parts:
        assert b'name="1"' in parts.read("xl/workbook.xml")


def test_same_rows_same_words() -> None:
    assert csv_file(ROWS) == csv_file(ROWS)
    one, other = (ZipFile(BytesIO(xlsx_file("x", ROWS))) for _ in range(2))
    assert {name: one.read(name) for name in one.namelist()} == {
        name: other.read(name) for name in other.namelist()
    }
