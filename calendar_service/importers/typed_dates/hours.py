"""Hours out of tokens: "10:00-11:30", "at 10", "3-5 pm"."""

from dataclasses import dataclass
from datetime import time

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason

NOON, EARLY = 12, 9
DAY, HALF_DAY = 24 * 3600, 12 * 3600

Hours = tuple[time, time | None]


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as written; `has_half` where am or pm was said of it."""

    clock: time
    has_half: bool = False
    is_midnight: bool = False


def read_hours(cursor: Cursor, *, may_be_bare: bool = False) -> Hours | None:
    """Read hours such as "10:00-11:30" or "at 10"; None where none come.

    With `may_be_bare`, what comes can be no days: "5 May 10-12".

    Where am or pm is said of one hour alone, the other is the nearest that it
    can be: "3-5 pm" is two hours long, and so is "11 am - 1".
    """
    before = cursor.place
    if may_be_bare and _are_bare_hours(cursor):
        return _read_bare(cursor)
    cursor.taken(Mark.COMMA)
    is_said = cursor.taken(Mark.AT) is not None
    cursor.taken(Mark.FROM)
    start = _read_hour(cursor, is_said=is_said)
    if start is None:
        cursor.place = before
        return None
    if start.is_midnight:
        said = cursor.tokens[cursor.place - 1].text
        raise NotUnderstood(Reason.WHICH_MIDNIGHT, said)
    after = cursor.place
    if cursor.taken(Mark.DASH, Mark.UNTIL):
        end = _read_hour(cursor, is_said=is_said or start.has_half)
        if end is not None:
            return _with_halves(start, end)
        cursor.place = after
    return start.clock, None


def are_hours(cursor: Cursor) -> bool:
    """Tell whether a bare number is an hour: "10-11:30", "10-12 h", "10 h"."""
    if cursor.mark(1) is Mark.HOURS:
        return True
    if cursor.mark(1) is not Mark.DASH:
        return False
    return cursor.mark(2) is Mark.CLOCK or (
        cursor.mark(2) is Mark.DAY_NUMBER and cursor.mark(3) is Mark.HOURS
    )


def _are_bare_hours(cursor: Cursor) -> bool:
    """Tell whether two numbers follow that are no days, since no month does."""
    marks = [cursor.mark(ahead) for ahead in range(3)]
    if marks != [Mark.DAY_NUMBER, Mark.DASH, Mark.DAY_NUMBER]:
        return False
    return cursor.mark(3) in {None, Mark.FROM, Mark.UNTIL, Mark.EXCEPT}


def _read_bare(cursor: Cursor) -> Hours | None:
    """Read "10-12"; "3-5" may be of the morning or the afternoon."""
    start, _, end = (cursor.tokens[cursor.place + ahead] for ahead in range(3))
    if max(start.value, end.value) >= 2 * NOON:
        return None
    said = f"{start.text}-{end.text}"
    is_day = end.value > NOON or start.value >= EARLY
    if start.value >= end.value or not is_day:
        raise NotUnderstood(Reason.WHICH_HALF, said)
    cursor.place += 3
    return time(start.value), time(end.value)


def _read_hour(cursor: Cursor, *, is_said: bool) -> Hour | None:
    token = cursor.taken(Mark.CLOCK)
    if token is not None and token.clock is not None:
        cursor.taken(Mark.HOURS)
        is_midnight = token.text[0].isalpha() and token.clock == time()
        return Hour(token.clock, token.has_half, is_midnight)
    if cursor.mark() is not Mark.DAY_NUMBER or not (is_said or are_hours(cursor)):
        return None
    number = cursor.take()
    cursor.taken(Mark.HOURS)
    try:
        return Hour(time(number.value))
    except ValueError:
        raise NotUnderstood(Reason.NO_SUCH_TIME, number.text) from None


def _with_halves(start: Hour, end: Hour) -> Hours:
    if end.has_half and not start.has_half:
        return _nearest(start.clock, end.clock, -1), end.clock
    if start.has_half and not end.has_half:
        return start.clock, _nearest(end.clock, start.clock, 1)
    return start.clock, end.clock


def _nearest(bare: time, known: time, ahead: int) -> time:
    """Return the half of the day in which a bare hour is nearest to a known one."""
    if not 1 <= bare.hour <= NOON:
        return bare

    def distance(clock: time) -> int:
        return (ahead * (_seconds(clock) - _seconds(known)) - 1) % DAY

    return min(bare, bare.replace(hour=(bare.hour + NOON) % (2 * NOON)), key=distance)


def _seconds(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) * 60 + clock.second
