from datetime import date, time

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.days import read_days
from calendar_service.importers.typed_dates.settling import Day
from calendar_service.importers.typed_dates.tokens import tokenise

TODAY = date(2026, 3, 10)


def test_days_are_read_as_far_as_they_go() -> None:
    cursor = Cursor(tokenise("14 May, 16-17 May every"))
    assert read_days(cursor, TODAY) == [
        (Day(date(2026, 5, 14)), None),
        (Day(date(2026, 5, 16)), Day(date(2026, 5, 17))),
    ]
    assert cursor.rest() == "every"


def test_nothing_is_taken_where_no_day_comes() -> None:
    cursor = Cursor(tokenise("from every"))
    assert read_days(cursor, TODAY) == []
    assert cursor.place == 0


def test_hours_belong_to_the_day_before_them() -> None:
    cursor = Cursor(tokenise("14 May 10:00, 15 May 12:00-13:00"))
    assert [first for first, _ in read_days(cursor, TODAY)] == [
        Day(date(2026, 5, 14), clock=time(10)),
        Day(date(2026, 5, 15), clock=time(12), until=time(13)),
    ]
