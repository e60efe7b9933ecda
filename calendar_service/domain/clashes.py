"""What already lies on the days that somebody has in mind, and which are free."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.domain.item import Details, Item, ItemKind, ItemStatus
from calendar_service.domain.recurrence import expand
from calendar_service.domain.span import Precision, first_day, last_day
from calendar_service.domain.workdays import Workdays

AROUND = timedelta(days=7)
MOST_DAYS = 31
MOST_FREE = 6
LOOKS_AHEAD = timedelta(days=366)
BLOCKS_NOTHING = frozenset({ItemKind.NEWS, ItemKind.AGREEMENT})


class Why(StrEnum):
    """Why a day is not quite free, the gravest first."""

    SAME_VENUE = "same venue"
    SAME_PERSON = "same person"
    HOLIDAY = "holiday"
    DAY_OFF = "day off"
    OBSERVANCE = "observance"
    OTHER = "other"


GRAVITY = list(Why)
FREE_ALL_THE_SAME = frozenset({Why.OBSERVANCE})
"""A day of remembrance is worth knowing of, and no reason to go elsewhere."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing on one day; `item` is None for holidays and days off."""

    day: date
    why: Why
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Radar:
    """The clashes in order of day and gravity, and the nearest free days."""

    clashes: Sequence[Clash]
    free: Sequence[date]


def days_of(details: Details) -> list[date]:
    """Return the days that it touches, a year ahead and 31 at most.

    Empty for a month or a year, which name no day.
    """
    if getattr(details.span, "precision", Precision.DAY) is not Precision.DAY:
        return []
    begin = min((first_day(details.span), *details.recurrence.dates))
    found: set[date] = set()
    for each in expand(details.span, details.recurrence, begin, begin + LOOKS_AHEAD):
        if not each.cancelled:
            found |= set(_days_between(first_day(each.span), last_day(each.span)))
        if len(found) >= MOST_DAYS:
            break
    return sorted(found)[:MOST_DAYS]


def window(days: Sequence[date]) -> tuple[date, date]:
    """Return the first and the last day that the radar looks at."""
    return min(days) - AROUND, max(days) + AROUND


def radar(
    details: Details, items: Iterable[Item], workdays: Workdays, today: date
) -> Radar:
    """Say what lies on the days of an item that is being planned.

    `items` are those in its window, itself left out.
    """
    days = days_of(details)
    if not days:
        return Radar((), ())
    first, last = window(days)
    known = [item for item in items if _counts(item)]
    by_day = _by_day(known, first, last)

    def found_on(day: date) -> list[Clash]:
        return _clashes_on(day, details, by_day.get(day, ()), workdays)

    clashes = [clash for day in days for clash in found_on(day)]
    is_hit = any(clash.why not in FREE_ALL_THE_SAME for clash in clashes)
    free = _free_days(days[0], found_on, workdays, today) if is_hit else []
    return Radar(clashes, free)


def _counts(item: Item) -> bool:
    is_on = item.status in {ItemStatus.PUBLISHED, ItemStatus.DRAFT}
    return is_on and item.kind not in BLOCKS_NOTHING


def _by_day(
    items: Sequence[Item], first: date, last: date
) -> Mapping[date, list[Item]]:
    found: dict[date, list[Item]] = {}
    for item in items:
        if getattr(item.span, "precision", Precision.DAY) is not Precision.DAY:
            continue
        days = {
            day
            for each in expand(item.span, item.recurrence, first, last)
            if not each.cancelled
            for day in _days_between(
                max(first_day(each.span), first), min(last_day(each.span), last)
            )
        }
        for day in days:
            found.setdefault(day, []).append(item)
    return found


def _clashes_on(
    day: date, details: Details, items: Iterable[Item], workdays: Workdays
) -> list[Clash]:
    found = [Clash(day, _why(details, item), item) for item in items]
    if day in workdays.holidays:
        found.append(Clash(day, Why.HOLIDAY))
    elif day in workdays.extra_days_off:
        found.append(Clash(day, Why.DAY_OFF))
    return sorted(found, key=lambda clash: GRAVITY.index(clash.why))


def _why(details: Details, item: Item) -> Why:
    if _has_same_venue(details, item):
        return Why.SAME_VENUE
    mine, theirs = details.focal_point, item.focal_point
    if mine and theirs and _identity(mine) == _identity(theirs):
        return Why.SAME_PERSON
    return Why.OBSERVANCE if item.kind is ItemKind.OBSERVANCE else Why.OTHER


def _has_same_venue(details: Details, item: Item) -> bool:
    mine, theirs = details.place, item.place
    if not mine.venue.strip():
        return False
    same_city = not (mine.city and theirs.city) or _folded(mine.city) == _folded(
        theirs.city
    )
    return same_city and _folded(mine.venue) == _folded(theirs.venue)


def _identity(person: object) -> str:
    return _folded(getattr(person, "email", "") or getattr(person, "name", ""))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _free_days(
    day: date,
    found_on: Callable[[date], list[Clash]],
    workdays: Workdays,
    today: date,
) -> list[date]:
    """Return the nearest working days without a clash, in order."""
    around = sorted(
        (
            day + timedelta(days=away)
            for away in range(-AROUND.days, AROUND.days + 1)
            if away
        ),
        key=lambda near: (abs((near - day).days), near),
    )
    free = [
        near
        for near in around
        if near >= today
        and workdays.is_working(near)
        and all(clash.why in FREE_ALL_THE_SAME for clash in found_on(near))
    ]
    return sorted(free[:MOST_FREE])


def _days_between(first: date, last: date) -> list[date]:
    days = min((last - first).days, MOST_DAYS * 2)
    return [first + timedelta(days=away) for away in range(days + 1)]
