"""The starts that an RRULE gives, walked inside a window (RFC 5545 3.3.10).

The usual libraries walk every rule from its own start and search for the next
hit up to the year 9999: seconds for a rule that has run dry, minutes for some.
Here the walk begins at the window, and nothing happens after LATEST_YEAR.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, product

from calendar_service.domain.span import LATEST_YEAR

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
THE_END = datetime(LATEST_YEAR, 12, 31, 23, 59, 59)  # noqa: DTZ001 - wall time
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RRULE taken apart; what it leaves out is filled in from its start.

    `weekdays` pairs an ordinal with a weekday, Monday being 0; an ordinal of 0
    is every such day. Empty sets let everything through.
    """

    frequency: str
    interval: int
    count: int | None
    week_start: int
    months: frozenset[int]
    month_days: frozenset[int]
    year_days: frozenset[int]
    weeks: frozenset[int]
    weekdays: frozenset[tuple[int, int]]
    counts_weekdays: bool
    positions: tuple[int, ...]
    times: tuple[time, ...]


def walk(
    rule: str, start: datetime, until: datetime | None, first: date, last: date
) -> Iterator[datetime]:
    """Yield the wall times of an accepted rule on the days first..last, in order.

    `start` is the DTSTART, `until` what the rule says of it, as wall time.
    """
    pattern = read_pattern(rule, start)
    end = min(until or THE_END, THE_END, datetime.combine(last, time.max))
    if pattern.count is not None:
        # Counted once per decade of windows, not to the end of the count each time.
        decade = min(last.year // 10 * 10 + 9, LATEST_YEAR)
        end = min(end, last_start(rule, start, THE_END.replace(year=decade)) or end)
    begin = max(start, datetime.combine(first, time()))
    return (
        found
        for found in _walked(pattern, start, begin.date(), end)
        if begin <= found <= end
    )


@lru_cache(maxsize=4096)
def last_start(rule: str, start: datetime, until: datetime | None) -> datetime | None:
    """Return the last wall time of a rule up to `until`, or None if it has none."""
    pattern = read_pattern(rule, start)
    end = min(until or THE_END, THE_END)
    inside = (
        found
        for found in _walked(pattern, start, start.date(), end)
        if start <= found <= end
    )
    found = None
    for found in islice(inside, pattern.count):  # noqa: B007 - the last one counts
        pass
    return found


@lru_cache(maxsize=4096)
def read_pattern(rule: str, start: datetime) -> Pattern:
    """Take a rule apart. Raises ValueError or KeyError if it was never checked."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    frequency = parts["FREQ"]
    months, month_days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    weekdays = frozenset(_weekday(day) for day in _listed(parts, "BYDAY"))
    if not parts.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"}:
        if frequency == "YEARLY":
            months = months or frozenset({start.month})
        if frequency in {"YEARLY", "MONTHLY"}:
            month_days = frozenset({start.day})
        if frequency == "WEEKLY":
            weekdays = frozenset({(0, start.weekday())})
    interval = int(parts.get("INTERVAL", "1"))
    if frequency == "DAILY" and interval == 1 and "BYSETPOS" not in parts:
        frequency = "MONTHLY"  # the same days, in fewer and larger steps
    return Pattern(
        frequency=frequency,
        interval=interval,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
        months=months,
        month_days=month_days,
        year_days=_numbers(parts, "BYYEARDAY"),
        weeks=_numbers(parts, "BYWEEKNO"),
        weekdays=weekdays,
        counts_weekdays=any(ordinal for ordinal, _ in weekdays),
        positions=tuple(_numbers(parts, "BYSETPOS")),
        times=_times(parts, start),
    )


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _numbers(parts: dict[str, str], name: str) -> frozenset[int]:
    return frozenset(map(int, _listed(parts, name)))


def _weekday(day: str) -> tuple[int, int]:
    return int(day[:-2] or "0"), WEEKDAYS.index(day[-2:])


def _times(parts: dict[str, str], start: datetime) -> tuple[time, ...]:
    hours = _numbers(parts, "BYHOUR") or {start.hour}
    minutes = _numbers(parts, "BYMINUTE") or {start.minute}
    pairs = product(sorted(hours), sorted(minutes))
    return tuple(start.time().replace(hour=h, minute=m) for h, m in pairs)


def _walked(
    pattern: Pattern, start: datetime, first: date, end: datetime
) -> Iterator[datetime]:
    """Yield from the period that holds `first` on, so that some lie before it."""
    if pattern.frequency == "HOURLY":
        yield from _hourly(pattern, start, first, end)
        return
    base, wanted = _period(pattern, start.date()), _period(pattern, first)
    number = base + (wanted - base) // pattern.interval * pattern.interval
    while (days := _days(pattern, number))[0] <= end.toordinal():
        yield from _starts_in(pattern, days)
        number += pattern.interval


def _hourly(
    pattern: Pattern, start: datetime, first: date, end: datetime
) -> Iterator[datetime]:
    step = ONE_HOUR * pattern.interval
    found = start + step * max(0, (datetime.combine(first, time()) - start) // step)
    while found <= end:
        yield found
        found += step


def _period(pattern: Pattern, day: date) -> int:
    """Count years, months, weeks or days, so that an interval can be added."""
    match pattern.frequency:
        case "YEARLY":
            return day.year
        case "MONTHLY":
            return day.year * 12 + day.month - 1
        case "WEEKLY":
            return (day.toordinal() - 1 - pattern.week_start) // 7
        case _:
            return day.toordinal()


def _days(pattern: Pattern, number: int) -> range:
    """Return the ordinals of the days of a period."""
    match pattern.frequency:
        case "YEARLY":
            begin = date(number, 1, 1).toordinal()
            return range(begin, begin + 365 + calendar.isleap(number))
        case "MONTHLY":
            return _month(number // 12, number % 12 + 1)
        case "WEEKLY":
            begin = number * 7 + 1 + pattern.week_start
            return range(begin, begin + 7)
        case _:
            return range(number, number + 1)


def _month(year: int, month: int) -> range:
    begin = date(year, month, 1).toordinal()
    return range(begin, begin + calendar.monthrange(year, month)[1])


def _starts_in(pattern: Pattern, days: range) -> list[datetime]:
    if pattern.frequency == "YEARLY" and pattern.months:
        year = date.fromordinal(days[0]).year
        ordinals = [o for month in sorted(pattern.months) for o in _month(year, month)]
    else:
        ordinals = list(days)
    fitting = [day for day in map(date.fromordinal, ordinals) if _fits(pattern, day)]
    starts = [datetime.combine(day, at) for day in fitting for at in pattern.times]
    if not pattern.positions:
        return starts
    wanted = {p - 1 if p > 0 else len(starts) + p for p in pattern.positions}
    return [start for number, start in enumerate(starts) if number in wanted]


def _fits(pattern: Pattern, day: date) -> bool:
    return (
        (not pattern.weekdays or _fits_weekday(pattern, day))
        and (not pattern.months or day.month in pattern.months)
        and (not pattern.month_days or _fits_month_day(pattern, day))
        and (not pattern.year_days or _fits_year_day(pattern, day))
        and (not pattern.weeks or _fits_week(pattern, day))
    )


def _fits_month_day(pattern: Pattern, day: date) -> bool:
    if day.day in pattern.month_days:
        return True
    from_end = day.day - calendar.monthrange(day.year, day.month)[1] - 1
    return from_end in pattern.month_days


def _fits_weekday(pattern: Pattern, day: date) -> bool:
    weekday = day.weekday()
    if not pattern.counts_weekdays or (0, weekday) in pattern.weekdays:
        return (0, weekday) in pattern.weekdays
    if pattern.frequency == "MONTHLY" or pattern.months:
        place, length = day.day, calendar.monthrange(day.year, day.month)[1]
    else:
        place, length = _day_of_year(day), 365 + calendar.isleap(day.year)
    ordinals = ((place - 1) // 7 + 1, -((length - place) // 7 + 1))
    return any((ordinal, weekday) in pattern.weekdays for ordinal in ordinals)


def _fits_year_day(pattern: Pattern, day: date) -> bool:
    number = _day_of_year(day)
    from_end = number - 366 - calendar.isleap(day.year)
    return number in pattern.year_days or from_end in pattern.year_days


def _fits_week(pattern: Pattern, day: date) -> bool:
    """Count weeks as ISO 8601 does, from the weekday that WKST names."""
    year, number = _week(day, pattern.week_start)
    _, most = _week(date(year, 12, 28), pattern.week_start)
    return number in pattern.weeks or number - most - 1 in pattern.weeks


def _week(day: date, week_start: int) -> tuple[int, int]:
    """Return year and week; a week belongs to the year of its fourth day."""
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    return fourth.year, (_day_of_year(fourth) - 1) // 7 + 1


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1
