"""The dates of an item's JSON form: span, recurrence, agreement."""

from collections.abc import Sequence
from datetime import date, datetime

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule_check import tidy_rule
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    InvalidSpan,
    Moment,
    Precision,
    Span,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.texts import Text
from calendar_service.importers.item_form import (
    AgreementForm,
    ItemForm,
    OverrideForm,
)
from calendar_service.importers.plain_values import read_part_day


def span_of(
    form: ItemForm, agreement: Agreement | None, zone: str, today: date
) -> Span:
    """Return when it is. Raises InvalidDraft when two ways of saying it meet."""
    ways = {
        "starts_on": form.starts_on is not None,
        "dates": bool(form.dates),
        "starts_at": form.starts_at is not None,
    }
    said = [name for name, given in ways.items() if given]
    if len(said) > 1:
        raise _wrong(said[1], f"cannot stand beside {said[0]}; give one of them")
    if form.starts_at is not None:
        return _timed(form, form.starts_at, zone)
    for name in ("ends_at", "zone"):
        if getattr(form, name):
            raise _wrong(name, "belongs to a timed item; give starts_at")
    if form.dates:
        return whole_days(min(form.dates))
    if form.starts_on is not None:
        return _days(form, form.starts_on)
    return _implied(form, agreement, today)


def recurrence_of(form: ItemForm, span: Span) -> Recurrence:
    """Return how it repeats, moments in the value type of the span."""
    return Recurrence(
        rule=tidy_rule(form.rrule),
        dates=tuple(sorted(set(form.dates))),
        rdates=_moments(form.rdates, span),
        exdates=_moments(form.exdates, span),
        overrides=tuple(
            _override(number, override, span)
            for number, override in enumerate(form.overrides)
        ),
    )


def agreement_of(form: AgreementForm) -> Agreement:
    """Return the terms, the expiry in the precision that was written."""
    expires = None
    if form.expires_on is not None:
        field = "agreement.expires_on"
        expires = _widened(
            _part_day(form.expires_on, field), form.expires_precision, field
        )
    return Agreement(
        type=form.type.strip(),
        parties=tuple(party.strip() for party in form.parties),
        reference=form.reference.strip(),
        signed_on=form.signed_on,
        effective_on=form.effective_on,
        expires=expires,
        notice_period=Period(*form.notice_period) if form.notice_period else None,
        notice_deadline_on=form.notice_deadline_on,
        renewal=form.renewal,
        document=form.document.strip(),
    )


def _timed(form: ItemForm, start: datetime, zone: str) -> Span:
    if form.ends_on is not None:
        raise _wrong("ends_on", "belongs to whole days; give ends_at")
    if form.precision not in {None, Precision.DAY}:
        raise _wrong("precision", "belongs to whole days; a time is exact")
    try:
        return TimedSpan(start, form.ends_at, form.zone or zone, form.dates_only)
    except InvalidSpan:
        raise _wrong("ends_at", "must lie after starts_at") from None


def _days(form: ItemForm, start: str) -> Span:
    first = _part_day(start, "starts_on")
    last = _part_day(form.ends_on, "ends_on") if form.ends_on else first
    if last.end <= first.start:
        raise _wrong("ends_on", "lies before starts_on")
    if first.precision is not Precision.DAY and last != first:
        raise _wrong("ends_on", "a month or a year has no other end")
    if form.precision in {None, Precision.DAY} or first.precision == form.precision:
        return DaySpan(first.start, last.end, first.precision)
    widened = _widened(first, form.precision, "precision")
    if last.end > widened.end:
        raise _wrong("ends_on", f"lies outside the {form.precision} that was named")
    return widened


def _implied(form: ItemForm, agreement: Agreement | None, today: date) -> Span:
    """Return what goes without saying: when an agreement was signed, news today."""
    if agreement is not None:
        start = agreement.signed_on or agreement.effective_on
        if start is not None:
            return whole_days(start)
        if agreement.expires is not None:
            return agreement.expires
    if form.kind is ItemKind.NEWS:
        return whole_days(today)
    raise _wrong("starts_on", "is missing; give starts_on, dates or starts_at")


def _part_day(value: str, field: str) -> DaySpan:
    try:
        return read_part_day(value)
    except ValueError as wrong:
        raise _wrong(field, str(wrong)) from None


def _widened(span: DaySpan, precision: Precision | None, field: str) -> DaySpan:
    if precision is None or precision == span.precision:
        return span
    match precision:
        case Precision.MONTH if span.precision is Precision.DAY:
            return whole_month(span.start.year, span.start.month)
        case Precision.YEAR:
            return whole_year(span.start.year)
        case _:
            raise _wrong(field, f"is less exact than a {precision}")


def _moments(values: Sequence[Moment], span: Span) -> tuple[Moment, ...]:
    return tuple(sorted({_moment(value, span) for value in values}, key=str))


def _moment(value: Moment, span: Span) -> Moment:
    """Let a bare day mean the occurrence of that day."""
    if isinstance(span, TimedSpan) and not isinstance(value, datetime):
        return datetime.combine(value, span.start.time())
    return value


def _override(number: int, form: OverrideForm, span: Span) -> Override:
    try:
        moved = _moved(form, span)
    except InvalidSpan as wrong:
        raise _wrong(f"overrides.{number}", str(wrong)) from None
    texts = {
        language: Text(
            title=text.title.strip(),
            summary=text.summary.strip(),
            description=text.description.strip(),
            place=text.place.strip(),
        )
        for language, text in form.texts.items()
    }
    return Override(_moment(form.original, span), moved, texts, form.cancelled)


def _moved(form: OverrideForm, span: Span) -> Span | None:
    if isinstance(span, TimedSpan):
        if form.starts_at is None:
            return None
        length = span.end - span.start if span.end else None
        end = form.ends_at or (form.starts_at + length if length else None)
        return TimedSpan(form.starts_at, end, span.zone, span.dates_only)
    if form.starts_on is None:
        return None
    length_on = span.end - span.start
    last = form.ends_on + ONE_DAY if form.ends_on else form.starts_on + length_on
    return DaySpan(form.starts_on, last)


def _wrong(field: str, message: str) -> InvalidDraft:
    return InvalidDraft([Problem(field, message)])
