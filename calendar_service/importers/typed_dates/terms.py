"""The dates of agreements as people type them: an expiry, and a length of time."""

from contextlib import suppress
from datetime import date

from calendar_service.domain.span import DaySpan, Precision, last_day
from calendar_service.importers.plain_values import (
    read_part_day,
    read_period,
    write_period,
)
from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.reading import read_typed
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.tokens import Token, tokenise
from calendar_service.importers.typed_dates.units import read_unit

ANY_ZONE = "UTC"
MONTHS = {"MONTHLY": 1, "YEARLY": 12}
DAYS = {"DAILY": 1, "WEEKLY": 7}


def read_expiry(text: str, today: date) -> DaySpan:
    """Read 31 October 2028, October 2028 or 2028, or as programs write it.

    Its year has to be there, as an agreement runs for years. Raises NotUnderstood.
    """
    text = text.strip()
    with suppress(ValueError):
        return read_part_day(text)
    typed = read_typed(text, today, ANY_ZONE)
    span = typed.span
    is_single = typed.recurrence.is_single() and isinstance(span, DaySpan)
    if not isinstance(span, DaySpan) or not is_single or _is_range(span):
        raise NotUnderstood(Reason.NO_DAY_OF_IT, text)
    if not typed.has_year and Mark.RELATIVE not in map(_mark, tokenise(text)):
        raise NotUnderstood(Reason.NO_YEAR, text)
    return span


def read_last_day(text: str, today: date) -> date:
    """Read one day, as read_expiry does. Raises NotUnderstood."""
    span = read_expiry(text, today)
    if span.precision is not Precision.DAY:
        raise NotUnderstood(Reason.NO_DAY_OF_IT, text.strip())
    return span.start


def read_length(text: str) -> str:
    """Read 3 months, 30 days, or P3M to what read_period reads.

    Raises ValueError for what is no length of time.
    """
    text = text.strip()
    with suppress(ValueError):
        return write_period(*read_period(text.upper()))
    with suppress(ValueError):
        months, days = _counted(Cursor(tokenise(text)))
        return write_period(*read_period(write_period(months, days)))
    return write_period(*read_period(text))


def _counted(cursor: Cursor) -> tuple[int, int]:
    """Read numbers and their units to the end, as months and days."""
    months = days = 0
    while cursor.mark() is not None:
        if months + days and cursor.tokens[cursor.place].is_of:
            raise NotUnderstood(Reason.LEFT_OVER, cursor.rest())
        # "2000 days": a number that would be a year elsewhere.
        number = cursor.taken(Mark.DAY_NUMBER, Mark.YEAR)
        if number is None and cursor.mark() is Mark.RELATIVE:
            raise NotUnderstood(Reason.NO_UNIT)  # in Georgian "today" is also "day"
        unit = read_unit(cursor, is_counted=True)
        if not unit or unit not in MONTHS | DAYS:
            raise NotUnderstood(Reason.NO_UNIT)
        cursor.take()
        times = number.value if number else 1
        months += times * MONTHS.get(unit, 0)
        days += times * DAYS.get(unit, 0)
        cursor.taken(Mark.COMMA, Mark.AND)
    return months, days


def _is_range(span: DaySpan) -> bool:
    return span.precision is Precision.DAY and last_day(span) != span.start


def _mark(token: Token) -> Mark:
    return token.mark
