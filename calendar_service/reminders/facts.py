"""The facts of a due reminder in the reader's language: title, date, rows."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from calendar_service.domain.agreement import notice_deadline
from calendar_service.domain.draft_text import link_problem
from calendar_service.domain.item import Person
from calendar_service.domain.rule import Anchor
from calendar_service.domain.span import Span, TimedSpan, seen_in
from calendar_service.domain.texts import Words, overlaid, words
from calendar_service.domain.when import (
    describe_day,
    describe_days,
    describe_span,
    locale_of,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.occasions import TERM_ANCHORS, is_timed
from calendar_service.reminders.templates import say


@dataclass(frozen=True, slots=True)
class Row:
    """One fact in the mail; `url` only where it may be followed."""

    label: str
    text: str
    url: str = ""


def title_of(due: DueReminder) -> Words:
    """Return the title, and the language it is really in."""
    texts = overlaid(due.item.texts, due.occurrence.texts)
    found = words(texts, "title", due.recipient.language)
    return Words(one_line(found.text) or due.item.slug, found.language)


def date_said(due: DueReminder) -> str:
    """Say the date as the reader's calendar has it, without the hours."""
    language, span = due.recipient.language, due.occurrence.span
    if due.step.anchor is Anchor.EXPIRY and due.item.agreement:
        span = due.item.agreement.expires or span
    elif due.step.anchor is Anchor.NOTICE:
        return describe_day(due.anchor_on, language)
    if due.days:
        return describe_days(due.days, language)
    if isinstance(span, TimedSpan):
        seen = span if span.dates_only else seen_in(span, due.zone)
        return describe_span(replace(seen, dates_only=True), language)
    return describe_span(span, language)


def rows_of(due: DueReminder) -> Iterator[Row]:
    """Yield the facts: when, where, who."""
    language = due.recipient.language
    if due.step.anchor in TERM_ANCHORS:
        yield from _term_rows(due)
    else:
        yield from _time_rows(due)
    yield from _place_rows(due)
    for name in ("organisers", "partners"):
        people = ", ".join(one_line(party.name) for party in getattr(due.item, name))
        if people:
            yield Row(say(name, language), people)
    if due.item.focal_point:
        yield Row(say("focal", language), _person_said(due.item.focal_point))


def _time_rows(due: DueReminder) -> Iterator[Row]:
    language, span = due.recipient.language, due.occurrence.span
    if due.days:
        yield Row(say("when", language), describe_days(due.days, language))
        return
    yield Row(say("when", language), _span_said(span, language))
    if isinstance(span, TimedSpan) and is_timed(span) and span.zone != due.zone:
        here = seen_in(span, due.zone)
        yield Row(say("here", language), _span_said(here, language))


def _term_rows(due: DueReminder) -> Iterator[Row]:
    language, agreement = due.recipient.language, due.item.agreement
    if agreement is None:
        return
    deadline = notice_deadline(agreement)
    if deadline:
        yield Row(say("notice_on", language), describe_day(deadline, language))
    if agreement.expires:
        said = describe_span(agreement.expires, language)
        yield Row(say("expires_on", language), said)
    if agreement.parties:
        parties = ", ".join(map(one_line, agreement.parties))
        yield Row(say("parties", language), parties)
    if agreement.reference:
        yield Row(say("reference", language), one_line(agreement.reference))
    if agreement.document:
        yield _linked(say("document", language), agreement.document)


def _place_rows(due: DueReminder) -> Iterator[Row]:
    language, place = due.recipient.language, due.item.place
    texts = overlaid(due.item.texts, due.occurrence.texts)
    named = ", ".join(filter(None, (place.venue, place.city, place.country)))
    said = one_line(words(texts, "place", language).text or named)
    if said:
        yield Row(say("where", language), said)
    if place.online:
        yield _linked(say("online", language), place.online)


def _linked(label: str, url: str) -> Row:
    """Make a row to follow, unless the address is no web address."""
    shown = one_line(url)
    return Row(label, shown, "" if link_problem(url) else shown)


def _span_said(span: Span, language: str) -> str:
    said = describe_span(span, language)
    if isinstance(span, TimedSpan) and is_timed(span):
        return f"{said} ({_zone_said(span.zone, language)})"
    return said


def _zone_said(zone: str, language: str) -> str:
    if "/" not in zone or zone.startswith("Etc/"):
        return zone
    return get_timezone_location(zone, locale=locale_of(language), return_city=True)


def _person_said(person: Person) -> str:
    return ", ".join(filter(None, (one_line(person.name), one_line(person.email))))


def planned_said(due: DueReminder, language: str) -> str:
    """Say the planned time on the clocks of the rule's zone."""
    wall = due.planned_at.astimezone(ZoneInfo(due.zone))
    zone = _zone_said(due.zone, language)
    return f"{describe_day(wall, language)}, {wall:%H:%M} ({zone})"


def one_line(text: str) -> str:
    """Return text without breaks, controls and halves of a pair (RFC 3629)."""
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter
        for letter in text
    )
    return " ".join(kept.split())
