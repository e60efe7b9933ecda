"""Reading feeds back, the way strangers do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import expand
from calendar_service.domain.span import DaySpan, Span, to_instant
from calendar_service.feeds.proof import unfold
from calendar_service.feeds.series import shown_as_days

Times = tuple[date, date]


def vevents(body: bytes) -> list[Any]:
    return Calendar.from_ical(body).walk("VEVENT")


def lines_of(body: bytes) -> list[str]:
    return [line.decode() for line in unfold(body)]


def block_of(body: bytes, uid: str) -> bytes:
    """Return everything that a calendar says under one uid."""
    blocks = body.split(b"BEGIN:VEVENT\r\n")[1:]
    return b"".join(b for b in blocks if f"UID:{uid}\r\n".encode() in b)


def times_read(body: bytes, first: date, last: date) -> list[Times]:
    """Expand a calendar with a program that is not ours, end exclusive."""
    calendar = Calendar.from_ical(body)
    expanded = recurring_ical_events.of(calendar, skip_bad_series=False)
    # A wider window, cut by hand: days of another zone begin at other hours.
    wide = timedelta(days=2)
    events = expanded.between(first - wide, last + wide)
    return sorted({t for e in events if (t := _times(e, first, last))}, key=_in_time)


def times_meant(item: Item, first: date, last: date) -> list[Times]:
    """Return our own occurrences in the same form."""
    span, recurrence = shown_as_days(item.span, item.recurrence)
    occurrences = expand(span, recurrence, first, last)
    return sorted({_instants(each.span) for each in occurrences}, key=_in_time)


def _times(event: Any, first: date, last: date) -> Times | None:  # noqa: ANN401 - the reader has no types
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else start
    if not isinstance(start, datetime):
        return (start, end) if start <= last and end > first else None
    final = end - timedelta(microseconds=1) if end > start else end
    if start.date() > last or final.date() < first:
        return None
    return start.astimezone(UTC), end.astimezone(UTC)


def _instants(span: Span) -> Times:
    if isinstance(span, DaySpan):
        return span.start, span.end
    start = to_instant(span.start, span.zone)
    return start, to_instant(span.end or span.start, span.zone)


def _in_time(times: Times) -> tuple[str, str]:
    return times[0].isoformat(), times[1].isoformat()
