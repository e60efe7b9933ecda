from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.workdays import LONGEST_BREAK, OffReason, Workdays

NEW_YEAR_2026 = frozenset({date(2026, 1, 5), date(2026, 1, 6)})
OFFICE = Workdays(GEORGIAN_HOLIDAYS, NEW_YEAR_2026)
EVERY_DAY = Workdays(weekend=frozenset())
NEVER = Workdays(weekend=frozenset(range(7)))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 5, 25), None),
        (date(2026, 5, 26), OffReason.HOLIDAY),
        (date(2026, 5, 30), OffReason.WEEKEND),
        (date(2026, 5, 31), OffReason.WEEKEND),
        (date(2026, 1, 5), OffReason.DAY_OFF),
        (date(2026, 5, 9), OffReason.HOLIDAY),  # on a Saturday
    ],
)
def test_a_day_off_has_one_reason(day: date, reason: OffReason | None) -> None:
    assert OFFICE.reason_off(day) is reason
    assert OFFICE.is_working(day) is (reason is None)


@pytest.mark.parametrize(
    ("day", "back", "forward"),
    [
        (date(2026, 5, 25), date(2026, 5, 25), date(2026, 5, 25)),
        (date(2026, 5, 26), date(2026, 5, 25), date(2026, 5, 27)),
        (date(2026, 5, 31), date(2026, 5, 29), date(2026, 6, 1)),
        # The 7th is Christmas, the 5th and 6th were given, the 3rd is a Saturday.
        (date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 8)),
        (date(2026, 4, 11), date(2026, 4, 8), date(2026, 4, 14)),
    ],
)
def test_a_day_off_rolls_to_the_nearest_working_day(
    day: date, back: date, forward: date
) -> None:
    assert OFFICE.rolled_back(day) == back
    assert OFFICE.rolled_forward(day) == forward


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 5, 22), 0, date(2026, 5, 22)),
        (date(2026, 5, 22), 1, date(2026, 5, 25)),
        (date(2026, 5, 22), 2, date(2026, 5, 27)),
        (date(2026, 5, 23), 1, date(2026, 5, 25)),
        (date(2026, 5, 27), -2, date(2026, 5, 22)),
        (date(2026, 5, 23), -1, date(2026, 5, 22)),
        (date(2025, 12, 31), 2, date(2026, 1, 9)),
    ],
)
def test_working_days_are_counted_without_the_day_itself(
    day: date, number: int, expected: date
) -> None:
    assert OFFICE.add_working_days(day, number) == expected


def test_the_weekend_is_what_the_office_says() -> None:
    friday = Workdays(weekend=frozenset({4}))
    assert friday.rolled_forward(date(2026, 5, 22)) == date(2026, 5, 23)
    assert EVERY_DAY.add_working_days(date(2026, 5, 22), 9) == date(2026, 5, 31)


def test_a_break_without_end_moves_nothing() -> None:
    day = date(2026, 5, 22)
    assert NEVER.rolled_back(day) == NEVER.rolled_forward(day) == day
    assert NEVER.add_working_days(day, 2) == date(2026, 5, 24)
    month = frozenset(day + timedelta(days=n) for n in range(LONGEST_BREAK))
    closed = Workdays(extra_days_off=month, weekend=frozenset())
    assert closed.rolled_forward(day) == day + timedelta(days=LONGEST_BREAK)
    assert closed.rolled_forward(day - timedelta(days=1)) == day - timedelta(days=1)


@given(
    day=st.dates(date(1995, 1, 1), date(2095, 1, 1)),
    extra=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    number=st.integers(0, 40),
)
def test_rolling_ends_on_working_days_with_none_between(
    day: date, extra: frozenset[date], number: int
) -> None:
    office = Workdays(GEORGIAN_HOLIDAYS, extra)
    back, forward = office.rolled_back(day), office.rolled_forward(day)
    assert back <= day <= forward
    assert office.is_working(back)
    assert office.is_working(forward)
    between = [back + timedelta(days=n) for n in range(1, (forward - back).days)]
    assert not any(map(office.is_working, between))
    there = office.add_working_days(forward, number)
    assert office.add_working_days(there, -number) == forward
