"""Compare what a rendered calendar says with our own occurrences."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from icalendar import Calendar, Component

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Override, Recurrence, expand
from calendar_service.domain.span import DaySpan, Moment, Span, TimedSpan
from calendar_service.feeds.proof import read_back
from calendar_service.feeds.series import is_withdrawn, shown_as_days
from calendar_service.feeds.timezones import is_utc

MOST_PROBLEMS = 20

Key = tuple[str, str, str, bool]
"""Start, end, zone, and whether it is cancelled."""


def prove_occurrences(
    body: bytes, items: Iterable[Item], first: date, last: date
) -> list[str]:
    """Return what is missing or too much on the days first..last, both inclusive.

    The calendar has to be one that `prove_calendar` has nothing against. At
    most 20 of each are named.
    """
    return _compared(Calendar.from_ical(body), items, first, last)


def prove_items(
    body: bytes, items: Iterable[Item], first: date, last: date
) -> list[str]:
    """Return what is wrong with the bytes, else with what they say.

    Both proofs with one reading, which is what takes the time.
    """
    calendar, problems = read_back(body)
    if calendar is None or problems:
        return problems
    return _compared(calendar, items, first, last)


def _compared(
    calendar: Component, items: Iterable[Item], first: date, last: date
) -> list[str]:
    said = Counter(_said(calendar.walk("VEVENT"), first, last))
    meant = Counter(_meant(items, first, last))
    missing, extra = sorted(meant - said), sorted(said - meant)
    return [
        *(f"{_worded(key)} is missing" for key in missing[:MOST_PROBLEMS]),
        *(f"{_worded(key)} is there too much" for key in extra[:MOST_PROBLEMS]),
    ]


def _meant(items: Iterable[Item], first: date, last: date) -> Iterator[Key]:
    for item in items:
        span, recurrence = shown_as_days(item.span, item.recurrence)
        for occurrence in expand(span, recurrence, first, last):
            cancelled = occurrence.cancelled or is_withdrawn(item)
            yield _key(occurrence.span, cancelled=cancelled)


def _said(events: Iterable[Component], first: date, last: date) -> Iterator[Key]:
    by_uid = sorted(events, key=lambda event: str(event["UID"]))
    for _, same in groupby(by_uid, lambda event: str(event["UID"])):
        group = list(same)
        series = next(event for event in group if "RECURRENCE-ID" not in event)
        overrides = tuple(_override(e) for e in group if "RECURRENCE-ID" in e)
        recurrence = Recurrence(
            rule=_stamps(series, "RRULE")[0] if "RRULE" in series else "",
            exdates=tuple(map(_moment, _stamps(series, "EXDATE"))),
            overrides=overrides,
        )
        for occurrence in expand(_span(series), recurrence, first, last):
            own = any(occurrence.original == o.original for o in overrides)
            cancelled = occurrence.cancelled if own else _is_cancelled(series)
            yield _key(occurrence.span, cancelled=cancelled)


def _override(event: Component) -> Override:
    original = _moment(_stamps(event, "RECURRENCE-ID")[0])
    return Override(original, _span(event), cancelled=_is_cancelled(event))


def _is_cancelled(event: Component) -> bool:
    return str(event.get("STATUS")) == "CANCELLED"


def _span(event: Component) -> Span:
    start = _moment(_stamps(event, "DTSTART")[0])
    ends = [_moment(stamp) for stamp in _stamps(event, "DTEND")]
    if isinstance(start, datetime):
        end = next((end for end in ends if isinstance(end, datetime)), None)
        zone: Any = event["DTSTART"]
        return TimedSpan(start, end, str(zone.params.get("TZID", "UTC")))
    return DaySpan(start, ends[0])


def _stamps(event: Component, name: str) -> list[str]:
    """Return a property's values as they are written; RRULE is one, whole."""
    found: Any = event.get(name, [])
    values = found if isinstance(found, list) else [found]
    texts = [value.to_ical().decode() for value in values]
    return texts if name == "RRULE" else [s for text in texts for s in text.split(",")]


def _moment(stamp: str) -> Moment:
    if "T" in stamp:
        return datetime.strptime(stamp.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time of a zone named beside it
    return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:]))


def _key(span: Span, *, cancelled: bool) -> Key:
    if isinstance(span, DaySpan):
        return span.start.isoformat(), span.end.isoformat(), "", cancelled
    zone = "UTC" if is_utc(span.zone) else span.zone
    end = span.end.isoformat() if span.end else ""
    return span.start.isoformat(), end, zone, cancelled


def _worded(key: Key) -> str:
    start, end, zone, cancelled = key
    mark = ", cancelled" if cancelled else ""
    return f"{start} to {end or 'an open end'} {zone}".rstrip() + mark
