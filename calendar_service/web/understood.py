"""What was understood of a form's dates, in words. Pure but for the language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_service.domain.draft import Draft, InvalidDraft, Problem, check
from calendar_service.domain.recurrence import Recurrence, expand
from calendar_service.domain.span import LATEST_YEAR, Span, first_day
from calendar_service.domain.when import describe_day, describe_span, describe_when
from calendar_service.importers.item_json import Defaults, draft_from_json
from calendar_service.web.form_dates import (
    Values,
    WrongDates,
    dates_json,
)
from calendar_service.web.form_typed import with_typed

MOST_SHOWN = 12
LOOKS_AHEAD = timedelta(days=6 * 366)


@dataclass(frozen=True, slots=True)
class Understood:
    """A time in words; `days` are its first occurrences where it has several."""

    span: Span
    recurrence: Recurrence
    said: str
    days: Sequence[str]
    number: int
    has_more: bool
    is_past: bool


def read_dates(
    values: Mapping[str, str], today: date, zone: str
) -> tuple[Draft | None, Values, list[Problem]]:
    """Read the dates of a form alone: a draft without words, and the controls."""
    read = dict(values)
    try:
        read = with_typed(values, today, zone)
        said = dates_json(read, today)
        bare = {"kind": "meeting", "texts": {"en": {"title": "-"}}, **said}
        draft = draft_from_json(bare, Defaults(zone, today))
    except WrongDates as wrong:
        return None, read, list(wrong.problems)
    except InvalidDraft as wrong:
        return None, read, list(wrong.problems)
    problems = check(draft)
    return (None if problems else draft), read, problems


def understand(
    span: Span, recurrence: Recurrence, language: str, today: date
) -> Understood:
    """Put a sound time into words, with its weekday and first occurrences."""
    first = first_day(span)
    last = min(first + LOOKS_AHEAD, date(LATEST_YEAR, 12, 31))
    found = expand(span, recurrence, min(first, *recurrence.dates, last), last)
    shown = found[:MOST_SHOWN]
    said = describe_when(span, recurrence, language)
    return Understood(
        span,
        recurrence,
        said,
        [
            f"{_weekday(first_day(each.span), language)},"
            f" {describe_span(each.span, language)}"
            for each in shown
        ]
        if not recurrence.is_single()
        else [],
        len(found),
        recurrence.is_endless() or len(found) > MOST_SHOWN,
        is_past=bool(found) and all(first_day(each.span) < today for each in found),
    )


def _weekday(day: date, language: str) -> str:
    return describe_day(day, language, "EEE")
