import pytest

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.tokens import tokenise
from calendar_service.importers.typed_dates.units import is_repeated, read_unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("every Monday", True), ("Mondays", True), ("monthly", True)),
        *(("Monday", False), ("once on Monday", False)),
        *(("once a month", True), ("ორ კვირას ერთხელ", True)),
    ],
)
def test_a_repetition_is_seen_by_its_words(text: str, *, expected: bool) -> None:
    assert is_repeated(Cursor(tokenise(text))) is expected


@pytest.mark.parametrize(
    ("text", "unit", "counted"),
    [
        ("weeks", "WEEKLY", "WEEKLY"),
        ("დღეს", "DAILY", "DAILY"),
        ("კვირას", "", "WEEKLY"),
        ("Sunday", "", ""),
        ("May", "", ""),
    ],
)
def test_a_georgian_week_is_a_sunday_unless_it_is_counted(
    text: str, unit: str, counted: str
) -> None:
    cursor = Cursor(tokenise(text))
    assert (read_unit(cursor), read_unit(cursor, is_counted=True)) == (unit, counted)
