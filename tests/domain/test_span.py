from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.span import (
    DaySpan,
    InvalidSpan,
    Precision,
    Span,
    TimedSpan,
    end_instant,
    first_day,
    is_zone,
    last_day,
    moved_to,
    seen_in,
    start_instant,
    start_moment,
    to_instant,
    whole_days,
    whole_month,
    whole_year,
)
from tests.builders import TBILISI, timed
from tests.strategies import ZONES, days, spans, walls


@given(first=days(), length=st.integers(0, 400))
def test_an_inclusive_end_is_kept_as_an_exclusive_one(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    span = whole_days(first, last)
    assert (span.start, span.end) == (first, last + timedelta(days=1))
    assert (first_day(span), last_day(span)) == (first, last)


def test_one_day_needs_no_last_day() -> None:
    assert whole_days(date(2026, 5, 14)) == DaySpan(
        date(2026, 5, 14), date(2026, 5, 15)
    )


def test_a_month_is_said_with_its_precision() -> None:
    assert whole_month(2020, 10) == DaySpan(
        date(2020, 10, 1), date(2020, 11, 1), Precision.MONTH
    )
    assert last_day(whole_month(2020, 12)) == date(2020, 12, 31)


def test_a_year_is_said_with_its_precision() -> None:
    assert whole_year(2020) == DaySpan(
        date(2020, 1, 1), date(2021, 1, 1), Precision.YEAR
    )


def test_an_end_before_the_start_is_no_span() -> None:
    with pytest.raises(InvalidSpan, match="last day lies before the first"):
        whole_days(date(2026, 5, 14), date(2026, 5, 13))
    with pytest.raises(InvalidSpan, match="end lies before the start"):
        timed("2026-05-14T10:00", "2026-05-14T10:00")


def test_wall_times_carry_no_offset() -> None:
    at = datetime(2026, 5, 14, 10, tzinfo=UTC)
    with pytest.raises(InvalidSpan, match="no offset"):
        TimedSpan(at, None, TBILISI)
    with pytest.raises(InvalidSpan, match="no offset"):
        TimedSpan(at.replace(tzinfo=None), at + timedelta(hours=1), TBILISI)


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (None, date(2026, 5, 14)),
        ("2026-05-14T23:00", date(2026, 5, 14)),
        ("2026-05-15T00:00", date(2026, 5, 14)),
        ("2026-05-15T00:01", date(2026, 5, 15)),
    ],
)
def test_midnight_ends_the_day_before(end: str | None, last: date) -> None:
    span = timed("2026-05-14T10:00", end)
    assert (first_day(span), last_day(span)) == (date(2026, 5, 14), last)


@given(span=spans(), wall=walls())
def test_a_moved_span_keeps_its_length_and_all_else(span: Span, wall: datetime) -> None:
    start = wall if isinstance(span, TimedSpan) else wall.date()
    moved = moved_to(span, start)
    assert start_moment(moved) == start
    assert moved_to(moved, span.start) == span
    if isinstance(span, DaySpan):
        assert moved_to(span, wall) == moved


def test_a_timed_span_moved_to_a_day_keeps_its_hours() -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T11:30")
    assert moved_to(span, date(2026, 6, 1)) == timed(
        "2026-06-01T10:00", "2026-06-01T11:30"
    )


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        # skipped hours, read with the offset before the gap
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
        # repeated hours, the first of the two
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        # no change of clocks since 2005
        ("Asia/Tbilisi", "2026-03-29T02:30", "2026-03-28T22:30"),
        ("Asia/Tbilisi", "2026-10-25T02:30", "2026-10-24T22:30"),
    ],
)
def test_hours_that_clocks_skip_or_repeat_are_read_as_rfc_5545_says(
    zone: str, wall: str, instant: str
) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert to_instant(datetime.fromisoformat(wall), zone) == expected


@given(wall=walls(), zone=st.sampled_from(ZONES))
def test_an_instant_is_back_on_the_wall_unless_clocks_skipped_it(
    wall: datetime, zone: str
) -> None:
    there = to_instant(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert there - wall in {timedelta(0), timedelta(minutes=30), timedelta(hours=1)}


@given(span=spans(), office=st.sampled_from(ZONES))
def test_no_span_is_over_before_it_begins(span: Span, office: str) -> None:
    assert start_instant(span, office) <= end_instant(span, office)


def test_a_start_in_a_skipped_hour_does_not_pass_the_end() -> None:
    span = timed("2026-03-08T02:30", "2026-03-08T03:00", "America/New_York")
    assert end_instant(span, TBILISI) == start_instant(span, TBILISI)


def test_whole_days_begin_at_midnight_in_the_office() -> None:
    span = whole_days(date(2026, 5, 14))
    assert start_instant(span, TBILISI) == datetime(2026, 5, 13, 20, tzinfo=UTC)
    assert end_instant(span, TBILISI) == datetime(2026, 5, 14, 20, tzinfo=UTC)


def test_timed_spans_ask_their_own_zone_and_not_the_office() -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T11:00", "Europe/Berlin")
    assert start_instant(span, TBILISI) == datetime(2026, 5, 14, 8, tzinfo=UTC)
    assert end_instant(span, TBILISI) == datetime(2026, 5, 14, 9, tzinfo=UTC)


def test_an_open_end_is_over_when_it_begins() -> None:
    span = timed("2026-05-14T10:00")
    assert end_instant(span, TBILISI) == start_instant(span, TBILISI)


def test_whole_days_are_never_midnights() -> None:
    span = whole_days(date(2026, 5, 14))
    assert start_moment(span) != datetime.combine(date(2026, 5, 14), time())


@pytest.mark.parametrize("zone", ["Asia/Tbilisi", "UTC", "Europe/Kyiv"])
def test_zones_of_the_tz_database_are_known(zone: str) -> None:
    assert is_zone(zone)


@pytest.mark.parametrize(
    "zone", ["", "Asia/Gotham", "localtime", "Factory", "../etc/passwd", "UTC\0", "+04"]
)
def test_other_names_are_no_zones(zone: str) -> None:
    assert not is_zone(zone)


def test_the_same_hours_are_seen_on_other_clocks() -> None:
    call = timed("2026-05-14T20:00", "2026-05-14T21:00", zone="America/New_York")
    assert seen_in(call, TBILISI) == timed("2026-05-15T04:00", "2026-05-15T05:00")
    assert seen_in(call, "America/New_York") is call


def test_an_end_in_the_hour_that_occurs_twice_is_left_out() -> None:
    span = timed("2026-10-25T00:30", "2026-10-25T01:15", zone="UTC")
    assert seen_in(span, "Europe/Vienna") == timed(
        "2026-10-25T02:30", zone="Europe/Vienna"
    )
