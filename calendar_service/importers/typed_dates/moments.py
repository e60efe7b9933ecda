"""Lists of days and wall times, such as the further dates of a form."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from calendar_service.domain.span import Moment
from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.days import read_days
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.tokens import tokenise

MOST_DAYS = 3_700


def read_moments(text: str, today: date, clock: time | None = None) -> list[Moment]:
    """Read days, each with its hour where one is written; sorted, each once.

    With `clock`, a day without an hour means that hour. Raises NotUnderstood.
    """
    if not text.strip():
        return []
    cursor = Cursor(tokenise(text))
    found: set[Moment] = set()
    for first, last in read_days(cursor, today):
        end = last or first
        if (end.last - first.first).days not in range(MOST_DAYS):
            raise NotUnderstood(Reason.BACKWARDS, f"{end.last}")
        hour = first.clock or end.clock or clock
        for away in range((end.last - first.first).days + 1):
            day = first.first + timedelta(days=away)
            found.add(day if hour is None else datetime.combine(day, hour))
    if cursor.mark() is not None or not found:
        raise NotUnderstood(Reason.LEFT_OVER, cursor.rest())
    return sorted(found, key=str)


def write_moments(moments: Iterable[Moment], clock: time | None = None) -> str:
    """Write what read_moments reads; `clock` goes without saying."""
    return ", ".join(write_moment(moment, clock) for moment in moments)


def write_moment(moment: Moment, clock: time | None = None) -> str:
    """Write a day, and its hour where that is another than `clock`."""
    if not isinstance(moment, datetime) or moment.time() == clock:
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d} {write_clock(moment.time())}"


def write_clock(clock: time) -> str:
    """Write an hour; seconds only where there are any."""
    return clock.isoformat(timespec="seconds" if clock.second else "minutes")
