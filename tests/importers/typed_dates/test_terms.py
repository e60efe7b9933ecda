from datetime import date

import pytest

from calendar_service.domain.span import DaySpan, whole_days, whole_month, whole_year
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.terms import (
    read_expiry,
    read_last_day,
    read_length,
)

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (" 31 October 2028 ", whole_days(date(2028, 10, 31))),
        ("2028-10-31", whole_days(date(2028, 10, 31))),
        ("31.10.28", whole_days(date(2028, 10, 31))),
        ("until October 2028", whole_month(2028, 10)),
        ("2028-10", whole_month(2028, 10)),
        ("2028", whole_year(2028)),
        ("today", whole_days(TODAY)),
    ],
)
def test_an_expiry_is_read_in_its_precision(text: str, span: DaySpan) -> None:
    assert read_expiry(text, TODAY) == span


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 October", Reason.NO_YEAR),
        ("3-5 May 2028", Reason.NO_DAY_OF_IT),
        ("5 May 2028 10:00", Reason.NO_DAY_OF_IT),
        ("every 5 May 2028", Reason.NO_DAY_OF_IT),
        ("30 February 2028", Reason.NO_SUCH_DAY),
        ("9999-12-31", Reason.NO_SUCH_DAY),
        ("soon", Reason.UNKNOWN_WORD),
    ],
)
def test_what_is_no_expiry_is_refused(text: str, reason: Reason) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_expiry(text, TODAY)
    assert refused.value.reason == reason


def test_a_last_day_is_one_day() -> None:
    assert read_last_day("31 October 2028", TODAY) == date(2028, 10, 31)
    with pytest.raises(NotUnderstood):
        read_last_day("October 2028", TODAY)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3 months", "P3M"),
        ("three months", "P3M"),
        ("one month", "P1M"),
        ("a month", "P1M"),
        ("30 days", "P30D"),
        ("2000 days", "P2000D"),
        ("1 month, 1900 days", "P1M1900D"),
        ("2200 დღე", "P2200D"),
        ("2 weeks", "P14D"),
        ("1 year and 6 months", "P18M"),
        ("1 month, 10 days", "P1M10D"),
        ("სამი თვე", "P3M"),
        ("3 თვე", "P3M"),
        ("30 დღე", "P30D"),
        ("2 კვირა", "P14D"),
        ("1 წელი", "P12M"),
        ("P3M", "P3M"),
        ("p30d", "P30D"),
    ],
)
def test_a_length_of_time_is_read(text: str, period: str) -> None:
    assert read_length(text) == period


@pytest.mark.parametrize(
    "text",
    [
        *("long", "3", "3 May", "months 3", "99999 months", "every 3 months", "P"),
        *("3 months of 30 days", "2000", "today", "დღეს"),
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        read_length(text)
