"""What repeats: "every third Thursday 10:00-11:30 from 1 March until June"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from calendar_service.domain.rule_walk import WEEKDAYS
from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.days import read_days
from calendar_service.importers.typed_dates.hours import Hours, are_hours, read_hours
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.settling import Day
from calendar_service.importers.typed_dates.units import read_unit

Fits = Callable[[date], bool]
DAYS_SEARCHED = 366 * 9
SEVEN, MOST_INTERVAL = 7, 1_000
WORKDAYS = [0, 1, 2, 3, 4]
COUNTED = {Mark.UNIT, Mark.WEEKDAY, Mark.YEAR_OF}


@dataclass(slots=True)
class Repeat:
    """A rule while it is read; `fits` says on which days it can begin."""

    parts: list[str]
    fits: Fits
    start: Day | None = None
    until: Day | None = None
    count: int = 0
    hours: Hours | None = None
    excluded: list[date] = field(default_factory=list)

    def rule(self) -> str:
        ends = [f"UNTIL={self.until.last:%Y%m%d}"] if self.until else []
        ends += [f"COUNT={self.count}"] if self.count else []
        return ";".join([*self.parts, *ends])

    def first(self, today: date) -> date:
        """Return the first day it falls on, from its start or today on."""
        begin = self.start.first if self.start else today
        if self.until and not self.start and self.until.last < begin:
            raise NotUnderstood(Reason.BACKWARDS, f"{self.until.last}")
        days = (begin + timedelta(days=away) for away in range(DAYS_SEARCHED))
        found = next(filter(self.fits, days), None)
        if found is None:
            raise NotUnderstood(Reason.NEVER)
        if self.until and self.until.last < found:
            raise NotUnderstood(Reason.BACKWARDS, f"{self.until.last}")
        return found


def read_repeat(cursor: Cursor, today: date) -> Repeat:
    """Read a repetition to the end of the text. Raises NotUnderstood."""
    start = _read_start(cursor, today)
    hours = read_hours(cursor)
    cursor.taken(Mark.COMMA)
    repeat = _read_every(cursor, today)
    repeat.start, repeat.hours = start or repeat.start, hours
    while cursor.mark() is not None:
        before = cursor.place
        cursor.taken(Mark.COMMA)
        _read_limit(cursor, repeat, today)
        if cursor.place == before or cursor.place - before == 1 == _commas(cursor):
            raise NotUnderstood(Reason.LEFT_OVER, cursor.rest())
    for day in (repeat.start, repeat.until):
        if repeat.hours is None and day is not None and day.clock is not None:
            repeat.hours = day.clock, day.until  # "from 1 April 18:00"
    return repeat


def _commas(cursor: Cursor) -> int:
    return int(cursor.tokens[cursor.place - 1].mark is Mark.COMMA)


def _read_start(cursor: Cursor, today: date) -> Day | None:
    if cursor.mark() is not Mark.FROM or cursor.mark(1) is Mark.CLOCK:
        return None
    cursor.take()
    return _one_day(cursor, today)


def _one_day(cursor: Cursor, today: date) -> Day:
    found = read_days(cursor, today)
    if len(found) != 1 or found[0][1] is not None:
        raise NotUnderstood(Reason.NO_DATE, cursor.rest())
    return found[0][0]


def _read_limit(cursor: Cursor, repeat: Repeat, today: date) -> None:
    """Read one of: hours, a start, an end, a count, exceptions."""
    hours = read_hours(cursor, may_be_bare=True)
    if hours is not None:
        repeat.hours = hours
        return
    match cursor.mark():
        case Mark.FROM:
            repeat.start = _read_start(cursor, today)
        case Mark.UNTIL | Mark.DASH:
            cursor.take()
            after = repeat.start.first if repeat.start else today
            repeat.until = _one_day(cursor, after)
        case Mark.EXCEPT:
            cursor.take()
            for first, last in read_days(cursor, today):
                repeat.excluded += _days_between(first.first, (last or first).last)
        case Mark.DAY_NUMBER if cursor.mark(1) is Mark.TIMES:
            repeat.count = cursor.take().value
            cursor.take()
        case _:
            pass


def _days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(min((last - first).days, 366) + 1)]


def _read_every(cursor: Cursor, today: date) -> Repeat:
    cursor.taken(Mark.ONCE)
    every = cursor.taken(Mark.EVERY)
    if every is not None and every.unit:
        return _of_unit(cursor, every.unit, 1, today)
    interval = 2 if cursor.taken(Mark.OTHER) else 1
    if cursor.mark() is Mark.DAY_NUMBER and cursor.mark(1) in COUNTED:
        interval = min(cursor.take().value, MOST_INTERVAL)
    unit = read_unit(cursor, is_counted=interval > 1)
    if unit:
        cursor.take()
        return _of_unit(cursor, unit, interval, today)
    mark = cursor.mark()
    if mark in {Mark.DAY_NUMBER, Mark.MONTH, Mark.DATE}:
        return _of_date(_one_day(cursor, today), interval)
    if mark in {Mark.WEEKDAY, Mark.WORKDAY}:
        return _of_weekdays(_weekdays(cursor), interval)
    if mark is Mark.ORDINAL:
        return _of_ordinals(cursor, interval, today)
    raise NotUnderstood(Reason.NO_UNIT)


def _of_unit(cursor: Cursor, unit: str, interval: int, today: date) -> Repeat:
    """Read what may follow: "weekly on Mondays", "every year on 14 May"."""
    cursor.taken(Mark.ONCE)  # Georgian says it behind: "ორ კვირაში ერთხელ"
    if unit == "WEEKLY" and cursor.mark() is Mark.WEEKDAY:
        return _of_weekdays(_weekdays(cursor), interval)
    if unit == "MONTHLY" and (cursor.mark() is Mark.ORDINAL or _is_month_day(cursor)):
        return _of_month(cursor, _ordinals(cursor), interval)
    if unit == "YEARLY" and cursor.mark() in {
        *(Mark.DAY_NUMBER, Mark.MONTH, Mark.DATE, Mark.ORDINAL)
    }:
        return _of_date(_one_day(cursor, today), interval)
    return Repeat(_every(unit, interval), lambda _: True)


def _of_date(day: Day, interval: int) -> Repeat:
    parts = _every("YEARLY", interval)
    return Repeat(
        parts,
        lambda found: (found.month, found.day) == (day.first.month, day.first.day),
        start=day,
        hours=(day.clock, day.until) if day.clock else None,
    )


def _weekdays(cursor: Cursor) -> list[int]:
    if cursor.taken(Mark.WORKDAY):
        cursor.taken(Mark.UNIT, Mark.RELATIVE)  # "ყოველ სამუშაო დღეს"
        return WORKDAYS
    found = [cursor.take().value]
    while True:
        before = cursor.place
        cursor.taken(Mark.COMMA)
        cursor.taken(Mark.AND)
        cursor.taken(Mark.EVERY)
        token = cursor.taken(Mark.WEEKDAY)
        if token is None:
            cursor.place = before
            return sorted(set(found))
        found.append(token.value)


def _of_weekdays(weekdays: list[int], interval: int) -> Repeat:
    named = ",".join(WEEKDAYS[number] for number in weekdays)
    return Repeat(
        [*_every("WEEKLY", interval), f"BYDAY={named}"],
        lambda day: day.weekday() in weekdays,
    )


def _is_month_day(cursor: Cursor) -> bool:
    """Tell whether a bare number is a day of the month: "ყოველი თვის 15 რიცხვში"."""
    if cursor.mark() is not Mark.DAY_NUMBER or are_hours(cursor):
        return False
    return cursor.mark(1) not in {Mark.TIMES, Mark.MONTH}


def _of_ordinals(cursor: Cursor, interval: int, today: date) -> Repeat:
    """Read "third Thursday", "second week", "first Monday of May", "15th"."""
    numbers = _ordinals(cursor)
    unit = read_unit(cursor)
    if not unit or cursor.tokens[cursor.place].is_of or _is_day_of_month(cursor):
        return _of_month(cursor, numbers, interval)
    if len(numbers) > 1 or numbers[0] <= 1:
        raise NotUnderstood(Reason.LEFT_OVER, cursor.rest())
    cursor.take()
    return _of_unit(cursor, unit, min(numbers[0], MOST_INTERVAL), today)


def _ordinals(cursor: Cursor) -> list[int]:
    numbers = [cursor.take().value]
    while cursor.mark() in {Mark.COMMA, Mark.AND} and cursor.mark(1) is Mark.ORDINAL:
        cursor.take()
        numbers.append(cursor.take().value)
    return numbers


def _is_day_of_month(cursor: Cursor) -> bool:
    """Tell whether "day" stands for itself: "last day of May", "of every month"."""
    if read_unit(cursor) != "DAILY":
        return False
    ahead = 2 if cursor.mark(1) is Mark.EVERY else 1
    if cursor.mark(ahead) is Mark.UNIT:
        return cursor.tokens[cursor.place + ahead].unit == "MONTHLY"
    return cursor.mark(ahead) is Mark.MONTH


def _of_month(cursor: Cursor, numbers: list[int], interval: int) -> Repeat:
    """Read what the numbers count, and in which month."""
    if read_unit(cursor) == "DAILY":
        cursor.take()
    weekday = cursor.taken(Mark.WEEKDAY)
    cursor.taken(Mark.EVERY)
    if read_unit(cursor) == "MONTHLY":
        cursor.take()
    month = cursor.taken(Mark.MONTH)
    parts = _every("YEARLY" if month else "MONTHLY", interval)
    parts += [f"BYMONTH={month.value}"] if month else []
    if weekday is None:
        parts.append(f"BYMONTHDAY={','.join(map(str, numbers))}")
    else:
        days = (f"{number}{WEEKDAYS[weekday.value]}" for number in numbers)
        parts.append(f"BYDAY={','.join(days)}")

    def fits(day: date) -> bool:
        if month and day.month != month.value:
            return False
        if weekday is None:
            return day.day in numbers or (-1 in numbers and _from_end(day, 1))
        return day.weekday() == weekday.value and any(
            _is_nth(day, number) for number in numbers
        )

    return Repeat(parts, fits)


def _is_nth(day: date, number: int) -> bool:
    if number < 0:
        return _from_end(day, SEVEN)
    return (day.day - 1) // SEVEN + 1 == number


def _from_end(day: date, days: int) -> bool:
    return (day + timedelta(days=days)).month != day.month


def _every(frequency: str, interval: int) -> list[str]:
    parts = [f"FREQ={frequency}"]
    return [*parts, f"INTERVAL={interval}"] if interval != 1 else parts
