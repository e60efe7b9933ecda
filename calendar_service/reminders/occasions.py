"""An item as occasions to remind of, and the days that steps count from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendar_service.domain.agreement import expires_on, is_settled, notice_deadline
from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.rule import Anchor
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    Span,
    TimedSpan,
    end_instant,
    first_day,
    last_day,
    start_instant,
    to_instant,
    whole_days,
)

TERM_ANCHORS = (Anchor.NOTICE, Anchor.EXPIRY)
AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing to remind of: an occurrence, or all separate days together.

    `days` are the separate days (a festival), empty otherwise. `mark` tells
    this date of this occasion from any other: another mark, another plan.
    """

    occurrence: Occurrence
    mark: str
    days: tuple[date, ...] = ()


def occasions_of(
    item: Item, anchor: Anchor, first: date, last: date
) -> Iterator[Occasion]:
    """Yield the occasions that touch the days first..last, both inclusive.

    Occurrences that were cancelled are left out. Separate days are one
    occasion, from the first day left to the last. The term of an agreement is
    one occasion, however its item repeats.
    """
    if anchor in TERM_ANCHORS:
        yield from _term(item, anchor, first, last)
    elif item.recurrence.dates:
        yield from _separate_days(item, first, last)
    else:
        for occurrence in expand(item.span, item.recurrence, first, last):
            if not occurrence.cancelled:
                yield Occasion(occurrence, _mark(occurrence.span))


def anchor_day(item: Item, occasion: Occasion, anchor: Anchor, zone: str) -> date:
    """Return the day that steps count from, on the calendar of `zone`.

    What starts at 22:00 in New York starts on the next day for readers in
    Tbilisi. Whole days are the same days everywhere. Month and year precision
    count from the earliest reading.
    """
    span = occasion.occurrence.span
    match anchor:
        case Anchor.START:
            if not is_timed(span):
                return first_day(span)
            return local_day(start_instant(span, zone), zone)
        case Anchor.END:
            return _end_day(span, zone)
        case Anchor.NOTICE | Anchor.EXPIRY:
            return _term_day(item, anchor) or first_day(span)


def over_at(item: Item, occasion: Occasion, anchor: Anchor, zone: str) -> datetime:
    """Return the UTC instant from which a step before the anchor helps nobody.

    Something with hours: when it starts, or ends for a step before its end.
    Whole days: when the last of them is over in the office's zone, so that a
    running campaign can still be spoken of. A term: after the deadline; an
    expiry known to the month: after that month.
    """
    span = occasion.occurrence.span
    match anchor:
        case Anchor.START:
            if is_timed(span):
                return start_instant(span, zone)
            return end_instant(span, zone)
        case Anchor.END:
            return end_instant(span, zone)
        case Anchor.NOTICE:
            day = anchor_day(item, occasion, anchor, zone) + ONE_DAY
            return to_instant(datetime.combine(day, time()), zone)
        case Anchor.EXPIRY:
            expires = item.agreement.expires if item.agreement else None
            return end_instant(expires or span, zone)


def is_timed(span: Span) -> bool:
    """Tell whether the hours count; a span of dates only is whole days here."""
    return isinstance(span, TimedSpan) and not span.dates_only


def local_day(instant: datetime, zone: str) -> date:
    """Return the day that an instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def _term(item: Item, anchor: Anchor, first: date, last: date) -> Iterator[Occasion]:
    day = _term_day(item, anchor)
    if day is None or (item.agreement and is_settled(item.agreement)):
        return
    final = day
    if anchor is Anchor.EXPIRY and item.agreement and item.agreement.expires:
        final = last_day(item.agreement.expires)
    if day <= last and final >= first:
        yield Occasion(Occurrence(item.span.start, item.span), day.isoformat())


def _term_day(item: Item, anchor: Anchor) -> date | None:
    if item.agreement is None:
        return None
    if anchor is Anchor.NOTICE:
        return notice_deadline(item.agreement)
    return expires_on(item.agreement)


def _separate_days(item: Item, first: date, last: date) -> Iterator[Occasion]:
    occurrences = [
        occurrence
        for occurrence in expand(item.span, item.recurrence, date.min, date.max)
        if not occurrence.cancelled
    ]
    if not occurrences:
        return
    spans = [occurrence.span for occurrence in occurrences]
    whole = whole_days(min(map(first_day, spans)), max(map(last_day, spans)))
    if whole.start <= last and last_day(whole) >= first:
        yield Occasion(
            Occurrence(occurrences[0].original, whole),
            _mark(whole),
            tuple(sorted({first_day(span) for span in spans})),
        )


def _end_day(span: Span, zone: str) -> date:
    if not isinstance(span, TimedSpan) or span.dates_only:
        return last_day(span)
    final = span.start if span.end is None else span.end - AN_INSTANT
    return local_day(to_instant(final, span.zone), zone)


def _mark(span: Span) -> str:
    """Name the start as it is written: a new offset of its zone does not move it."""
    if isinstance(span, DaySpan):
        return span.start.isoformat()
    return f"{span.start.isoformat()}[{span.zone}]"
