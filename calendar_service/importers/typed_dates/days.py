"""Days out of tokens: single ones, ranges and lists, with their hours."""

from dataclasses import replace
from datetime import date, timedelta

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.hours import (
    are_bare_hours,
    are_hours,
    read_hours,
)
from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.settling import (
    Day,
    RawDay,
    next_weekday,
    settled,
    weekday_of_next_week,
)
from calendar_service.importers.typed_dates.tokens import Token

MOST_DAY = 31
SUNDAY_OR_WEEK = "კვირ"


Entry = tuple[Day, Day | None]
"""One day, or the first and the last of a range."""


def read_days(cursor: Cursor, today: date) -> list[Entry]:
    """Read as many days, ranges and lists as come. Empty where none does."""
    pairs: list[tuple[RawDay, RawDay | None]] = []
    while (pair := _read_pair(cursor, today)) is not None:
        pairs.append(pair)
        if not _has_another(cursor):
            break
        cursor.taken(Mark.COMMA)
        cursor.taken(Mark.AND)
    raws = [raw for pair in pairs for raw in pair if raw is not None]
    found = iter(settled(raws, today))
    return [(next(found), next(found) if last else None) for _, last in pairs]


def _read_pair(cursor: Cursor, today: date) -> tuple[RawDay, RawDay | None] | None:
    begins = cursor.mark() is Mark.FROM
    if begins:
        cursor.take()
    first = _read_day(cursor, today)
    if first is None:
        cursor.place -= begins
        return None
    joints = (Mark.DASH, Mark.UNTIL) if begins else (Mark.DASH,)
    before = cursor.place
    if cursor.taken(*joints):
        last = _read_day(cursor, today)
        if last is not None:
            return first, last
        cursor.place = before
    return first, None


def _has_another(cursor: Cursor) -> bool:
    """Tell whether a further day follows a comma or "and"."""
    ahead = 0
    while cursor.mark(ahead) in {Mark.COMMA, Mark.AND}:
        ahead += 1
    parts = {Mark.DAY_NUMBER, Mark.ORDINAL, Mark.DATE, Mark.MONTH, Mark.WEEKDAY}
    if not ahead or cursor.mark(ahead) not in parts:
        return False
    return cursor.mark(ahead + 1) is not Mark.TIMES


def _read_day(cursor: Cursor, today: date) -> RawDay | None:
    begin, which = cursor.place, cursor.mark()
    weekday, named = _read_weekday(cursor, today)
    if weekday and cursor.mark() is Mark.COMMA and _is_numbered(cursor.mark(1)):
        cursor.take()
    # "Monday 10-12" are hours, "Monday 10-12 May" is a day.
    is_hour = weekday is not None and are_bare_hours(cursor)
    found = None if is_hour else _read_written(cursor, today)
    if found is None and weekday is None:
        return None
    if weekday is not None:
        found = replace(found or RawDay("", whole=named), weekday=weekday.value)
        if which in {Mark.THIS, Mark.NEXT}:
            found = replace(found, which=which)
    found = found or RawDay("")
    text = " ".join(token.text for token in cursor.tokens[begin : cursor.place])
    is_whole = found.whole or (found.day and found.month and not found.month_first)
    hours = read_hours(cursor, may_be_bare=bool(is_whole)) or (None, None)
    return replace(found, text=text, clock=hours[0], until=hours[1])


def _read_weekday(cursor: Cursor, today: date) -> tuple[Token | None, date]:
    """Read a weekday and which one it is: the next, or that of this or next week."""
    which = cursor.taken(Mark.THIS, Mark.NEXT)
    if which is None:
        weekday = cursor.taken(Mark.WEEKDAY)
        return weekday, next_weekday(today, weekday.value) if weekday else today
    weekday = cursor.taken(Mark.WEEKDAY)
    if weekday is None or weekday.text.startswith(SUNDAY_OR_WEEK):
        raise NotUnderstood(Reason.NO_DAY_OF_IT, _said_of(cursor, which, weekday))
    if which.mark is Mark.NEXT:
        return weekday, weekday_of_next_week(today, weekday.value)
    return weekday, next_weekday(today, weekday.value)


def _said_of(cursor: Cursor, which: Token, weekday: Token | None) -> str:
    after = weekday.text if weekday else cursor.rest()
    return f"{which.text} {after}".strip()


def _is_numbered(mark: Mark | None) -> bool:
    return mark in {Mark.DAY_NUMBER, Mark.ORDINAL, Mark.DATE, Mark.MONTH}


def _read_written(cursor: Cursor, today: date) -> RawDay | None:
    match cursor.mark():
        case Mark.DATE:
            token = cursor.take()
            found = token.day or today
            year = found.year if token.has_year else _read_year(cursor)
            written = RawDay("", found.day, found.month, year)
        case Mark.RELATIVE:
            written = RawDay("", whole=today + timedelta(days=cursor.take().value))
        case Mark.DAY_NUMBER | Mark.ORDINAL:
            day = _day_number(cursor.take())
            month = cursor.taken(Mark.MONTH)
            year = _read_year(cursor)
            written = RawDay("", day, month.value if month else None, year)
        case Mark.MONTH:
            written = _read_month(cursor)
        case Mark.YEAR:
            written = RawDay("", year=cursor.take().value)
        case _:
            return None
    return written


def _read_month(cursor: Cursor) -> RawDay:
    month = cursor.take().value
    if cursor.mark() not in {Mark.DAY_NUMBER, Mark.ORDINAL} or are_hours(cursor):
        return RawDay("", None, month, _read_year(cursor))
    day = _day_number(cursor.take())
    return RawDay("", day, month, _read_year(cursor), month_first=True)


def _read_year(cursor: Cursor) -> int | None:
    if cursor.mark() is Mark.COMMA and cursor.mark(1) is Mark.YEAR:
        cursor.take()
    year = cursor.taken(Mark.YEAR)
    return year.value if year else None


def _day_number(token: Token) -> int:
    if not 1 <= token.value <= MOST_DAY:
        raise NotUnderstood(Reason.NO_SUCH_DAY, token.text)
    return token.value
