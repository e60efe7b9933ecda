"""A span in words, per language: "14, 15, 17 and 18 December 2018"."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from calendar_service.domain.phrases import phrase
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import (
    DaySpan,
    Precision,
    Span,
    TimedSpan,
    first_day,
    last_day,
)

MOST_DAYS_NAMED = 12
FREQUENCIES = {
    "YEARLY": "yearly",
    "MONTHLY": "monthly",
    "WEEKLY": "weekly",
    "DAILY": "daily",
    "HOURLY": "hourly",
}


def describe_when(span: Span, recurrence: Recurrence, language: str) -> str:
    """Say when an item is, with its repetition."""
    if recurrence.dates:
        return describe_days(recurrence.dates, language)
    said = describe_span(span, language)
    if recurrence.rule:
        return phrase("starting", language).format(
            repetition=describe_rule(recurrence.rule, language), start=said
        )
    return said


def describe_span(span: Span, language: str) -> str:
    """Say when one occurrence is, in its own precision and zone."""
    if isinstance(span, DaySpan):
        return _days_said(span, language)
    if span.dates_only:
        return _range(first_day(span), last_day(span), language)
    if span.end is None:
        return f"{describe_day(span.start, language)}, {_clock(span.start)}"
    if span.end.date() == span.start.date():
        hours = f"{_clock(span.start)}–{_clock(span.end)}"
        return f"{describe_day(span.start, language)}, {hours}"
    return (
        f"{describe_day(span.start, language)}, {_clock(span.start)} – "
        f"{describe_day(span.end, language)}, {_clock(span.end)}"
    )


def describe_day(day: date, language: str, pattern: str = "d MMMM y") -> str:
    """Say a day; `pattern` is one of CLDR, in the language's own month names."""
    if language == "ka":
        # CLDR sets a comma before the year in Georgian.
        pattern = pattern.replace(" y", ", y")
    return format_date(day, pattern, locale=locale_of(language))


def describe_days(days: Sequence[date], language: str) -> str:
    """Say separate days, months and years named once: "14, 15 and 17 May 2018"."""
    named = sorted(days)
    if len(named) > MOST_DAYS_NAMED + 1:  # "and 1 more" is no shorter
        named = named[:MOST_DAYS_NAMED]
    more = len(days) - len(named)
    *earlier, final = _months_said(named, language)
    if more:
        dates = ", ".join(numbers + month for numbers, month in (*earlier, final))
        return phrase("dates_and_more", language).format(dates=dates, number=more)
    numbers, month = final
    # One "and" is enough: "29, 30 April and 1 May", "30 April, 1 and 2 May".
    before = [said + name for said, name in earlier]
    if "," in numbers:
        numbers = _joined(numbers.split(", "), language)
        return ", ".join([*before, numbers + month])
    return _joined([*before, numbers + month], language)


def describe_rule(rule: str, language: str) -> str:
    """Say how often; what does not happen once a period is just said to repeat."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.get("INTERVAL", "1") != "1" or not _is_once_a_period(parts):
        return phrase("repeats", language)
    return phrase(FREQUENCIES.get(parts.get("FREQ", ""), "repeats"), language)


def locale_of(language: str) -> Locale:
    """Return the locale for dates: day before month in English, as in Tbilisi."""
    try:
        return Locale.parse("en_GB" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _is_once_a_period(parts: Mapping[str, str]) -> bool:
    """Tell whether the BY… parts only say which day of the week, month or year."""
    by = {name: value for name, value in parts.items() if name.startswith("BY")}
    position = by.pop("BYSETPOS", "")
    picks_one = bool(position) and "," not in position
    has_list = any("," in value for value in by.values())
    every_such_day = by.get("BYDAY", "1MO").isalpha() and "BYWEEKNO" not in by
    match parts.get("FREQ"):
        case "YEARLY":
            every_month = "BYMONTHDAY" in by and "BYMONTH" not in by
            return picks_one or not (has_list or every_such_day or every_month)
        case "MONTHLY" if "BYMONTH" not in by:
            return picks_one or not (has_list or every_such_day)
        case "WEEKLY" if "BYMONTH" not in by:
            return picks_one or not has_list
        case _:
            return not by


def _days_said(span: DaySpan, language: str) -> str:
    match span.precision:
        case Precision.MONTH:
            return describe_day(span.start, language, "LLLL y")
        case Precision.YEAR:
            return describe_day(span.start, language, "y")
        case Precision.DAY:
            return _range(span.start, last_day(span), language)


def _range(first: date, last: date, language: str) -> str:
    if first == last:
        return describe_day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{describe_day(last, language)}"
    if first.year == last.year:
        start = describe_day(first, language, "d MMMM")
        return f"{start} – {describe_day(last, language)}"
    return f"{describe_day(first, language)} – {describe_day(last, language)}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _joined(parts: Iterable[str], language: str) -> str:
    *rest, last = parts
    if not rest:
        return last
    return phrase("and", language).format(rest=", ".join(rest), last=last)


def _months_said(days: Sequence[date], language: str) -> list[tuple[str, str]]:
    """Return the day numbers and the name of each month, the year behind its last."""
    months = [list(group) for _, group in groupby(days, lambda d: (d.year, d.month))]
    years = [group[0].year for group in months]
    said = []
    for number, group in enumerate(months):
        is_last = years[number] not in years[number + 1 :]
        pattern = " MMMM y" if is_last else " MMMM"
        numbers = ", ".join(str(day.day) for day in group)
        said.append((numbers, describe_day(group[0], language, pattern)))
    return said


def is_timed(span: Span) -> bool:
    """Tell whether hours are to be shown."""
    return isinstance(span, TimedSpan) and not span.dates_only
