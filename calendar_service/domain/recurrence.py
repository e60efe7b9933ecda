"""Rule, separate days and overrides to occurrences inside a window."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice

from calendar_service.domain.rule_check import MOST_OCCURRENCES, rule_until
from calendar_service.domain.rule_walk import last_start, walk
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    Moment,
    Span,
    first_day,
    last_day,
    moved_to,
    whole_days,
)
from calendar_service.domain.texts import Text

WINDOW = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Override:
    """One occurrence that differs, named by its original start.

    RFC 5545 3.8.4.4: RECURRENCE-ID is the start that the rule gives, never
    the one it was moved to.
    """

    original: Moment
    span: Span | None = None
    texts: Mapping[str, Text] = field(default_factory=dict)
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How an item happens more than once; all empty for a single one.

    `rule` is the value of an RRULE; it gives nothing after LATEST_YEAR. `dates`
    are separate whole days, the earliest of them the item's own. `rdates` and
    `exdates` have the item's value type.
    """

    rule: str = ""
    dates: tuple[date, ...] = ()
    rdates: tuple[Moment, ...] = ()
    exdates: tuple[Moment, ...] = ()
    overrides: tuple[Override, ...] = ()

    def is_single(self) -> bool:
        return not (self.rule or self.dates or self.rdates)

    def has_exceptions(self) -> bool:
        return bool(self.rdates or self.exdates or self.overrides)

    def is_endless(self) -> bool:
        return bool(self.rule) and not any(
            part.startswith(("COUNT=", "UNTIL=")) for part in self.rule.split(";")
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One concrete time of an item; `original` is its RECURRENCE-ID."""

    original: Moment
    span: Span
    texts: Mapping[str, Text] = field(default_factory=dict)
    cancelled: bool = False


def expand(
    span: Span, recurrence: Recurrence, first: date, last: date
) -> list[Occurrence]:
    """Return the occurrences that touch the days first..last, both inclusive.

    Sorted by start; at most 10,000. Days are those of the item's own zone. A
    cancelled occurrence is among them, marked.
    """
    regular = (
        Occurrence(start, _span_at(span, recurrence, start))
        for start in _starts(span, recurrence, _earliest(span, first), last)
    )
    changed = {override.original for override in recurrence.overrides}
    found = [
        *_touching((o for o in regular if o.original not in changed), first, last),
        *_touching(_overridden(span, recurrence), first, last),
    ]
    return sorted(found, key=_by_start)[:MOST_OCCURRENCES]


def starts_of(span: Span, recurrence: Recurrence, until: date) -> Iterator[Moment]:
    """Yield the original starts in order, exclusions left out, up to a day."""
    return _starts(span, recurrence, date.min, until)


def strangers(
    span: Span, recurrence: Recurrence, moments: Iterable[Moment]
) -> list[Moment]:
    """Return those moments at which no occurrence starts by rule or list."""
    fixed = {*recurrence.dates, *recurrence.rdates}
    if not (recurrence.rule or recurrence.dates):
        fixed.add(span.start)
    excluded = set(recurrence.exdates)
    return [
        moment
        for moment in moments
        if moment in excluded
        or (
            moment not in fixed
            and moment not in _ruled(span, recurrence, _day(moment), _day(moment))
        )
    ]


def bounds(span: Span, recurrence: Recurrence) -> tuple[date, date | None]:
    """Return the first day and the last day of all occurrences.

    The last is None when a rule has no end. Storage keeps both, so that a
    window can be asked for in SQL. What is excluded or moved away may lie
    inside; nothing that happens lies outside.
    """
    starts = [*(recurrence.dates or (span.start,)), *recurrence.rdates]
    if recurrence.rule and not recurrence.is_endless():
        until = rule_until(recurrence.rule, span)
        final = last_start(recurrence.rule, _wall(span.start), until)
        starts += [_moment(span, final)] if final else []
    spans = [_span_at(span, recurrence, start) for start in starts]
    spans += [o.span for o in recurrence.overrides if o.span is not None]
    lowest = min(map(first_day, spans))
    return lowest, None if recurrence.is_endless() else max(map(last_day, spans))


def outermost(span: Span, recurrence: Recurrence) -> list[Occurrence]:
    """Return what happens first and last, and all overrides, sorted by start.

    Nothing lies outside, and the rest is not walked. Without an end there is no
    last one. What is cancelled is left out, unless all of it is.
    """
    changed = {override.original for override in recurrence.overrides}
    unchanged = (s for s in starts_of(span, recurrence, date.max) if s not in changed)
    ends = {*islice(unchanged, 1)}
    if ends and not recurrence.is_endless():
        ends.add(_final(span, recurrence, changed))
    found = [Occurrence(start, _span_at(span, recurrence, start)) for start in ends]
    found += _overridden(span, recurrence)
    happening = [each for each in found if not each.cancelled]
    return sorted(happening or found, key=_by_start)


def is_in_place(occurrence: Occurrence) -> bool:
    """Tell whether it is on the day that the rule or a list gives it."""
    return first_day(occurrence.span) == _day(occurrence.original)


def _final(span: Span, recurrence: Recurrence, changed: set[Moment]) -> Moment:
    """Return the last unchanged start, looked for from the end of the rule back."""
    low, high = bounds(span, replace(recurrence, overrides=()))
    last, reach = high or date.max, WINDOW
    while True:
        first = max(low, last - reach)
        starts = _starts(span, recurrence, first, last)
        found = [start for start in starts if start not in changed]
        if found:
            return found[-1]
        last, reach = first - ONE_DAY, reach * 4


def _overridden(span: Span, recurrence: Recurrence) -> Iterator[Occurrence]:
    for override in recurrence.overrides:
        moved = override.span or _span_at(span, recurrence, override.original)
        yield Occurrence(override.original, moved, override.texts, override.cancelled)


def _touching(
    occurrences: Iterable[Occurrence], first: date, last: date
) -> Iterator[Occurrence]:
    inside = (
        occurrence
        for occurrence in occurrences
        if first_day(occurrence.span) <= last and last_day(occurrence.span) >= first
    )
    return islice(inside, MOST_OCCURRENCES)


def _earliest(span: Span, first: date) -> date:
    """Return the first day on which a start can still reach into the window.

    One day more than the length: an occurrence that begins at a later hour
    than the first one may end a day later.
    """
    length = last_day(span) - first_day(span) + timedelta(days=1)
    return first - min(length, first - date.min)


def _starts(
    span: Span, recurrence: Recurrence, first: date, last: date
) -> Iterator[Moment]:
    excluded = set(recurrence.exdates)
    if recurrence.dates:
        own = iter(sorted(set(recurrence.dates)))
    elif recurrence.rule:
        own = _ruled(span, recurrence, first, last)
    else:
        own = iter((span.start,))
    added = sorted(set(recurrence.rdates), key=_wall)
    before: Moment | None = None
    for start in merge(own, added, key=_wall):
        if start != before and start not in excluded and first <= _day(start) <= last:
            yield start
        before = start


def _ruled(
    span: Span, recurrence: Recurrence, first: date, last: date
) -> Iterator[Moment]:
    if recurrence.rule:
        until = rule_until(recurrence.rule, span)
        for start in walk(recurrence.rule, _wall(span.start), until, first, last):
            yield _moment(span, start)


def _span_at(span: Span, recurrence: Recurrence, start: Moment) -> Span:
    if recurrence.dates:
        return whole_days(_day(start))
    return moved_to(span, start)


def _moment(span: Span, wall: datetime) -> Moment:
    return wall.date() if isinstance(span, DaySpan) else wall


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _wall(moment: Moment) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time())


def _by_start(occurrence: Occurrence) -> tuple[datetime, date]:
    return _wall(occurrence.span.start), last_day(occurrence.span)
