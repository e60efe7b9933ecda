"""Independent readings of a repetition, to compare ours with: other people's code."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule_check import published_rule
from calendar_service.domain.span import DaySpan, Moment, Span, TimedSpan


def judged_starts(rule: str, span: Span, until_year: int = 2050) -> list[datetime]:
    """Walk the rule with dateutil, up to a year; at most 3,000 starts."""
    head, _, until = rule.partition("UNTIL=")
    if until:
        head += f"UNTIL={judged_until(until, span):%Y%m%dT%H%M%S}"
    found = iter(rrulestr(head, dtstart=start_of(span)))
    return list(islice(takewhile(lambda wall: wall.year <= until_year, found), 3000))


def judged_until(until: str, span: Span) -> datetime:
    if "T" not in until:
        return datetime.fromisoformat(f"{until}T235959")
    stated = datetime.fromisoformat(until.rstrip("Z"))
    if not until.endswith("Z"):
        return stated
    assert isinstance(span, TimedSpan)
    there = stated.replace(tzinfo=UTC).astimezone(ZoneInfo(span.zone))
    return there.replace(tzinfo=None)


def start_of(span: Span) -> datetime:
    if isinstance(span, DaySpan):
        return datetime.combine(span.start, time())
    return span.start


def as_calendar(span: Span, recurrence: Recurrence) -> icalendar.Calendar:
    """Write the item as iCalendar, by means of the test alone."""
    event = icalendar.Event()
    event.add("uid", "one")
    event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
    add_span(event, span)
    if recurrence.rule:
        rule = published_rule(recurrence.rule, span)
        event.add("rrule", icalendar.vRecur.from_ical(rule))
    elif recurrence.rdates:
        # Alone, DTSTART is among the RDATEs (Thunderbird and khal agree).
        event.add("rdate", [zoned(span.start, span)])
    for moment in (*recurrence.dates[1:], *recurrence.rdates):
        event.add("rdate", [zoned(moment, span)])
    for moment in recurrence.exdates:
        event.add("exdate", [zoned(moment, span)])
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    for override in recurrence.overrides:
        changed = icalendar.Event()
        changed.add("uid", "one")
        changed.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
        changed.add("recurrence-id", zoned(override.original, span))
        assert override.span
        add_span(changed, override.span)
        calendar.add_component(changed)
    return calendar


def add_span(event: icalendar.Event, span: Span) -> None:
    event.add("dtstart", zoned(span.start, span))
    if span.end is not None:
        event.add("dtend", zoned(span.end, span))


def zoned(moment: Moment, span: Span) -> Moment:
    if isinstance(span, TimedSpan) and isinstance(moment, datetime):
        return moment.replace(tzinfo=ZoneInfo(span.zone))
    return moment


def judged_occurrences(
    span: Span, recurrence: Recurrence, first: date, last: date
) -> list[tuple[Moment, Moment]]:
    """Expand with recurring_ical_events, a wide window cut to the days afterwards."""
    margin = timedelta(days=60)
    calendar = as_calendar(span, recurrence)
    found = recurring_ical_events.of(calendar).between(first - margin, last + margin)
    pairs = []
    for event in found:
        start, end = plain(event.start), plain(event.end)
        if isinstance(end, datetime):
            final = (end - timedelta(microseconds=end > start)).date()
        else:
            final = end - timedelta(days=1)
        begin = start.date() if isinstance(start, datetime) else start
        if begin <= last and final >= first:
            pairs.append((start, end))
    return sorted(pairs, key=str)


def plain(moment: Moment) -> Moment:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
