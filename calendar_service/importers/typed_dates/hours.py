"""Hours out of tokens: "10:00-11:30", "at 10", "3-5 pm"."""

from dataclasses import dataclass
from datetime import time

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.lexicon import OF_24, Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.tokens import Token

NOON, EARLY = 12, 9
DAY, HALF_DAY = 24 * 3600, 12 * 3600

Hours = tuple[time, time | None]


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as written; `has_half` where am or pm was said of it.

    A bare one is a number alone, such as "at 3".
    """

    clock: time
    text: str
    has_half: bool = False
    is_word: bool = False
    is_bare: bool = False
    has_h: bool = False

    @property
    def is_midnight(self) -> bool:
        return self.is_word and self.clock == time()

    @property
    def is_of_24(self) -> bool:
        """Tell whether it is written as one of twenty-four: "07:00", "15", "3 h"."""
        is_high = not 1 <= self.clock.hour <= NOON
        return is_high or self.has_h or self.text.startswith("0")


def read_hours(cursor: Cursor, *, may_be_bare: bool = False) -> Hours | None:
    """Read hours such as "10:00-11:30" or "at 10"; None where none come.

    With `may_be_bare`, what comes can be no days: "5 May 10-12".

    Where am or pm is said of one hour alone, the other is the nearest that it
    can be: "3-5 pm" is two hours long, and so is "11 am - 1".
    """
    before = cursor.place
    if may_be_bare and are_bare_hours(cursor):
        return _read_bare(cursor)
    cursor.taken(Mark.COMMA)
    is_said = cursor.taken(Mark.AT) is not None
    cursor.taken(Mark.FROM)
    start = _read_hour(cursor, is_said=is_said)
    if start is None:
        cursor.place = before
        return None
    if start.is_midnight:
        raise NotUnderstood(Reason.WHICH_MIDNIGHT, start.text)
    after = cursor.place
    if cursor.taken(Mark.DASH, Mark.UNTIL):
        end = _read_hour(cursor, is_said=is_said or start.has_half)
        if end is not None:
            return _with_halves(start, end)
        cursor.place = after
    return _with_halves(start, None)


def are_hours(cursor: Cursor) -> bool:
    """Tell whether a bare number is an hour: "10-11:30", "10-12 h", "10 h"."""
    if cursor.mark(1) is Mark.HOURS:
        return True
    if cursor.mark(1) is not Mark.DASH:
        return False
    return cursor.mark(2) is Mark.CLOCK or (
        cursor.mark(2) is Mark.DAY_NUMBER and cursor.mark(3) is Mark.HOURS
    )


def are_bare_hours(cursor: Cursor) -> bool:
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
    cursor.place += 3
    return _with_halves(_numbered(start), _numbered(end))


def _read_hour(cursor: Cursor, *, is_said: bool) -> Hour | None:
    token = cursor.taken(Mark.CLOCK)
    if token is not None and token.clock is not None:
        cursor.taken(Mark.HOURS)
        is_word = token.text[0].isalpha()
        return Hour(token.clock, token.text, token.has_half, is_word)
    if cursor.mark() is not Mark.DAY_NUMBER or not (is_said or are_hours(cursor)):
        return None
    number = cursor.take()
    unit = cursor.taken(Mark.HOURS)
    return _numbered(number, has_h=unit is not None and unit.unit == OF_24)


def _numbered(number: Token, *, has_h: bool = False) -> Hour:
    try:
        return Hour(time(number.value), number.text, is_bare=True, has_h=has_h)
    except ValueError:
        raise NotUnderstood(Reason.NO_SUCH_TIME, number.text) from None


def _with_halves(start: Hour, end: Hour | None) -> Hours:
    """Give hours the halves of the day that they take. Raises NotUnderstood."""
    if not _is_clear(start, end):
        said = f"{start.text}-{end.text}" if end else start.text
        raise NotUnderstood(Reason.WHICH_HALF, said)
    if end is None:
        return start.clock, None
    if end.has_half and not start.has_half:
        return _nearest(start, end, -1), end.clock
    if start.has_half and not end.has_half:
        return start.clock, _nearest(end, start, 1)
    return start.clock, end.clock


def _is_clear(start: Hour, end: Hour | None) -> bool:
    """Tell "at 10", "10-12" and "15" from "at 3", "3-5" and "9-12 am".

    Few mean the end of the day by 12 am behind an hour that has no half.
    """
    if start.has_half or start.clock.hour > NOON:
        return True
    if end is None:
        return not start.is_bare or start.is_of_24 or start.clock.hour >= EARLY
    if end.has_half:
        is_12_am = end.clock.hour == 0 and not end.is_word
        return not is_12_am or start.clock.hour in {0, NOON}
    if not (start.is_bare or end.is_bare) or start.is_of_24 or end.is_of_24:
        return True
    return start.clock.hour >= EARLY and start.clock < end.clock


def _nearest(bare: Hour, known: Hour, ahead: int) -> time:
    """Return the half of the day in which an hour is nearest to a known one.

    One of twenty-four keeps its own, as in "07:00-8 pm"; but who writes
    "03:00-05:00 pm" pads the hours of twelve.
    """
    is_padded = known.text.startswith("0")
    if not 1 <= bare.clock.hour <= NOON or (bare.is_of_24 and not is_padded):
        return bare.clock

    def distance(clock: time) -> int:
        return (ahead * (_seconds(clock) - _seconds(known.clock)) - 1) % DAY

    other = bare.clock.replace(hour=(bare.clock.hour + NOON) % (2 * NOON))
    return min(bare.clock, other, key=distance)


def _seconds(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) * 60 + clock.second
