"""A month as a table: weeks, days, and bars that run across days. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_service.domain.agreement import add_months
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.web.entries import Entry

SLOTS = 4
WEEK = 7


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of a day: an entry, its continuation, or a gap.

    `days` says how far an entry is drawn in this week; 0 continues the one
    that began further left. A gap keeps the lines below in their place.
    """

    entry: Entry | None = None
    days: int = 0
    comes_from_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. `entries` is everything that touches the day."""

    day: date
    is_inside: bool
    is_today: bool
    slots: list[Slot]
    entries: list[Entry]

    @property
    def hidden(self) -> int:
        """Return how many entries did not find a line."""
        return len(self.entries) - sum(slot.entry is not None for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a month, and the whole weeks that show it."""

    first: date

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def grid_first(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def grid_last(self) -> date:
        return self.last + timedelta(days=WEEK - 1 - self.last.weekday())

    @property
    def previous(self) -> "Month | None":
        return _neighbour(self.first, -1)

    @property
    def following(self) -> "Month | None":
        return _neighbour(self.first, 1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def read_month(text: str) -> Month | None:
    """Read "2026-05"; None for anything else and for years out of reach."""
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        return None
    return Month(date(int(found[1]), int(found[2]), 1))


def read_day(text: str) -> date | None:
    """Read "2026-05-01"; None for anything else and for years out of reach."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def make_weeks(
    month: Month, entries: Sequence[Entry], today: date, lines: int = SLOTS
) -> list[list[Day]]:
    """Lay the entries of a month's whole weeks out, so many lines to a day."""
    weeks = []
    monday = month.grid_first
    while monday <= month.grid_last:
        weeks.append(_make_week(month, monday, entries, today, lines))
        monday += timedelta(days=WEEK)
    return weeks


def _make_week(
    month: Month, monday: date, entries: Sequence[Entry], today: date, lines: int
) -> list[Day]:
    days = [monday + timedelta(days=n) for n in range(WEEK)]
    here = [e for e in entries if e.first <= days[-1] and e.last >= monday]
    lanes = _make_lanes(monday, [e for e in here if e.is_long], lines)
    made = []
    for number, day in enumerate(days):
        slots = [lane[number] for lane in lanes]
        _fill(slots, [e for e in here if not e.is_long and e.first == day])
        made.append(
            Day(
                day=day,
                is_inside=month.first <= day <= month.last,
                is_today=day == today,
                slots=slots,
                entries=[e for e in here if e.first <= day <= e.last],
            )
        )
    return made


def _make_lanes(monday: date, bars: Sequence[Entry], lines: int) -> list[list[Slot]]:
    """Give every bar the first line that is free on all its days, if one is."""
    lanes = [[Slot()] * WEEK for _ in range(lines)]
    for bar in sorted(bars, key=_longest_first):
        start = max((bar.first - monday).days, 0)
        stop = min((bar.last - monday).days, WEEK - 1) + 1
        free = (
            lane
            for lane in lanes
            if all(slot.entry is None for slot in lane[start:stop])
        )
        lane = next(free, None)
        if lane is not None:
            lane[start:stop] = [Slot(bar)] * (stop - start)
            lane[start] = Slot(
                bar,
                days=stop - start,
                comes_from_before=bar.first < monday,
                goes_on=bar.last >= monday + timedelta(days=WEEK),
            )
    return lanes


def _fill(slots: list[Slot], singles: Sequence[Entry]) -> None:
    """Put a day's own entries into its gaps; drop the gaps below the last."""
    free = [number for number, slot in enumerate(slots) if slot.entry is None]
    for number, entry in zip(free, singles, strict=False):
        slots[number] = Slot(entry, days=1)
    while slots and slots[-1].entry is None:
        slots.pop()


def _longest_first(entry: Entry) -> tuple[date, int]:
    return entry.first, -(entry.last - entry.first).days


def _neighbour(first: date, months: int) -> Month | None:
    moved = add_months(first, months)
    return Month(moved) if EARLIEST_YEAR <= moved.year <= LATEST_YEAR else None
