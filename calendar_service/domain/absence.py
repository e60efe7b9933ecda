"""Somebody is away: from a day to a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_service.domain.draft import Problem

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Absence:
    """One person, by address in lower case, and the inclusive days without them."""

    address: str
    first: date
    last: date

    def covers(self, address: str, day: date) -> bool:
        """Tell whether this person is away on a day."""
        same = self.address == address.strip().lower()
        return same and self.first <= day <= self.last


def is_away(address: str, day: date, absences: Iterable[Absence]) -> bool:
    """Tell whether somebody is away on a day, by any of their absences."""
    return any(absence.covers(address, day) for absence in absences)


def absence_problem(absence: Absence, today: date) -> Problem | None:
    """Return what is wrong with an absence that somebody is about to note."""
    if absence.last < absence.first:
        return Problem("last", "lies before the first day")
    if absence.last < today:
        return Problem("last", "is over already")
    if absence.last - absence.first > LONGEST:
        return Problem("last", "is more than a year after the first day")
    return None
