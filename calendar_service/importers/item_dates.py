"""The dates of an item's JSON form: span, recurrence, agreement."""

from collections.abc import Iterator, Sequence
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
from calendar_service.importers.item_form import (
    AgreementForm,
    ItemForm,
    OverrideForm,
    texts_of,
)
from calendar_service.importers.plain_values import read_part_day

OF_DAYS = ("starts_on", "ends_on", "precision")
OF_HOURS = ("starts_at", "ends_at", "zone", "dates_only")


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
    _refuse_what_would_be_lost(form)
    if form.starts_on is not None:
        return _days(form, form.starts_on)
    if form.dates:
        return whole_days(min(form.dates))
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
        renews=form.renews.strip(),
        renewed_by=form.renewed_by.strip(),
        ended_on=form.ended_on,
    )


def _refuse_what_would_be_lost(form: ItemForm) -> None:
    for name in ("ends_at", "zone", "dates_only"):
        if getattr(form, name):
            raise _wrong(name, "belongs to a timed item; give starts_at")
    if form.starts_on is None:
        for name in ("ends_on", "precision"):
            if getattr(form, name) not in {None, Precision.DAY}:
                raise _wrong(name, "needs starts_on")


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
    if first.precision is Precision.DAY and last.precision is not Precision.DAY:
        raise _wrong("ends_on", "must be a day, as starts_on is")
    if last.end <= first.start:
        raise _wrong("ends_on", "lies before starts_on")
    if first.precision is not Precision.DAY and last != first:
        raise _wrong("ends_on", "a month or a year has no other end")
    if form.precision in {None, first.precision}:
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
            raise _wrong(field, f"a {precision} is more exact than what is written")


def _moments(values: Sequence[Moment], span: Span) -> tuple[Moment, ...]:
    return tuple(sorted({_moment(value, span) for value in values}, key=str))


def _moment(value: Moment, span: Span) -> Moment:
    """Let a bare day mean the occurrence of that day."""
    if isinstance(span, TimedSpan) and not isinstance(value, datetime):
        return datetime.combine(value, span.start.time())
    return value


def _override(number: int, form: OverrideForm, span: Span) -> Override:
    for name, message in _strangers(form, span):
        raise _wrong(f"overrides.{number}.{name}", message)
    try:
        moved = _moved(form, span)
    except InvalidSpan as wrong:
        raise _wrong(f"overrides.{number}", str(wrong)) from None
    except OverflowError:
        raise _wrong(f"overrides.{number}", "lies too far ahead") from None
    original = _moment(form.original, span)
    return Override(original, moved, texts_of(form.texts), form.cancelled)


def _strangers(form: OverrideForm, span: Span) -> Iterator[tuple[str, str]]:
    """Yield the fields that would be lost: of the other sort, or without a start."""
    both = (OF_HOURS, OF_DAYS) if isinstance(span, TimedSpan) else (OF_DAYS, OF_HOURS)
    own, others = both
    for name in others:
        if getattr(form, name) not in {None, "", Precision.DAY}:
            yield name, f"does not go with the {own[0]} of the item"
    for name in own[1:]:
        if getattr(form, name) not in {None, ""} and getattr(form, own[0]) is None:
            yield name, f"needs {own[0]}"


def _moved(form: OverrideForm, span: Span) -> Span | None:
    if isinstance(span, TimedSpan):
        if form.starts_at is None:
            return None
        end = form.ends_at
        if "ends_at" not in form.model_fields_set and span.end:
            end = form.starts_at + (span.end - span.start)
        dates_only = span.dates_only if form.dates_only is None else form.dates_only
        return TimedSpan(form.starts_at, end, form.zone or span.zone, dates_only)
    if form.starts_on is None:
        return None
    last = form.ends_on + ONE_DAY if form.ends_on else None
    end_on = last or form.starts_on + (span.end - span.start)
    return DaySpan(form.starts_on, end_on, form.precision or Precision.DAY)


def _wrong(field: str, message: str) -> InvalidDraft:
    return InvalidDraft([Problem(field, message)])
