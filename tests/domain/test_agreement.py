from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import (
    Agreement,
    Period,
    add_months,
    after,
    before,
    begins_on,
    ends_on,
    expires_on,
    is_settled,
    last_of_term,
    notice_deadline,
)
from calendar_service.domain.span import DaySpan, whole_days, whole_month, whole_year
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


@pytest.mark.parametrize(
    ("expires", "deadline"),
    [
        (whole_days(date(2026, 5, 31)), date(2026, 2, 28)),
        (whole_days(date(2028, 5, 31)), date(2028, 2, 29)),
        (whole_days(date(2026, 12, 31)), date(2026, 9, 30)),
        (whole_month(2026, 5), date(2026, 2, 1)),
        (whole_year(2026), date(2025, 10, 1)),
    ],
)
def test_notice_of_three_months(expires: DaySpan, deadline: date) -> None:
    terms = Agreement(expires=expires, notice_period=Period(months=3))
    assert notice_deadline(terms) == deadline


def test_months_are_gone_ahead_before_days() -> None:
    assert after(date(2026, 1, 31), Period(months=1, days=1)) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 1, 15), 1, date(2026, 2, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 27)),
        (date(2026, 2, 1), 1, date(2026, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_term_ends_on_the_day_before_its_next_first_day(
    first: date, months: int, last: date
) -> None:
    assert last_of_term(first, months) == last


@given(day=days(), months=st.integers(1, 240))
def test_terms_of_whole_months_from_a_first_fill_their_months(
    day: date, months: int
) -> None:
    first = day.replace(day=1)
    following = last_of_term(first, months) + timedelta(days=1)
    assert following == add_months(first, months)


def test_it_begins_when_it_takes_effect_and_else_when_it_was_signed() -> None:
    signed = Agreement(signed_on=date(2026, 1, 1))
    assert begins_on(replace(signed, effective_on=date(2026, 2, 1))) == date(2026, 2, 1)
    assert begins_on(signed) == date(2026, 1, 1)
    assert begins_on(Agreement()) is None


def test_it_is_in_force_through_the_latest_reading_of_its_expiry() -> None:
    terms = Agreement(expires=whole_month(2020, 10))
    assert ends_on(terms) == date(2020, 10, 31)
    assert ends_on(replace(terms, ended_on=date(2020, 3, 1))) == date(2020, 3, 1)
    assert ends_on(Agreement()) is None


def test_it_is_settled_once_it_was_ended_or_renewed() -> None:
    assert not is_settled(Agreement(renews="before@example.org"))
    assert is_settled(Agreement(renewed_by="after@example.org"))
    assert is_settled(Agreement(ended_on=date(2020, 3, 1)))


def test_four_dates_are_stored_apart_and_none_fills_in_for_another() -> None:
    terms = Agreement(
        signed_on=date(2024, 1, 1),
        effective_on=date(2024, 2, 1),
        expires=whole_days(date(2026, 1, 31)),
        notice_deadline_on=date(2025, 10, 15),
    )
    moved = replace(terms, expires=whole_days(date(2027, 1, 31)))
    assert (moved.signed_on, moved.effective_on) == (date(2024, 1, 1), date(2024, 2, 1))
    assert notice_deadline(moved) == date(2025, 10, 15)
    assert expires_on(Agreement(notice_deadline_on=date(2025, 10, 15))) is None
    assert notice_deadline(replace(terms, notice_deadline_on=None)) is None
