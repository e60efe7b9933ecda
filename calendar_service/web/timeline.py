"""Terms along a line of time: where each bar and mark stands, in percent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from calendar_service.domain.agreement import (
    Agreement,
    add_months,
    begins_on,
    ends_on,
    expires_on,
    notice_deadline,
)
from calendar_service.domain.span import ONE_DAY

MONTHS_BACK, LEAST_MONTHS_AHEAD, MOST_MONTHS_AHEAD = 12, 12, 48
TICK_MONTHS = (3, 6, 12)
MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days; `name` says of what: term, notice, vague or over."""

    name: str
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One day; `name` is notice, expiry or today."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One term as a picture."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from `first` up to and without `end`, drawn from 0 to 100."""

    first: date
    end: date

    def at(self, day: date) -> float:
        """Return where a day begins; outside the picture, its nearest edge."""
        whole = (self.end - self.first).days
        return round(min(max((day - self.first).days / whole, 0), 1) * 100, 2)

    def shows(self, day: date) -> bool:
        return self.first <= day < self.end

    def ticks(self) -> list[tuple[date, float]]:
        """Return the first days of quarters, halves or years, at most six."""
        steps = (list(self._every(months)) for months in TICK_MONTHS)
        return next((found for found in steps if len(found) <= MOST_TICKS), [])

    def _every(self, months: int) -> Iterator[tuple[date, float]]:
        day = date(self.first.year, 1, 1)
        while day < self.end:
            if self.shows(day):
                yield day, self.at(day)
            day = add_months(day, months)


def scale_of(terms: Sequence[Agreement], today: date) -> Scale:
    """Return whole months around today, as far as the terms need within bounds.

    From a year ago at most to four years ahead at most: what goes beyond is
    cut off, so that one term of thirty years does not flatten the rest.
    """
    month = today.replace(day=1)
    starts = [day for term in terms if (day := begins_on(term))]
    ends = [day for term in terms if (day := ends_on(term))]
    first = min([month, *(max(day, add_months(month, -MONTHS_BACK)) for day in starts)])
    farthest = add_months(month, MOST_MONTHS_AHEAD)
    last = max(
        [
            add_months(month, LEAST_MONTHS_AHEAD),
            *(min(day, farthest) for day in ends),
        ]
    )
    return Scale(first.replace(day=1), add_months(last.replace(day=1), 1))


def strip_of(term: Agreement, scale: Scale, today: date) -> Strip:
    """Draw one term: its days, those after the notice deadline, and what is vague."""
    return Strip(tuple(_bars(term, scale)), tuple(_marks(term, scale, today)))


def _bars(term: Agreement, scale: Scale) -> Iterator[Bar]:
    first, last = begins_on(term) or scale.first, ends_on(term)
    end = last + ONE_DAY if last else scale.end
    sure = _sure_end(term, end)
    deadline = notice_deadline(term)
    late = deadline + ONE_DAY if deadline else sure
    late = min(max(late, first), sure)
    yield from _bar("term", first, late, scale)
    yield from _bar("notice", late, sure, scale)
    yield from _bar("vague", max(sure, first), end, scale)


def _sure_end(term: Agreement, end: date) -> date:
    """Return the end of what holds by any reading; of a day's expiry, the end."""
    earliest = None if term.ended_on else expires_on(term)
    if earliest is None or (end - earliest).days <= 1:
        return end
    return min(earliest, end)


def _bar(name: str, first: date, end: date, scale: Scale) -> Iterator[Bar]:
    start, stop = scale.at(first), scale.at(end)
    if start < stop:
        yield Bar(name, start, round(stop - start, 2))


def _marks(term: Agreement, scale: Scale, today: date) -> Iterator[Mark]:
    days = {
        "notice": notice_deadline(term),
        "expiry": term.ended_on or expires_on(term),
        "today": today,
    }
    for name, day in days.items():
        if day is not None and scale.shows(day):
            yield Mark(name, scale.at(day))
