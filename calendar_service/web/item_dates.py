"""All dates of an item, a page at a time. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.span import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    first_day,
)
from calendar_service.web.entries import Entry, make_entry

PAGE = 60
NEAR = timedelta(days=5 * 366)
DAY = timedelta(days=1)
START, END = date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)


@dataclass(frozen=True, slots=True)
class Dates:
    """Some occurrences in order; the days from which the pages beside them begin."""

    entries: list[Entry]
    earlier: date | None
    later: date | None


def list_dates(item: Item, first: date, language: str, office_zone: str) -> Dates:
    """Return the occurrences that begin on the day or later, as many as fit.

    Where none does, the last ones before it.
    """
    coming = [o for o in _after(item, first) if first_day(o.span) >= first]
    before = _before(item, first)
    if not coming:
        coming, before = before, _before(item, _day_of(before))
    shown = coming[:PAGE]
    # A page ends with a whole day, or what shares it would be left out.
    while len(shown) < len(coming) and _starts(coming[len(shown)]) == _starts(
        shown[-1]
    ):
        shown.append(coming[len(shown)])
    return Dates(
        [make_entry(item, each, language, office_zone) for each in shown],
        _day_of(before) if before else None,
        _starts(coming[len(shown)]) if len(shown) < len(coming) else None,
    )


def _after(item: Item, first: date) -> list[Occurrence]:
    near = expand(item.span, item.recurrence, first, min(first + NEAR, END))
    if len(near) > PAGE:
        return near
    return expand(item.span, item.recurrence, first, END)


def _before(item: Item, first: date) -> list[Occurrence]:
    """Return the newest page of what begins before the day."""
    if first <= START:
        return []
    near = max(first - NEAR, START)
    found = expand(item.span, item.recurrence, near, first - DAY)
    if len(found) < PAGE and near > START:
        found = expand(item.span, item.recurrence, START, first - DAY)
    return found[-PAGE:]


def _starts(occurrence: Occurrence) -> date:
    return first_day(occurrence.span)


def _day_of(occurrences: list[Occurrence]) -> date:
    return _starts(occurrences[0]) if occurrences else START
