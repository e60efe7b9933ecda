"""Occurrences as lists and tables show them. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.span import (
    DaySpan,
    Precision,
    Span,
    TimedSpan,
    first_day,
    last_day,
    seen_in,
)
from calendar_service.domain.texts import Texts, Words, overlaid
from calendar_service.domain.when import describe_span, is_timed
from calendar_service.feeds.wording import place_of, summary_of, title_of

GEORGIAN = re.compile("[\u10d0-\u10ff]")
ZONES_APART = timedelta(days=1)
"""How far a day of another zone may lie from the office's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One occurrence of an item, in words.

    `first`, `last`, `when` and `clock` are days and hours of the office; `clock`
    is empty for whole days. Where `span` has another zone, `zone` names it, and
    `there` says the hours of its own. `is_exact` is false where only a month or
    a year is known.
    """

    item: Item
    span: Span
    first: date
    last: date
    title: Words
    summary: Words
    place: Words
    when: str
    clock: str
    zone: str
    there: str
    is_cancelled: bool

    @property
    def is_exact(self) -> bool:
        return not isinstance(self.span, DaySpan) or (
            self.span.precision is Precision.DAY
        )

    @property
    def is_long(self) -> bool:
        """Tell whether it is drawn across days."""
        return self.is_exact and self.first != self.last


@dataclass(frozen=True, slots=True)
class Agenda:
    """A window's entries: undated, begun before it, and day by day."""

    undated: list[Entry]
    running: list[Entry]
    days: list[tuple[date, list[Entry]]]

    def is_empty(self) -> bool:
        return not (self.undated or self.running or self.days)


def list_entries(
    items: Iterable[Item], first: date, last: date, language: str, office_zone: str
) -> list[Entry]:
    """Return what touches the office's days first..last, inclusive, in order."""
    begin, end = first - ZONES_APART, last + ZONES_APART
    found = [
        make_entry(item, occurrence, language, office_zone)
        for item in items
        for occurrence in expand(item.span, item.recurrence, begin, end)
        if _touches(_here(occurrence.span, office_zone), first, last)
    ]
    return sorted(found, key=_order)


def make_entry(
    item: Item, occurrence: Occurrence, language: str, office_zone: str
) -> Entry:
    """Say one occurrence in a language."""
    texts: Texts = overlaid(item.texts, occurrence.texts)
    span = occurrence.span
    here = _here(span, office_zone)
    zone = span.zone if isinstance(span, TimedSpan) and here != span else ""
    return Entry(
        item=item,
        span=span,
        first=first_day(here),
        last=last_day(here),
        title=title_of(item.kind, texts, language),
        summary=summary_of(texts, language),
        place=place_said(item, texts, language),
        when=describe_span(here, language),
        clock=clock_of(here),
        zone=zone,
        there=_there(span, here, language) if zone else "",
        is_cancelled=occurrence.cancelled or item.status is ItemStatus.CANCELLED,
    )


def place_said(item: Item, texts: Texts, language: str) -> Words:
    """Return where; a venue and a town stand in for what no language has a word for.

    They are written once, for all languages: their letters tell which it was.
    """
    place = place_of(item, texts, language)
    if not place.text or place.language:
        return place
    return replace(place, language="ka" if GEORGIAN.search(place.text) else "en")


def make_agenda(entries: Sequence[Entry], first: date) -> Agenda:
    """Group entries by the day on which they begin, from `first` on."""
    dated = [entry for entry in entries if entry.is_exact]
    coming = [entry for entry in dated if entry.first >= first]
    return Agenda(
        undated=[entry for entry in entries if not entry.is_exact],
        running=[entry for entry in dated if entry.first < first],
        days=[(day, list(group)) for day, group in groupby(coming, lambda e: e.first)],
    )


def cut_agenda(agenda: Agenda, last: date, most: int) -> tuple[Agenda, date]:
    """Return as many whole days as hold `most` entries, and the last of them."""
    number = 0
    for place, (day, entries) in enumerate(agenda.days):
        number += len(entries)
        if number >= most:
            return replace(agenda, days=agenda.days[: place + 1]), day
    return agenda, last


def clock_of(span: Span) -> str:
    """Return "10:00–11:30", the start alone where the end is another day's."""
    if not isinstance(span, TimedSpan) or not is_timed(span):
        return ""
    if span.end is None or span.end.date() != span.start.date():
        return f"{span.start:%H:%M}"
    return f"{span.start:%H:%M}–{span.end:%H:%M}"


def _here(span: Span, office_zone: str) -> Span:
    """Return it on the office's clocks; days without hours are the same anywhere."""
    if isinstance(span, TimedSpan) and is_timed(span):
        return seen_in(span, office_zone)
    return span


def _there(span: Span, here: Span, language: str) -> str:
    """Say the hours of its own zone, with the day where that is another one."""
    days = (first_day(span), last_day(span))
    if days == (first_day(here), last_day(here)) and days[0] == days[1]:
        return clock_of(span)
    return describe_span(span, language)


def _touches(span: Span, first: date, last: date) -> bool:
    return first_day(span) <= last and last_day(span) >= first


def _order(entry: Entry) -> tuple[date, str, str, str]:
    return entry.first, entry.clock[:5], entry.title.text, entry.item.uid
