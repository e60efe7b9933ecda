"""Working days, given the weekend, holidays and extra days off."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calendar_service.domain.span import ONE_DAY

LONGEST_BREAK = 21
"""So many days are looked through for a working day; then any day will do."""


class OffReason(StrEnum):
    """Why nobody works on a day."""

    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off beside holidays and weekends, such as one by resolution."""

    day: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The days on which the office works.

    `weekend` holds weekdays, Monday is 0.
    """

    holidays: Container[date] = frozenset()
    extra_days_off: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def is_working(self, day: date) -> bool:
        return self.reason_off(day) is None

    def reason_off(self, day: date) -> OffReason | None:
        """Return why nobody works; None for a working day.

        A holiday is named before the weekend that it falls on.
        """
        if day in self.holidays:
            return OffReason.HOLIDAY
        if day in self.extra_days_off:
            return OffReason.DAY_OFF
        return OffReason.WEEKEND if day.weekday() in self.weekend else None

    def rolled_back(self, day: date) -> date:
        """Return the day, or the last working day before it.

        Where none lies within LONGEST_BREAK, the day stays as it is.
        """
        return self._nearest(day, -1)

    def rolled_forward(self, day: date) -> date:
        """Return the day, or the first working day after it, bounded likewise."""
        return self._nearest(day, 1)

    def add_working_days(self, day: date, number: int) -> date:
        """Return the working day that is so many after the day, or before it.

        The day itself is not counted, working or not; 0 returns it as it is.
        In a break beyond LONGEST_BREAK every day counts.
        """
        direction = 1 if number > 0 else -1
        for _ in range(abs(number)):
            day = self._nearest(day + direction * ONE_DAY, direction)
        return day

    def _nearest(self, day: date, direction: int) -> date:
        for away in range(LONGEST_BREAK + 1):
            near = day + direction * away * ONE_DAY
            if self.is_working(near):
                return near
        return day
