"""A span in words, per language: "14, 15, 17 and 18 December 2018"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from calendar_service.domain.phrases import phrase
from calendar_service.domain.recurrence import (
    Recurrence,
    bounds,
    expand,
    is_in_place,
    outermost,
)
from calendar_service.domain.repetition import Repetition, Unit, read_repetition
from calendar_service.domain.repetition_words import (
    english,
    english_bounds,
    georgian,
    georgian_bounds,
    georgian_end,
)
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    Precision,
    Span,
    TimedSpan,
    first_day,
    last_day,
)

MOST_DAYS_NAMED = 12


def describe_when(span: Span, recurrence: Recurrence, language: str) -> str:
    """Say when an item is, with its repetition."""
    if recurrence.dates:
        return _dates_said(span, recurrence, language)
    if recurrence.has_exceptions():
        return _with_exceptions(span, recurrence, language)
    if recurrence.rule:
        return _ruled(span, recurrence, language)
    return describe_span(span, language)


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


def locale_of(language: str) -> Locale:
    """Return the locale for dates: day before month in English, as in Tbilisi."""
    try:
        return Locale.parse("en_GB" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _ruled(span: Span, recurrence: Recurrence, language: str) -> str:
    """Say what a rule alone says."""
    found = _read(span, recurrence)
    if found is None:
        return _starting(phrase("repeats", language), span, language)
    first, (_, last) = first_day(span), bounds(span, recurrence)
    if last == last_day(span) and found.unit is not Unit.HOUR:
        return describe_span(span, language)
    if _is_at_length(span, found):
        return _repeated_at_length(span, found, last, language)
    last_start = last and last - (last_day(span) - first)
    return _with_bounds(found, _hours_said(span), (first, last_start), language)


def _with_exceptions(span: Span, recurrence: Recurrence, language: str) -> str:
    """Say what is left of a repetition beside what is added, left out or moved.

    Where one that was moved or added is the first or the last, a rule would not
    say so: it is just said to repeat.
    """
    outer = outermost(span, recurrence)
    if not outer:
        return describe_span(span, language)
    first, starts = outer[0].span, [first_day(each.span) for each in outer]
    if len(outer) == 1 and not recurrence.is_endless():
        return describe_span(first, language)
    found = None if recurrence.rdates else _read(span, recurrence)
    in_place = [first_day(each.span) for each in outer if is_in_place(each)]
    ends = (min(starts), None if recurrence.is_endless() else max(starts))
    if found is None or not {*ends} <= {*in_place, None}:
        return _starting(phrase("repeats", language), first, language)
    if _is_at_length(span, found):
        last = ends[1] and max(last_day(each.span) for each in outer)
        return _repeated_at_length(first, found, last, language)
    return _with_bounds(found, _hours_said(span), ends, language)


def _dates_said(span: Span, recurrence: Recurrence, language: str) -> str:
    """Say separate days, without those that are left out and with moved ones."""
    if not recurrence.has_exceptions():
        return describe_days(recurrence.dates, language)
    first, last = bounds(span, recurrence)
    found = expand(span, recurrence, first, last or first)
    left = [each.span for each in found if not each.cancelled]
    left = left or [each.span for each in found] or [span]
    if all(map(_is_one_day, left)):
        return describe_days(sorted({*map(first_day, left)}), language)
    if len(left) == 1:
        return describe_span(left[0], language)
    return _starting(phrase("repeats", language), left[0], language)


def _read(span: Span, recurrence: Recurrence) -> Repetition | None:
    """Take the rule apart; its number only where it holds and tells something."""
    start, is_plain = first_day(span), not _is_short(span)
    found = read_repetition(recurrence.rule, start, is_plain=is_plain)
    if found is None:
        return None
    is_less = recurrence.exdates or any(
        each.cancelled or each.span for each in recurrence.overrides
    )
    is_told_by_end = found.unit is Unit.DAY and found.interval == 1
    return replace(found, count=0) if is_less or is_told_by_end else found


def _is_at_length(span: Span, found: Repetition) -> bool:
    return not _is_short(span) or found.unit is Unit.HOUR


def _starting(repetition: str, span: Span, language: str) -> str:
    is_vague = isinstance(span, DaySpan) and span.precision is not Precision.DAY
    name = "starting_in" if is_vague else "starting"
    start = describe_span(span, language)
    return phrase(name, language).format(repetition=repetition, start=start)


def _is_one_day(span: Span) -> bool:
    return isinstance(span, DaySpan) and _is_short(span)


def _is_short(span: Span) -> bool:
    """Tell whether one occurrence is one day, or hours that begin on one."""
    if isinstance(span, DaySpan):
        return span.precision is Precision.DAY and last_day(span) == span.start
    if span.dates_only:
        return first_day(span) == last_day(span)
    return span.end is None or span.end - span.start < ONE_DAY


def _repeated_at_length(
    span: Span, found: Repetition, last: date | None, language: str
) -> str:
    said = _starting(_repetition_said(found, language), span, language)
    if found.count:
        return f"{said}, {phrase('times', language).format(number=found.count)}"
    if last is None:
        return said
    if language == "ka":
        return f"{said}, {georgian_end(last)}"
    until = phrase("until", language).format(day=describe_day(last, language))
    return f"{said}, {until}"


def _with_bounds(
    found: Repetition, hours: str, days: tuple[date, date | None], language: str
) -> str:
    first, last = days
    last = None if found.count else last
    by_year = found.unit is Unit.YEAR
    times = phrase("times", language).format(number=found.count) if found.count else ""
    said = filter(None, (_repetition_said(found, language), hours))
    if language == "ka":
        ends = georgian_bounds(first, last, by_year=by_year)
        return ", ".join(filter(None, (*said, times, ends)))
    ends = english_bounds(first, last, by_year=by_year)
    if times:
        return ", ".join((*said, f"{times} {ends}"))
    return f"{', '.join(said)}{',' if hours else ''} {ends}"


def _repetition_said(found: Repetition, language: str) -> str:
    return georgian(found) if language == "ka" else english(found)


def _hours_said(span: Span) -> str:
    if isinstance(span, DaySpan) or span.dates_only:
        return ""
    end = f"–{_clock(span.end)}" if span.end else ""
    return f"{_clock(span.start)}{end}"


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
