"""Typed dates to a span and its repetition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import (
    DaySpan,
    Moment,
    Precision,
    Span,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.days import Entry, read_days
from calendar_service.importers.typed_dates.hours import Hours, read_hours
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.repeats import Repeat, read_repeat
from calendar_service.importers.typed_dates.settling import Day
from calendar_service.importers.typed_dates.tokens import tokenise
from calendar_service.importers.typed_dates.units import is_repeated

MOST_DAYS = 366
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text says of when; `has_year` is False where a year was inferred."""

    span: Span
    recurrence: Recurrence
    has_year: bool


def read_typed(text: str, today: date, zone: str) -> Typed:
    """Read dates as people type them, in English or Georgian.

    Years that are not written are those that come next, seen from `today`.
    Raises NotUnderstood, which says what stopped it.
    """
    cursor = Cursor(tokenise(text))
    has_year = any(
        token.mark is Mark.YEAR or (token.mark is Mark.DATE and token.has_year)
        for token in cursor.tokens
    )
    if is_repeated(cursor):
        span, recurrence = _repeating(read_repeat(cursor, today), today, zone)
    else:
        span, recurrence = _listed(_without_once(cursor), today, zone)
    return Typed(span, recurrence, has_year)


def _without_once(cursor: Cursor) -> Cursor:
    """Leave out what goes without saying of a single date: "once on 14 May"."""
    tokens = [token for token in cursor.tokens if token.mark is not Mark.ONCE]
    if not tokens:
        raise NotUnderstood(Reason.NO_DATE, cursor.rest())
    return Cursor(tokens)


def _repeating(repeat: Repeat, today: date, zone: str) -> tuple[Span, Recurrence]:
    first = repeat.first(today)
    if repeat.hours is None:
        excluded: tuple[Moment, ...] = tuple(sorted(set(repeat.excluded)))
        return whole_days(first), Recurrence(repeat.rule(), exdates=excluded)
    start, end = repeat.hours
    excluded = tuple(datetime.combine(d, start) for d in sorted(set(repeat.excluded)))
    span = _hours_of(first, first, (start, end), zone)
    return span, Recurrence(repeat.rule(), exdates=excluded)


def _listed(cursor: Cursor, today: date, zone: str) -> tuple[Span, Recurrence]:
    before = read_hours(cursor)
    cursor.taken(Mark.COMMA)
    if cursor.mark() is Mark.UNTIL:
        cursor.take()  # a term: "until October 2020"
    entries = read_days(cursor, today)
    if not entries:
        raise NotUnderstood(Reason.NO_DATE, cursor.rest() or cursor.tokens[0].text)
    if cursor.mark() is not None:
        raise NotUnderstood(Reason.LEFT_OVER, cursor.rest())
    for first, last in entries:
        if last is not None and last.last < first.first:
            raise NotUnderstood(Reason.BACKWARDS, f"{last.first}")
    entries = _with_hours(entries, before)
    if len(entries) == 1:
        return _one(*entries[0], zone)
    return _many(entries, zone)


def _with_hours(entries: list[Entry], before: Hours | None) -> list[Entry]:
    """Let hours that stand at one end of a list hold for all of its days."""
    clock, until = before or (None, None)
    found: list[Entry] = []
    for first, last in reversed(entries):
        final = last or first
        if final.clock is None and first.clock is None and clock is not None:
            final = replace(final, clock=clock, until=until)
        clock, until = final.clock, final.until
        found.append((first, final) if last else (final, None))
    return found[::-1]


def _one(first: Day, last: Day | None, zone: str) -> tuple[Span, Recurrence]:
    final = last or first
    if final.clock is None and first.clock is None:
        return _whole(first, last), Recurrence()
    if first.precision is not Precision.DAY or final.precision is not Precision.DAY:
        raise NotUnderstood(Reason.MIXED_HOURS)
    if last is None:
        return _hours_of(first.first, first.first, _hours(first), zone), Recurrence()
    if first.clock is not None:
        return _across(first, last, zone), Recurrence()
    # "3-5 May 10:00-17:00" is from ten to five on each of the days.
    days = (last.first - first.first).days + 1
    span = _hours_of(first.first, first.first, _hours(last), zone)
    return span, Recurrence(f"FREQ=DAILY;COUNT={days}" if days > 1 else "")


def _across(first: Day, last: Day, zone: str) -> TimedSpan:
    """Return "1 March 10:00 - 3 March 16:00" as one span."""
    start, end = _hours(first)[0], last.until or last.clock
    begin = datetime.combine(first.first, start)
    if end is None:
        raise NotUnderstood(Reason.MIXED_HOURS)
    finish = datetime.combine(last.first, end)
    if finish <= begin:
        raise NotUnderstood(Reason.BACKWARDS, f"{end:%H:%M}")
    return TimedSpan(begin, finish, zone)


def _whole(first: Day, last: Day | None) -> DaySpan:
    if last is not None:
        return whole_days(first.first, last.last)
    match first.precision:
        case Precision.DAY:
            return whole_days(first.first)
        case Precision.MONTH:
            return whole_month(first.first.year, first.first.month)
        case Precision.YEAR:
            return whole_year(first.first.year)


def _many(entries: Sequence[Entry], zone: str) -> tuple[Span, Recurrence]:
    if any(
        day.precision is not Precision.DAY for pair in entries for day in pair if day
    ):
        raise NotUnderstood(Reason.NO_DATE, f"{entries[0][0].first:%Y-%m}")
    hours = [_hours_or_none(last or first) for first, last in entries]
    days = [_days_of(entry) for entry in entries]
    if hours[0] is None:
        if any(hours):
            raise NotUnderstood(Reason.MIXED_HOURS)
        dates = tuple(sorted({day for group in days for day in group}))
        if len(dates) == 1:
            return whole_days(dates[0]), Recurrence()
        return whole_days(dates[0]), Recurrence(dates=dates)
    spans = {
        _hours_of(day, day, said, zone)
        for group, said in zip(days, hours, strict=True)
        if said
        for day in group
    }
    first, *others = sorted(spans, key=lambda span: span.start)
    lengths = {span.end - span.start if span.end else None for span in spans}
    if len(lengths) > 1:
        raise NotUnderstood(Reason.MIXED_HOURS)
    return first, Recurrence(rdates=tuple(span.start for span in others))


def _days_of(entry: Entry) -> list[date]:
    first, last = entry[0].first, (entry[1] or entry[0]).first
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise NotUnderstood(Reason.TOO_LONG)
    return [first + timedelta(days=away) for away in range(days)]


def _hours_of(first: date, last: date, hours: Hours, zone: str) -> TimedSpan:
    """Return hours of a day; "22:00-02:00" ends on the day after."""
    start = datetime.combine(first, hours[0])
    if hours[1] is None:
        return TimedSpan(start, None, zone)
    end = datetime.combine(last, hours[1])
    return TimedSpan(start, end if end > start else end + ONE_DAY, zone)


def _hours(day: Day) -> Hours:
    found = _hours_or_none(day)
    if found is None:
        raise NotUnderstood(Reason.MIXED_HOURS)
    return found


def _hours_or_none(day: Day) -> Hours | None:
    return None if day.clock is None else (day.clock, day.until)
