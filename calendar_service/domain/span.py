"""When something is: whole days or timed hours, end exclusive, zone kept."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

Moment = date | datetime
"""A whole day, or a naive wall time in the zone of the span it belongs to."""

ONE_DAY = timedelta(days=1)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class InvalidSpan(ValueError):
    """The two ends do not make a span."""


class Precision(StrEnum):
    """How exactly a date was said: "until October 2020" is a month."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Whole days, from `start` up to and without `end`; never midnights.

    With a precision of month or year it covers the whole month or year that
    was named, and `start` is its earliest reading.
    """

    start: date
    end: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InvalidSpan("the last day lies before the first")


@dataclass(frozen=True, slots=True)
class TimedSpan:
    """Wall time in an IANA zone; the end may be unknown.

    The wall time is what counts: when a law changes the zone, the meeting
    stays at ten o'clock and its UTC instant moves. `dates_only` asks clients
    to show days without hours.
    """

    start: datetime
    end: datetime | None
    zone: str
    dates_only: bool = False

    def __post_init__(self) -> None:
        if self.start.tzinfo or (self.end and self.end.tzinfo):
            raise InvalidSpan("wall times carry no offset")
        if self.end is not None and self.end <= self.start:
            raise InvalidSpan("the end lies before the start")


Span = DaySpan | TimedSpan


def whole_days(first: date, last: date | None = None) -> DaySpan:
    """Make a span from an inclusive first and last day, as people say it."""
    return DaySpan(first, (last or first) + ONE_DAY)


def whole_month(year: int, month: int) -> DaySpan:
    """Make the span of "October 2020"."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return DaySpan(date(year, month, 1), following, Precision.MONTH)


def whole_year(year: int) -> DaySpan:
    """Make the span of "2020"."""
    return DaySpan(date(year, 1, 1), date(year + 1, 1, 1), Precision.YEAR)


def is_zone(name: str) -> bool:
    """Tell whether the tz database knows the name; "localtime" does not count."""
    return name in _zone_names()


def to_instant(wall: datetime, zone: str) -> datetime:
    """Resolve wall time to UTC as RFC 5545 3.3.5 says.

    An hour that occurs twice is its first occurrence; an hour that clocks
    skip is read with the offset before the gap.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def start_instant(span: Span, office_zone: str) -> datetime:
    """Return the UTC instant at which it begins; whole days in the office's zone."""
    if isinstance(span, TimedSpan):
        return to_instant(span.start, span.zone)
    return to_instant(datetime.combine(span.start, time()), office_zone)


def end_instant(span: Span, office_zone: str) -> datetime:
    """Return the UTC instant at which it is over; an open end is its start.

    Never before the start, which a start in an hour that clocks skip can pass.
    """
    if isinstance(span, TimedSpan):
        begin = to_instant(span.start, span.zone)
        return max(begin, to_instant(span.end or span.start, span.zone))
    return to_instant(datetime.combine(span.end, time()), office_zone)


def seen_in(span: TimedSpan, zone: str) -> TimedSpan:
    """Return the same hours on the clocks of another zone.

    An end that those clocks show no later than the start, as in the hour that
    occurs twice, is left out.
    """
    if span.zone == zone:
        return span
    start = _wall_in(span.start, span.zone, zone)
    end = _wall_in(span.end, span.zone, zone) if span.end else None
    later = end if end and end > start else None
    return replace(span, start=start, end=later, zone=zone)


def first_day(span: Span) -> date:
    """Return the first day it touches, on the calendar of its own zone."""
    return span.start.date() if isinstance(span, TimedSpan) else span.start


def last_day(span: Span) -> date:
    """Return the last day it touches, inclusive; midnight ends the day before."""
    if isinstance(span, DaySpan):
        return span.end - ONE_DAY
    if span.end is None:
        return span.start.date()
    return (span.end - timedelta(microseconds=1)).date()


def start_moment(span: Span) -> Moment:
    """Return what RFC 5545 calls the value of DTSTART, without its zone."""
    return span.start


def moved_to(span: Span, start: Moment) -> Span:
    """Return a span of the same length that begins elsewhere.

    A whole-day span takes a date, a timed one a wall time; the length is
    kept on the wall clock, so 10:00-11:30 stays so on the day of a change.
    """
    if isinstance(span, DaySpan):
        day = start.date() if isinstance(start, datetime) else start
        return replace(span, start=day, end=day + (span.end - span.start))
    if not isinstance(start, datetime):
        start = datetime.combine(start, span.start.time())
    end = None if span.end is None else start + (span.end - span.start)
    return replace(span, start=start, end=end)


def _wall_in(wall: datetime, zone: str, other: str) -> datetime:
    return to_instant(wall, zone).astimezone(ZoneInfo(other)).replace(tzinfo=None)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})
