from datetime import date

import pytest

from calendar_service.domain.span import Precision
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.importers.typed_dates.settling import (
    Day,
    RawDay,
    next_weekday,
    settled,
)

TODAY = date(2026, 3, 10)


def raw(day: int | None, month: int | None = None, year: int | None = None) -> RawDay:
    return RawDay("written", day, month, year)


def test_a_day_takes_the_month_that_follows() -> None:
    found = settled([raw(14), raw(15), raw(18, 12, 2018)], TODAY)
    assert [day.first for day in found] == [date(2018, 12, n) for n in (14, 15, 18)]


def test_the_year_before_is_meant_where_the_list_would_go_back() -> None:
    found = settled([raw(30, 12), raw(2, 1, 2027)], TODAY)
    assert [day.first for day in found] == [date(2026, 12, 30), date(2027, 1, 2)]


def test_the_next_year_is_meant_where_the_list_would_go_back() -> None:
    found = settled([raw(30, 12), raw(2, 1)], TODAY)
    assert [day.first for day in found] == [date(2026, 12, 30), date(2027, 1, 2)]


@pytest.mark.parametrize(
    ("day", "year"), [((24, 2), 2026), ((23, 2), 2027), ((10, 3), 2026)]
)
def test_two_weeks_back_are_still_this_year(day: tuple[int, int], year: int) -> None:
    (found,) = settled([raw(*day)], TODAY)
    assert found.first.year == year


def test_months_and_years_end_with_their_last_day() -> None:
    month, year = settled([raw(None, 2, 2028), raw(None, None, 2029)], TODAY)
    assert (month.precision, month.last) == (Precision.MONTH, date(2028, 2, 29))
    assert (year.precision, year.last) == (Precision.YEAR, date(2029, 12, 31))
    assert Day(TODAY).last == TODAY


def test_a_number_alone_is_no_day() -> None:
    with pytest.raises(NotUnderstood, match="a day takes its month"):
        settled([raw(14)], TODAY)


def test_today_is_the_next_day_of_its_weekday() -> None:
    assert next_weekday(TODAY, 1) == TODAY
    assert next_weekday(TODAY, 0) == date(2026, 3, 16)
