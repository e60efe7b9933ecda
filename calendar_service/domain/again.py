"""The same once more, a year or more later: by the weekday or by the date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.domain.agreement import add_months
from calendar_service.domain.item import Details, ItemKind, ItemStatus
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule_check import UNTIL
from calendar_service.domain.span import (
    LATEST_YEAR,
    DaySpan,
    Moment,
    Precision,
    Span,
    first_day,
    moved_to,
    whole_month,
    whole_year,
)

SEVEN = 7


class By(StrEnum):
    """What stays of a date when the year changes."""

    WEEKDAY = "weekday"
    DATE = "date"


def next_year(item: Details, today: date) -> int:
    """Return the first year in which it would come again after today."""
    first = first_day(item.span)
    year = max(first.year + 1, today.year)
    return year if shifted_day(first, year, By.DATE) >= today else year + 1


def again(item: Details, year: int, by: By) -> Details:
    """Return the item as a draft of another year, LATEST_YEAR at most.

    Everything that happened stays behind: no mail, no history, no renewal and
    no revision that a translation was made from comes along.
    """
    away = shifted_day(first_day(item.span), year, by) - first_day(item.span)
    years = year - first_day(item.span).year
    return replace(
        item,
        span=_span(item.span, away, years),
        recurrence=_recurrence(item.recurrence, away),
        status=ItemStatus.DRAFT,
        agreement=None,
        texts={
            code: text if text.made_from is None else replace(text, made_from=0)
            for code, text in item.texts.items()
        },
    )


def can_come_again(item: Details) -> bool:
    """Tell whether a copy makes sense: terms are renewed, endless rules go on."""
    return item.kind is not ItemKind.AGREEMENT and not item.recurrence.is_endless()


def shifted_day(day: date, year: int, by: By) -> date:
    """Return the day in another year: 29 February becomes the 28th.

    By the weekday it is the nearest same weekday, three days off at most.
    """
    same = add_months(day, (min(year, LATEST_YEAR) - day.year) * 12)
    if by is By.DATE:
        return same
    off = (day.weekday() - same.weekday() + 3) % SEVEN - 3
    return same + timedelta(days=off)


def _span(span: Span, away: timedelta, years: int) -> Span:
    if isinstance(span, DaySpan) and span.precision is Precision.MONTH:
        return whole_month(span.start.year + years, span.start.month)
    if isinstance(span, DaySpan) and span.precision is Precision.YEAR:
        return whole_year(span.start.year + years)
    return moved_to(span, _moment(span.start, away))


def _recurrence(recurrence: Recurrence, away: timedelta) -> Recurrence:
    """Shift all by the same days, so that the order and the gaps stay."""
    return Recurrence(
        rule=_rule(recurrence.rule, away),
        dates=tuple(day + away for day in recurrence.dates),
        rdates=_moments(recurrence.rdates, away),
        exdates=_moments(recurrence.exdates, away),
        overrides=tuple(_override(each, away) for each in recurrence.overrides),
    )


def _override(override: Override, away: timedelta) -> Override:
    span = override.span
    moved = moved_to(span, _moment(span.start, away)) if span else None
    return replace(override, original=_moment(override.original, away), span=moved)


def _rule(rule: str, away: timedelta) -> str:
    parts = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        found = UNTIL.fullmatch(value) if name == "UNTIL" else None
        if found is None:
            parts.append(part)
            continue
        day = date(int(found[1]), int(found[2]), int(found[3])) + away
        parts.append(f"UNTIL={day:%Y%m%d}{value[8:]}")
    return ";".join(parts)


def _moments(moments: Sequence[Moment], away: timedelta) -> tuple[Moment, ...]:
    return tuple(_moment(moment, away) for moment in moments)


def _moment(moment: Moment, away: timedelta) -> Moment:
    return moment + away
