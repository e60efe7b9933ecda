"""The units that dates repeat by, and whether they do: "every week", "once a month"."""

from calendar_service.importers.typed_dates.cursor import Cursor
from calendar_service.importers.typed_dates.days import SUNDAY_OR_WEEK
from calendar_service.importers.typed_dates.lexicon import Mark

TODAY_OR_DAY = "დღეს"


def is_repeated(cursor: Cursor) -> bool:
    """Tell whether the text says "every" somewhere, "Mondays", or "once a week"."""
    return any(
        token.mark is Mark.EVERY or token.unit == "each" or _is_once_a_unit(cursor, at)
        for at, token in enumerate(cursor.tokens)
    )


def _is_once_a_unit(cursor: Cursor, at: int) -> bool:
    """Tell "once a week", or "კვირაში ერთხელ", from "once on Monday"."""
    tokens = cursor.tokens
    if tokens[at].mark is not Mark.ONCE:
        return False
    marks = [token.mark for token in tokens]
    beside = marks[max(at - 1, 0) : at + 2]
    if Mark.UNIT in beside:
        return True
    return any(
        marks[first : first + 1] == [Mark.DAY_NUMBER]
        and bool(read_unit(Cursor(tokens[first + 1 :]), is_counted=True))
        for first in (at + 1, max(at - 2, 0))
    )


def read_unit(cursor: Cursor, *, is_counted: bool = False) -> str:
    """Return the frequency that comes next, "" for none.

    In Georgian "day" is also the word for today, "year" that behind a number,
    and "week" is Sunday unless it is counted.
    """
    match cursor.mark():
        case Mark.UNIT:
            return cursor.tokens[cursor.place].unit
        case Mark.YEAR_OF:
            return "YEARLY"
        case Mark.RELATIVE if cursor.tokens[cursor.place].text == TODAY_OR_DAY:
            return "DAILY"
        case Mark.WEEKDAY if is_counted:
            token = cursor.tokens[cursor.place]
            return "WEEKLY" if token.text.startswith(SUNDAY_OR_WEEK) else ""
        case _:
            return ""
