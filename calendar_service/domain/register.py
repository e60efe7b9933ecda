"""The register of agreements as of a day: where each stands, which are meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from calendar_service.domain.agreement import Agreement, Period, ends_on
from calendar_service.domain.item import Item
from calendar_service.domain.terms import (
    SOON,
    AgreementStatus,
    days_left,
    status_on,
)

CURRENT = frozenset(
    {
        AgreementStatus.PENDING,
        AgreementStatus.IN_FORCE,
        AgreementStatus.NOTICE_PASSED,
        AgreementStatus.EXPIRING,
    }
)
"""What is or will be in force; the rest is history."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as of a day. `left` is as days_left counts."""

    item: Item
    status: AgreementStatus
    left: int | None

    @property
    def terms(self) -> Agreement:
        return self.item.agreement or Agreement()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """Which entries are asked for; what is empty asks for all.

    `within` is in days: what expires by then and waits for a decision, as
    `agreements list --expiring` has it. `words` must all occur somewhere.
    """

    statuses: frozenset[AgreementStatus] = frozenset()
    type: str = ""
    party: str = ""
    within: int | None = None
    words: str = ""


def entry_on(item: Item, day: date, soon: Period = SOON) -> Entry:
    """Return where an agreement stands on a day."""
    terms = item.agreement or Agreement()
    return Entry(item, status_on(terms, day, soon), days_left(terms, day))


def by_end(entry: Entry) -> tuple[bool, date, str]:
    """Sort by the last day in force, open ends last."""
    last = ends_on(entry.terms)
    return last is None, last or date.max, entry.item.uid


def is_asked_for(entry: Entry, asked: RegisterFilter, day: date) -> bool:
    """Tell whether a filter lets an entry through; `day` is that of the entry."""
    terms = entry.terms
    return (
        (not asked.statuses or entry.status in asked.statuses)
        and asked.type in {"", terms.type}
        and (not asked.party or asked.party in terms.parties)
        and (asked.within is None or _expires_within(terms, asked.within, day))
        and _has_words(entry, asked.words)
    )


def _expires_within(terms: Agreement, days: int, day: date) -> bool:
    return status_on(terms, day, Period(days=days)) is AgreementStatus.EXPIRING


def _has_words(entry: Entry, words: str) -> bool:
    if not words.strip():
        return True
    found = "\n".join(_searched(entry)).casefold()
    return all(word in found for word in words.casefold().split())


def _searched(entry: Entry) -> Iterator[str]:
    item, terms = entry.item, entry.terms
    yield from (item.uid, item.slug, terms.type, terms.reference, *terms.parties)
    for text in item.texts.values():
        yield from (text.title, text.summary)
    for person in (item.focal_point, item.deputy):
        if person is not None:
            yield from (person.name, person.email)
