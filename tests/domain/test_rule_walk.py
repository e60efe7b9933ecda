from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.rule_check import rule_until
from calendar_service.domain.rule_walk import last_start, read_pattern, walk
from calendar_service.domain.span import Span, whole_days
from tests.builders import timed
from tests.judges import judged_starts, start_of
from tests.strategies import days, rules, spans

EVER = (date.min, date.max)


def walked(rule: str, span: Span, first: date, last: date) -> list[datetime]:
    start, until = start_of(span), rule_until(rule, span)
    return list(islice(walk(rule, start, until, first, last), 3000))


@given(data=st.data())
def test_walk_agrees_with_dateutil(data: st.DataObject) -> None:
    span = data.draw(spans())
    rule = data.draw(rules(span))
    assert walked(rule, span, date.min, date(2050, 12, 31)) == judged_starts(rule, span)


@given(data=st.data())
def test_a_window_shows_just_its_part_of_the_whole_walk(data: st.DataObject) -> None:
    span = data.draw(spans())
    rule = data.draw(rules(span))
    first = data.draw(days(1980, 2045))
    last = first + timedelta(days=data.draw(st.integers(0, 500)))
    whole = walked(rule, span, date.min, last)
    if len(whole) < 3000:
        inside = [wall for wall in whole if wall.date() >= first]
        assert walked(rule, span, first, last) == inside


@pytest.mark.parametrize(
    ("rule", "first_three"),
    [
        ("FREQ=MONTHLY;BYDAY=3TH", ["2026-01-15", "2026-02-19", "2026-03-19"]),
        ("FREQ=MONTHLY;BYDAY=1TH,3TH", ["2026-01-15", "2026-02-05", "2026-02-19"]),
        ("FREQ=MONTHLY;BYDAY=-3TH", ["2026-01-15", "2026-02-12", "2026-03-12"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", ["2026-01-15", "2026-01-31", "2026-02-15"]),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=3TH", ["2026-01-15", "2027-01-21", "2028-01-20"]),
        ("FREQ=YEARLY;BYDAY=3TH", ["2026-01-15", "2027-01-21", "2028-01-20"]),
        ("FREQ=YEARLY;BYYEARDAY=15,-1", ["2026-01-15", "2026-12-31", "2027-01-15"]),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=TH", ["2026-01-15", "2027-01-21", "2028-01-20"]),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            ["2026-01-15", "2026-01-27", "2026-01-29"],
        ),
        # an ordinal and a plain weekday are joined (RFC 5545 3.3.10: a list)
        ("FREQ=MONTHLY;BYDAY=TH,1MO", ["2026-01-15", "2026-01-22", "2026-01-29"]),
        (
            "FREQ=DAILY;BYMONTH=1;BYMONTHDAY=15",
            ["2026-01-15", "2027-01-15", "2028-01-15"],
        ),
    ],
)
def test_a_rule_means_what_rfc_5545_says(rule: str, first_three: list[str]) -> None:
    start = datetime.fromisoformat("2026-01-15T10:00")
    found = islice(walk(rule, start, None, *EVER), 3)
    assert [f"{wall:%Y-%m-%d}" for wall in found] == first_three


@pytest.mark.parametrize("week", [1, 52, 53])
@pytest.mark.parametrize(("day", "weekday"), [("MO", 1), ("TH", 4), ("SA", 6)])
def test_weeks_at_the_turn_of_the_year_are_those_of_iso_8601(
    week: int, day: str, weekday: int
) -> None:
    first, last = date(2000, 1, 1), date(2050, 12, 31)
    rule = f"FREQ=YEARLY;BYWEEKNO={week};BYDAY={day}"
    every = (first + timedelta(n) for n in range((last - first).days + 1))
    found = walked(rule, whole_days(first), first, last)
    assert [wall.date() for wall in found] == [
        each for each in every if each.isocalendar()[1:] == (week, weekday)
    ]


def test_last_weekday_of_each_month_is_chosen_by_bysetpos() -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    span = whole_days(date(2026, 1, 30))
    found = walked(rule, span, date(2026, 1, 1), date(2026, 5, 31))
    assert [wall.date() for wall in found] == [
        date(2026, 1, 30),
        date(2026, 2, 27),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 29),
    ]


def test_29_february_happens_in_leap_years_only() -> None:
    span = whole_days(date(2024, 2, 29))
    found = walked("FREQ=YEARLY", span, date.min, date(2040, 12, 31))
    assert [wall.year for wall in found] == [2024, 2028, 2032, 2036, 2040]


def test_the_31st_skips_the_months_that_have_none() -> None:
    found = walked("FREQ=MONTHLY", whole_days(date(2026, 1, 31)), *EVER)
    assert [wall.month for wall in found[:5]] == [1, 3, 5, 7, 8]


def test_hours_are_counted_on_the_wall_clock() -> None:
    span = timed("2026-03-01T22:00")
    found = walked("FREQ=HOURLY;INTERVAL=3;COUNT=3", span, *EVER)
    assert [f"{wall:%d %H:%M}" for wall in found] == [
        "01 22:00",
        "02 01:00",
        "02 04:00",
    ]


def test_several_times_a_day_come_in_order() -> None:
    rule = "FREQ=DAILY;BYHOUR=14,9;BYMINUTE=30,0"
    found = walk(rule, datetime.fromisoformat("2026-03-01T09:00"), None, *EVER)
    hours = [f"{wall:%H:%M}" for wall in islice(found, 4)]
    assert hours == ["09:00", "09:30", "14:00", "14:30"]


def test_count_is_counted_from_the_start_and_not_from_the_window() -> None:
    span = whole_days(date(2026, 1, 1))
    found = walked("FREQ=DAILY;COUNT=10", span, date(2026, 1, 9), date(2026, 2, 1))
    assert [wall.date() for wall in found] == [date(2026, 1, 9), date(2026, 1, 10)]


def test_nothing_happens_after_the_last_year() -> None:
    rule, start = "FREQ=YEARLY;COUNT=10000", datetime.fromisoformat("2026-01-01")
    assert last_start(rule, start, None) == datetime.fromisoformat("2200-01-01")
    assert len(list(walk("FREQ=YEARLY", start, None, *EVER))) == 175


def test_a_rule_without_any_start_has_no_last_one() -> None:
    rule, start = (
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=6",
        datetime.fromisoformat("2026-01-01"),
    )
    assert last_start(rule, start, None) is None
    assert list(walk(rule, start, None, *EVER)) == []


def test_a_rule_that_was_never_checked_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unpack|sequence"):
        read_pattern("nonsense", datetime.fromisoformat("2026-01-01"))
