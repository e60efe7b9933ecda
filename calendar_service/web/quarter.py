"""A quarter: its name in addresses, its days, its neighbours. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_service.domain.agreement import add_months
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.web.entries import Entry

MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months, written 2027-Q1."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def last(self) -> date:
        return add_months(self.first, MONTHS) - timedelta(days=1)

    @property
    def previous(self) -> "Quarter | None":
        return _within(quarter_of(self.first - timedelta(days=1)))

    @property
    def following(self) -> "Quarter | None":
        return _within(quarter_of(self.last + timedelta(days=1)))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def read_quarter(text: str) -> Quarter | None:
    """Read "2027-Q1"; None for anything else and for years out of reach."""
    found = re.fullmatch(r"([0-9]{4})-[Qq]([1-4])", text)
    return _within(Quarter(int(found[1]), int(found[2]))) if found else None


def by_month(
    first: date, last: date, entries: Sequence[Entry]
) -> list[tuple[date, list[Entry]]]:
    """Return each month with what begins in it; the first has what runs on, too."""
    made = []
    month = first
    while month <= last:
        following = add_months(month, 1)
        made.append(
            (
                month,
                [e for e in entries if month <= max(e.first, first) < following],
            )
        )
        month = following
    return made


def _within(quarter: Quarter) -> Quarter | None:
    return quarter if EARLIEST_YEAR <= quarter.year <= LATEST_YEAR else None
