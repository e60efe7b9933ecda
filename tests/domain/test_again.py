from dataclasses import replace
from datetime import date, datetime

import pytest

from calendar_service.domain.again import (
    By,
    again,
    can_come_again,
    next_year,
    shifted_day,
)
from calendar_service.domain.draft_when import recurrence_problems
from calendar_service.domain.item import ItemKind, ItemStatus
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month, whole_year
from calendar_service.domain.texts import Text
from tests.builders import FESTIVAL_DAYS, make_details, timed

THURSDAY = date(2026, 5, 14)


@pytest.mark.parametrize(
    ("day", "year", "by", "result"),
    [
        (THURSDAY, 2027, By.DATE, date(2027, 5, 14)),
        (THURSDAY, 2027, By.WEEKDAY, date(2027, 5, 13)),
        (THURSDAY, 2032, By.WEEKDAY, date(2032, 5, 13)),
        (date(2026, 1, 1), 2027, By.WEEKDAY, date(2026, 12, 31)),
        (date(2028, 2, 29), 2029, By.DATE, date(2029, 2, 28)),
    ],
)
def test_a_day_of_another_year(day: date, year: int, by: By, result: date) -> None:
    assert shifted_day(day, year, by) == result
    if by is By.WEEKDAY:
        assert result.weekday() == day.weekday()


def test_a_list_of_days_keeps_its_gaps() -> None:
    item = make_details(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    found = again(item, 2026, By.WEEKDAY)
    assert found.recurrence.dates == tuple(date(2026, 12, n) for n in (11, 12, 14, 15))
    assert found.span == whole_days(date(2026, 12, 11))


def test_a_series_moves_with_its_end_and_its_exceptions() -> None:
    start = datetime(2026, 5, 14, 10)  # noqa: DTZ001 - wall time
    off, other = (start.replace(day=21), start.replace(day=28))
    item = make_details(
        span=timed("2026-05-14T10:00", "2026-05-14T11:00"),
        recurrence=Recurrence(
            "FREQ=WEEKLY;UNTIL=20260630",
            exdates=(off,),
            overrides=(Override(other, timed("2026-05-29T10:00")),),
        ),
    )
    found = again(item, 2027, By.WEEKDAY)
    assert found.span == timed("2027-05-13T10:00", "2027-05-13T11:00")
    assert found.recurrence.rule == "FREQ=WEEKLY;UNTIL=20270629"
    assert found.recurrence.exdates == (datetime(2027, 5, 20, 10),)  # noqa: DTZ001 - wall time
    assert found.recurrence.overrides[0].span == timed("2027-05-28T10:00")
    assert list(recurrence_problems(found.span, found.recurrence)) == []


def test_a_month_or_a_year_stays_one() -> None:
    for span, later in (
        (whole_month(2026, 10), whole_month(2027, 10)),
        (whole_year(2026), whole_year(2027)),
    ):
        assert again(make_details(span=span), 2027, By.WEEKDAY).span == later


def test_the_copy_is_a_draft_that_knows_no_revision() -> None:
    item = make_details(texts={"en": Text("A"), "ka": Text("ა", made_from=7)})
    found = again(item, 2027, By.DATE)
    assert found.status is ItemStatus.DRAFT
    assert found.texts["ka"].made_from == 0


def test_the_year_offered_is_the_first_that_lies_ahead() -> None:
    item = make_details(span=whole_days(FESTIVAL_DAYS[0]))
    assert next_year(item, date(2026, 3, 10)) == 2026
    assert next_year(item, date(2026, 12, 20)) == 2027
    assert next_year(make_details(), date(2026, 3, 10)) == 2027


def test_terms_are_renewed_and_endless_rules_go_on() -> None:
    assert can_come_again(make_details())
    assert not can_come_again(make_details(kind=ItemKind.AGREEMENT))
    endless = replace(make_details(), recurrence=Recurrence("FREQ=YEARLY"))
    assert not can_come_again(endless)
