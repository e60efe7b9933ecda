"""What is coming up: the occurrences of the days ahead, and when each came in sight."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.span import (
    Moment,
    first_day,
    start_instant,
    to_instant,
)

OFF = frozenset({ItemStatus.CANCELLED, ItemStatus.DELETED})


@dataclass(frozen=True, slots=True)
class Coming:
    """An occurrence in sight, or all days of a list of days as one.

    `original` is the start that rule or list gives, which stays when the
    occurrence moves. `entered_at` is the instant at which it came in sight.
    """

    item: Item
    original: Moment
    occurrence: Occurrence
    entered_at: datetime
    cancelled: bool


def list_coming(
    items: Iterable[Item], today: date, days: int, zone: str
) -> list[Coming]:
    """Return what lies on the days from today to `days` later, or is running.

    Both ends inclusive; soonest first. `zone` is the office's, whose midnight
    brings a day in sight.
    """
    last = today + timedelta(days=days)
    found = [
        _coming(item, occurrence, days, zone)
        for item in items
        for occurrence in _occurrences(item, today, last)
    ]
    return sorted(found, key=lambda coming: _in_time(coming, zone))


def _occurrences(item: Item, first: date, last: date) -> Iterator[Occurrence]:
    occurrences = expand(item.span, item.recurrence, first, last)
    if not item.recurrence.dates:
        yield from occurrences
    elif occurrences:
        # One entry for the whole list: its words name all days.
        start = min(item.recurrence.dates)
        yield replace(occurrences[0], original=start)


def _coming(item: Item, occurrence: Occurrence, days: int, zone: str) -> Coming:
    first = first_day(occurrence.span)
    if item.recurrence.dates:
        first = min(first, *item.recurrence.dates)
    midnight = datetime.combine(first - timedelta(days=days), time())
    in_sight = to_instant(midnight, zone)
    return Coming(
        item=item,
        original=occurrence.original,
        occurrence=occurrence,
        entered_at=max(in_sight, item.published_at or item.created_at),
        cancelled=occurrence.cancelled or item.status in OFF,
    )


def _in_time(coming: Coming, zone: str) -> tuple[datetime, str, str]:
    begins = start_instant(coming.occurrence.span, zone)
    return begins, coming.item.uid, str(coming.original)
