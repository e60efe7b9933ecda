"""A term of an agreement as lines for people and values for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calendar_service.domain.agreement import (
    Agreement,
    Period,
    begins_on,
    ends_on,
    notice_deadline,
)
from calendar_service.domain.item import Item, ItemStatus, Person
from calendar_service.domain.register import Entry, entry_on
from calendar_service.domain.terms import SOON, AgreementStatus
from calendar_service.domain.texts import words
from calendar_service.domain.when import describe_day, describe_span
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.plain_values import write_period


@dataclass(frozen=True, slots=True)
class Line(Entry):
    """A term as of a day, in a language."""

    language: str


def line_of(item: Item, day: date, language: str, soon: Period = SOON) -> Line:
    """Return where an agreement stands on a day."""
    entry = entry_on(item, day, soon)
    return Line(entry.item, entry.status, entry.left, language)


def entry_of(line: Line) -> dict[str, Any]:
    """Return a term for programs: who it is, where it stands, and its dates."""
    item, deadline = line.item, notice_deadline(line.terms)
    shown = json_from_item(item)
    return {
        "uid": item.uid,
        "slug": item.slug,
        "titles": {language: text.title for language, text in item.texts.items()},
        "item_status": item.status.value,
        "status": line.status.value,
        "days_left": line.left,
        "last_day": last.isoformat() if (last := ends_on(line.terms)) else None,
        "notice_by": deadline.isoformat() if deadline else None,
        "focal_point": shown["focal_point"],
        "deputy": shown["deputy"],
        "agreement": shown["agreement"],
    }


def row_of(line: Line) -> tuple[str, ...]:
    return (
        _status(line),
        _expiry(line.terms, line.language),
        "-" if line.left is None else str(line.left),
        day_said(notice_deadline(line.terms), line.language),
        line.item.slug,
        words(line.item.texts, "title", line.language).text,
    )


def facts_of(line: Line) -> Iterator[tuple[str, str]]:
    item, terms, language = line.item, line.terms, line.language
    period = terms.notice_period
    yield "title", words(item.texts, "title", language).text
    yield "uid", item.uid
    yield "slug", item.slug
    yield "status", _status(line)
    yield "type", terms.type or "-"
    yield "reference", terms.reference or "-"
    yield "parties", ", ".join(terms.parties) or "-"
    yield "signed", day_said(terms.signed_on, language)
    yield "effective", day_said(terms.effective_on, language)
    yield "expires", _expiry(terms, language)
    yield "notice by", day_said(notice_deadline(terms), language)
    yield "notice period", write_period(period.months, period.days) if period else "-"
    yield "renewal", terms.renewal.replace("_", " ")
    yield "ended on", day_said(terms.ended_on, language)
    yield "days left", "-" if line.left is None else str(line.left)
    yield "focal point", _person(item.focal_point)
    yield "deputy", _person(item.deputy)
    yield "document", terms.document or "-"


def chain_facts(line: Line, terms: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Yield the terms, old to new, the one that is shown with a mark."""
    for number, term in enumerate(terms, 1):
        mark = "*" if term.item.uid == line.item.uid else " "
        begin = day_said(begins_on(term.terms), line.language)
        until = until_said(term.terms, line.language)
        said = f"{mark} {term.item.slug}: from {begin}, {until} ({_status(term)})"
        yield f"term {number}", said


def _status(line: Line) -> str:
    """Say where it stands, and what is settled already while it still runs."""
    if line.item.status is not ItemStatus.PUBLISHED:
        return line.item.status.value
    said = [line.status.value.replace("_", " ")]
    if line.status in {AgreementStatus.PENDING, AgreementStatus.IN_FORCE}:
        said += ["renewed"] * bool(line.terms.renewed_by)
        said += ["ended"] * bool(line.terms.ended_on)
    return ", ".join(said)


def until_said(terms: Agreement, language: str) -> str:
    if terms.ended_on:
        return f"ended on {day_said(terms.ended_on, language)}"
    return f"until {_expiry(terms, language)}" if terms.expires else "without an end"


def _expiry(terms: Agreement, language: str) -> str:
    return describe_span(terms.expires, language) if terms.expires else "-"


def day_said(day: date | None, language: str) -> str:
    return describe_day(day, language) if day else "-"


def _person(person: Person | None) -> str:
    return " ".join(filter(None, (person.name, person.email))) if person else "-"
