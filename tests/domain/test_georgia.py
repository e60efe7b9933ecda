import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS

TABLE = Path(__file__).parent.parent / "examples" / "georgia_holidays_2026_2030.csv"


def test_holidays_of_five_years_are_those_of_the_checked_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        expected = [date.fromisoformat(row["date"]) for row in csv.DictReader(lines)]
    first, last = date(2026, 1, 1), date(2030, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for day in days if day in GEORGIAN_HOLIDAYS] == expected


def test_only_dates_are_holidays() -> None:
    assert "2026-05-26" not in GEORGIAN_HOLIDAYS
    assert None not in GEORGIAN_HOLIDAYS


def test_years_that_nobody_knows_have_no_holidays() -> None:
    for year in (1900, 1990, 2101, 2200):
        assert date(year, 5, 26) not in GEORGIAN_HOLIDAYS
    for year in (1991, 2100):
        assert date(year, 5, 26) in GEORGIAN_HOLIDAYS


def test_the_calendars_of_the_world_are_loaded_when_first_asked_for() -> None:
    code = (
        "import sys; import calendar_service.cli.main; print('holidays' in sys.modules)"
    )
    told = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert told.stdout == "False\n"


def test_a_holiday_has_a_name_in_both_languages() -> None:
    day = date(2026, 5, 26)
    assert GEORGIAN_HOLIDAYS.name(day, "en") == "Independence Day"
    assert GEORGIAN_HOLIDAYS.name(day, "ka") == "დამოუკიდებლობის დღე"
    assert GEORGIAN_HOLIDAYS.name(date(2026, 5, 25), "en") == ""


def test_a_year_is_named_by_day() -> None:
    named = GEORGIAN_HOLIDAYS.of_year(2026, "en")
    assert named[date(2026, 5, 26)] == "Independence Day"
    assert list(named) == sorted(day for day in named if day in GEORGIAN_HOLIDAYS)
    assert GEORGIAN_HOLIDAYS.of_year(2026, "ka").keys() == named.keys()
    assert GEORGIAN_HOLIDAYS.of_year(1900, "en") == {}
