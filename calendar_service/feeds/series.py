"""One item as the VEVENTs that calendar clients read without loss."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from calendar_service.domain.item import Item, ItemStatus, days_covered
from calendar_service.domain.recurrence import (
    Occurrence,
    Override,
    Recurrence,
    expand,
    starts_of,
)
from calendar_service.domain.rule_check import published_rule, until_wall
from calendar_service.domain.span import (
    ONE_DAY,
    Moment,
    Span,
    TimedSpan,
    first_day,
    last_day,
    moved_to,
    whole_days,
)
from calendar_service.domain.texts import Texts, overlaid

HOURLY = re.compile(r"FREQ=HOURLY|BYHOUR=|BYMINUTE=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one VEVENT says of its own.

    `rule` and `exdates` belong to a series; `original` is the RECURRENCE-ID
    of one occurrence that differs from it (RFC 5545 3.8.4.4).
    """

    uid: str
    span: Span
    texts: Texts
    cancelled: bool
    rule: str = ""
    exdates: tuple[Moment, ...] = ()
    original: Moment | None = None


def parts_of(item: Item) -> list[Part]:
    """Return an item's VEVENTs: a series and what differs, or each day by itself.

    Clients read RDATE badly (ical.js leaves out the first day, libical takes
    the hour for UTC), so lists of days and additional dates stand alone, each
    under a uid of its own that stays.
    """
    span, recurrence = shown_as_days(item.span, item.recurrence)
    if recurrence.rule:
        return list(_series_parts(item, span, recurrence))
    shown = replace(item, span=span, recurrence=recurrence)
    first, last = days_covered(shown)
    occurrences = expand(span, recurrence, first, last or first)
    if recurrence.is_single():
        return [_part(item, item.uid, occurrence) for occurrence in occurrences]
    return [_own_part(item, occurrence) for occurrence in occurrences]


def is_withdrawn(item: Item) -> bool:
    """Tell whether the item is off: clients are told so by STATUS:CANCELLED."""
    return item.status in {ItemStatus.CANCELLED, ItemStatus.DELETED}


def shown_as_days(span: Span, recurrence: Recurrence) -> tuple[Span, Recurrence]:
    """Turn hours that are to be shown as dates into whole days.

    A rule by the hour has no meaning for days and keeps its hours.
    """
    if not isinstance(span, TimedSpan) or not span.dates_only:
        return span, recurrence
    if HOURLY.search(recurrence.rule):
        return replace(span, dates_only=False), recurrence
    days = Recurrence(
        rule=_day_rule(recurrence.rule, span),
        dates=recurrence.dates,
        rdates=_days(recurrence.rdates),
        exdates=_days(recurrence.exdates),
        overrides=tuple(map(_day_override, recurrence.overrides)),
    )
    return _as_days(span), days


def _series_parts(item: Item, span: Span, recurrence: Recurrence) -> Iterator[Part]:
    ruled = Recurrence(rule=recurrence.rule)
    starts = _rule_starts(span, recurrence)
    yield Part(
        uid=item.uid,
        span=span,
        texts=item.texts,
        cancelled=is_withdrawn(item),
        rule=published_rule(ruled.rule, span),
        exdates=tuple(start for start in recurrence.exdates if start in starts),
    )
    overrides = {override.original: override for override in recurrence.overrides}
    for original, override in sorted(overrides.items(), key=lambda pair: str(pair[0])):
        if original in starts:
            occurrence = _overridden(span, override)
            part = _part(item, item.uid, occurrence)
            yield replace(part, original=original)
    for start in sorted(set(recurrence.rdates), key=str):
        if start in starts or start in recurrence.exdates:
            continue
        override = overrides.get(start, Override(start))
        yield _own_part(item, _overridden(span, override))


def _rule_starts(span: Span, recurrence: Recurrence) -> set[Moment]:
    """Return what the rule alone gives, as far as anything else refers to it."""
    named = [
        *recurrence.exdates,
        *recurrence.rdates,
        *(override.original for override in recurrence.overrides),
    ]
    if not named:
        return set()
    until = max(day.date() if isinstance(day, datetime) else day for day in named)
    return set(starts_of(span, Recurrence(rule=recurrence.rule), until))


def _overridden(span: Span, override: Override) -> Occurrence:
    return Occurrence(
        override.original,
        override.span or moved_to(span, override.original),
        override.texts,
        override.cancelled,
    )


def _own_part(item: Item, occurrence: Occurrence) -> Part:
    return _part(item, _own_uid(item.uid, occurrence.original), occurrence)


def _part(item: Item, uid: str, occurrence: Occurrence) -> Part:
    return Part(
        uid=uid,
        span=occurrence.span,
        texts=overlaid(item.texts, occurrence.texts),
        cancelled=occurrence.cancelled or is_withdrawn(item),
    )


def _own_uid(uid: str, original: Moment) -> str:
    stamp = f"{original:%Y%m%d}"
    if isinstance(original, datetime):
        stamp += f"{original:T%H%M%S}" if original.second else f"{original:T%H%M}"
    local, at, domain = uid.rpartition("@")
    return f"{local}-{stamp}@{domain}" if at else f"{uid}-{stamp}"


def _day_rule(rule: str, span: TimedSpan) -> str:
    def put(found: re.Match[str]) -> str:
        wall = until_wall(found[1], span)
        # The last day counts only where its occurrence began in time.
        day = wall.date() if wall.time() >= span.start.time() else wall.date() - ONE_DAY
        return f"UNTIL={day:%Y%m%d}"

    return re.sub(r"UNTIL=([0-9TZ]+)", put, rule)


def _as_days(span: Span) -> Span:
    return whole_days(first_day(span), last_day(span))


def _day_override(override: Override) -> Override:
    moved = None if override.span is None else _as_days(override.span)
    return replace(override, original=_days((override.original,))[0], span=moved)


def _days(moments: tuple[Moment, ...]) -> tuple[date, ...]:
    return tuple(
        dict.fromkeys(m.date() if isinstance(m, datetime) else m for m in moments)
    )
