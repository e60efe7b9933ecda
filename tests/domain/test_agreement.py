from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import (
    Agreement,
    Period,
    add_months,
    before,
    expires_on,
    notice_deadline,
)
from calendar_service.domain.span import whole_days, whole_month
from tests.strategies import days


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 14), 0, date(2026, 5, 14)),
    ],
)
def test_a_day_that_the_month_lacks_becomes_its_last(
    day: date, months: int, moved: date
) -> None:
    assert add_months(day, months) == moved


@given(day=days(), months=st.integers(-240, 240))
def test_months_there_and_back_lose_at_most_three_days(day: date, months: int) -> None:
    back = add_months(add_months(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert 0 <= day.day - back.day <= 3


def test_months_are_gone_back_before_days() -> None:
    assert before(date(2026, 5, 31), Period(months=3, days=1)) == date(2026, 2, 27)


def test_an_expiry_is_read_at_its_earliest() -> None:
    assert expires_on(Agreement(expires=whole_month(2020, 10))) == date(2020, 10, 1)
    assert expires_on(Agreement()) is None


@pytest.mark.parametrize(
    ("agreement", "deadline"),
    [
        (Agreement(), None),
        (Agreement(expires=whole_month(2020, 10)), None),
        (Agreement(notice_period=Period(months=3)), None),
        (
            Agreement(expires=whole_month(2020, 10), notice_period=Period(months=3)),
            date(2020, 7, 1),
        ),
        (
            Agreement(
                expires=whole_days(date(2026, 12, 31)), notice_period=Period(days=90)
            ),
            date(2026, 10, 2),
        ),
        (
            Agreement(
                expires=whole_month(2020, 10),
                notice_period=Period(months=3),
                notice_deadline_on=date(2020, 6, 15),
            ),
            date(2020, 6, 15),
        ),
    ],
)
def test_the_notice_deadline_is_the_one_stated_else_counted_back(
    agreement: Agreement, deadline: date | None
) -> None:
    assert notice_deadline(agreement) == deadline
