"""What is wrong with the times of a draft: pairs of a field and a message."""

from collections.abc import Iterator, Sequence
from datetime import date

from calendar_service.domain.agreement import (
    Agreement,
    begins_on,
    notice_deadline,
)
from calendar_service.domain.recurrence import (
    Override,
    Recurrence,
    starts_of,
    strangers,
)
from calendar_service.domain.rule_check import MOST_OCCURRENCES, rule_problem
from calendar_service.domain.span import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    DaySpan,
    Moment,
    Precision,
    Span,
    TimedSpan,
    first_day,
    is_zone,
    last_day,
)

MOST_DAYS = 3_700
MOST_NOTICE_DAYS, MOST_NOTICE_MONTHS = 36_600, 1_200
Found = Iterator[tuple[str, str]]


def span_problems(span: Span) -> Found:
    """Yield what is wrong with one span."""
    start, end = "starts_on", "ends_on"
    if isinstance(span, TimedSpan):
        start, end = "starts_at", "ends_at"
        yield from _timed_problems(span)
    if not _is_in_range(first_day(span)):
        yield start, f"lies outside {EARLIEST_YEAR}-{LATEST_YEAR}"
    elif last_day(span).year > LATEST_YEAR:
        yield end, f"lies after {LATEST_YEAR}"
    elif (last_day(span) - first_day(span)).days > MOST_DAYS:
        yield end, "is more than ten years after the start"
    elif isinstance(span, DaySpan) and not _is_as_precise_as_said(span):
        yield "precision", f"{span.precision} takes whole {span.precision}s"


def recurrence_problems(span: Span, recurrence: Recurrence) -> Found:
    """Yield what is wrong with the repetition of a span that is sound itself."""
    if recurrence.dates and (recurrence.rule or recurrence.rdates):
        yield "dates", "separate days take no rrule and no rdates"
        return
    wrong = rule_problem(recurrence.rule, span) if recurrence.rule else None
    if wrong:
        yield "rrule", wrong
        return
    moments = list(_all_moment_problems(span, recurrence))
    yield from moments
    if moments:
        return
    yield from _own_day_problems(span, recurrence)
    yield from _override_problems(span, recurrence)
    if next(starts_of(span, recurrence, date.max), None) is None:
        yield "exdates", "leave no occurrence at all"


def agreement_problems(agreement: Agreement) -> Found:
    """Yield what is wrong with the dates of an agreement, by its own field names."""
    stated = {
        "signed_on": agreement.signed_on,
        "effective_on": agreement.effective_on,
        "notice_deadline_on": agreement.notice_deadline_on,
        "ended_on": agreement.ended_on,
    }
    outside = [name for name, day in stated.items() if day and not _is_in_range(day)]
    for name in outside:
        yield name, f"lies outside {EARLIEST_YEAR}-{LATEST_YEAR}"
    if agreement.expires and any(span_problems(agreement.expires)):
        for _, message in span_problems(agreement.expires):
            yield "expires_on", message
    elif not _is_notice_sound(agreement):
        yield "notice_period", "goes from 0 days to a hundred years"
    elif not outside:
        yield from _agreement_order(agreement)


def _timed_problems(span: TimedSpan) -> Found:
    if not is_zone(span.zone):
        yield "zone", f"{span.zone[:40]!r} is no time zone; write one like Asia/Tbilisi"
    for name, at in (("starts_at", span.start), ("ends_at", span.end)):
        if at is not None and at.microsecond:
            # RFC 5545 3.3.12: a time has no fractions.
            yield name, "has fractions of a second"


def _is_in_range(day: date) -> bool:
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR


def _is_as_precise_as_said(span: DaySpan) -> bool:
    match span.precision:
        case Precision.DAY:
            return True
        case Precision.MONTH:
            return span.start.day == span.end.day == 1
        case Precision.YEAR:
            edges = {(day.month, day.day) for day in (span.start, span.end)}
            return edges == {(1, 1)}


def _all_moment_problems(span: Span, recurrence: Recurrence) -> Found:
    originals = [override.original for override in recurrence.overrides]
    yield from _moment_problems(span, "dates", recurrence.dates)
    yield from _moment_problems(span, "rdates", recurrence.rdates)
    yield from _moment_problems(span, "exdates", recurrence.exdates)
    yield from _moment_problems(span, "overrides", originals)


def _moment_problems(span: Span, name: str, moments: Sequence[Moment]) -> Found:
    """Yield the first thing that is wrong with one list."""
    kind = "times" if isinstance(span, TimedSpan) else "dates"
    if any(type(moment) is not type(span.start) for moment in moments):
        yield name, f"must be {kind}, as the start is"
    elif any(getattr(moment, "tzinfo", None) for moment in moments):
        yield name, "must be wall times, without an offset"
    elif len(moments) > MOST_OCCURRENCES:
        yield name, f"are more than {MOST_OCCURRENCES:,}"
    elif len(set(moments)) != len(moments):
        yield name, "name the same start twice"
    elif not all(map(_is_in_range, moments)):
        yield name, f"lie outside {EARLIEST_YEAR}-{LATEST_YEAR}"


def _own_day_problems(span: Span, recurrence: Recurrence) -> Found:
    if not recurrence.dates:
        return
    if {first_day(span), last_day(span)} != {min(recurrence.dates)}:
        yield "dates", "must begin with the item's own day"


def _override_problems(span: Span, recurrence: Recurrence) -> Found:
    originals = [override.original for override in recurrence.overrides]
    unknown = set(strangers(span, recurrence, originals))
    for number, override in enumerate(recurrence.overrides):
        field = f"overrides.{number}"
        if override.original in unknown:
            yield field, f"there is no occurrence on {override.original}"
        for name, message in _moved_problems(span, override):
            yield f"{field}.{name}".rstrip("."), message


def _moved_problems(span: Span, override: Override) -> Found:
    if override.span is None:
        return
    if type(override.span) is not type(span):
        yield "", "whole days stay whole days, hours stay hours"
        return
    yield from span_problems(override.span)


def _is_notice_sound(agreement: Agreement) -> bool:
    period = agreement.notice_period
    if period is None:
        return True
    return (
        0 <= period.months <= MOST_NOTICE_MONTHS
        and 0 <= period.days <= MOST_NOTICE_DAYS
    )


def _agreement_order(agreement: Agreement) -> Found:
    begin = begins_on(agreement)
    if begin and agreement.ended_on and agreement.ended_on < begin:
        yield "ended_on", f"lies before the first day, {begin}; cancel it instead"
    if agreement.expires is None:
        if agreement.notice_period is not None:
            yield "notice_period", "needs expires_on to count from"
        return
    last = last_day(agreement.expires)
    for name, day in (
        ("signed_on", agreement.signed_on),
        ("effective_on", agreement.effective_on),
        ("notice_deadline_on", notice_deadline(agreement)),
        ("ended_on", agreement.ended_on),
    ):
        if day is not None and day > last:
            yield name, "lies after the expiry"
