"""What a rule says, taken apart as far as words can say it exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from calendar_service.domain.rule_walk import WEEKDAYS

SEVEN = 7
EACH, LAST = 0, -1
MOST_ORDINAL = 5
WORKDAY = SEVEN
"""Counts as a weekday of its own: any from Monday to Friday."""
WORKDAYS = tuple((EACH, weekday) for weekday in range(5))
ENDS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}

Weekdays = tuple[tuple[int, int], ...]


class Unit(StrEnum):
    """What the interval counts."""

    HOUR = "HOURLY"
    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Repetition:
    """Every so many units, on these days of it.

    `weekdays` are pairs of an ordinal and a weekday, the ordinal EACH for all
    of the unit. `days` are those of a month, LAST for its last. `count` is 0
    for no number.
    """

    unit: Unit
    interval: int = 1
    weekdays: Weekdays = ()
    days: tuple[int, ...] = ()
    month: int = 0
    count: int = 0


def read_repetition(rule: str, start: date, *, is_plain: bool) -> Repetition | None:
    """Take an accepted rule apart; None where words would not say it exactly.

    With `is_plain`, the day that only follows from the start is left out.
    """
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("FREQ") not in set(Unit):
        return None
    by = {name: value for name, value in parts.items() if name not in ENDS}
    count = int(parts.get("COUNT", 0))
    bare = Repetition(Unit(parts["FREQ"]), int(parts.get("INTERVAL", 1)), count=count)
    if not by:
        return bare if is_plain else _of_start(bare, start)
    return _narrowed(bare, by, start, parts.get("WKST", WEEKDAYS[0]))


def _narrowed(
    bare: Repetition, by: Mapping[str, str], start: date, week_start: str
) -> Repetition | None:
    match bare.unit:
        case Unit.WEEK | Unit.DAY:
            return _of_week(bare, by, week_start)
        case Unit.MONTH:
            return _of_month(bare, by)
        case Unit.YEAR:
            return _of_year(bare, by, start)
        case Unit.HOUR:
            return None


def _of_start(bare: Repetition, start: date) -> Repetition:
    match bare.unit:
        case Unit.WEEK:
            return replace(bare, weekdays=((EACH, start.weekday()),))
        case Unit.MONTH:
            return replace(bare, days=(start.day,))
        case Unit.YEAR:
            return replace(bare, days=(start.day,), month=start.month)
        case Unit.DAY | Unit.HOUR:
            return bare


def _of_week(
    bare: Repetition, by: Mapping[str, str], week_start: str
) -> Repetition | None:
    if by.keys() != {"BYDAY"}:
        return None
    weekdays = _weekdays(by["BYDAY"])
    # Which day a week begins with tells which is every second one.
    is_shifted = week_start != WEEKDAYS[0] and len(weekdays) > 1
    if bare.interval > 1 and (bare.unit is Unit.DAY or is_shifted):
        return None
    return replace(bare, unit=Unit.WEEK, weekdays=weekdays)


def _of_month(bare: Repetition, by: Mapping[str, str]) -> Repetition | None:
    if by.keys() == {"BYMONTHDAY"}:
        days = _days(by["BYMONTHDAY"])
        return replace(bare, days=days) if days else None
    weekdays = _counted(by)
    if not weekdays:
        return None
    if weekdays[0][0] != EACH:
        return replace(bare, weekdays=weekdays)
    every_week = replace(bare, unit=Unit.WEEK, weekdays=weekdays)
    return every_week if bare.interval == 1 else None


def _of_year(bare: Repetition, by: Mapping[str, str], start: date) -> Repetition | None:
    month = by.get("BYMONTH", "")
    if not month.isdecimal():
        return None
    bare = replace(bare, month=int(month))
    rest = {name: value for name, value in by.items() if name != "BYMONTH"}
    if not rest or rest.keys() == {"BYMONTHDAY"}:
        days = _days(rest.get("BYMONTHDAY", f"{start.day}"))
        return replace(bare, days=days) if days else None
    weekdays = _counted(rest)
    if not weekdays or weekdays[0][0] == EACH:
        return None
    return replace(bare, weekdays=weekdays)


def _days(said: str) -> tuple[int, ...]:
    """Read days of a month; empty where one is counted from the end of it."""
    numbers = tuple(sorted({int(number) for number in said.split(",")}))
    is_last = numbers == (LAST,)
    return numbers if is_last or min(numbers) >= 1 else ()


def _counted(by: Mapping[str, str]) -> Weekdays:
    """Read weekdays and which of them, all or none with an ordinal; empty otherwise."""
    if not {"BYDAY"} <= by.keys() <= {"BYDAY", "BYSETPOS"}:
        return ()
    weekdays = _weekdays(by["BYDAY"])
    if "BYSETPOS" in by:
        positions = {int(each) for each in by["BYSETPOS"].split(",")}
        weekdays = _picked(weekdays, positions)
    has_ordinals = {ordinal != EACH for ordinal, _ in weekdays}
    is_said = all(LAST <= ordinal <= MOST_ORDINAL for ordinal, _ in weekdays)
    if len(has_ordinals) != 1 or not is_said:
        return ()
    return (
        tuple(sorted(weekdays, key=_in_order)) if has_ordinals == {True} else weekdays
    )


def _picked(weekdays: Weekdays, positions: Iterable[int]) -> Weekdays:
    """Say BYSETPOS as ordinals: of one weekday, or of those from Monday to Friday."""
    if weekdays == WORKDAYS:
        weekdays = ((EACH, WORKDAY),)
    if len(weekdays) != 1 or weekdays[0][0] != EACH:
        return ()
    return tuple((position, weekdays[0][1]) for position in positions)


def _in_order(pair: tuple[int, int]) -> tuple[bool, int, int]:
    return pair[0] == LAST, *pair


def _weekdays(said: str) -> Weekdays:
    found = {
        (int(day[:-2] or EACH), WEEKDAYS.index(day[-2:])) for day in said.split(",")
    }
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0])))
