"""Somebody is away: from a day to a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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
