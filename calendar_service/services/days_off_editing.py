"""Set the extra days off, and make them days like others again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import line_problem
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.domain.workdays import DayOff
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import (
    add_days_off,
    list_days_off,
    remove_days_off,
)
from calendar_service.storage.items import lock_calendar

MOST_DAYS_AT_ONCE = 366
MOST_LETTERS = 200

Seen = tuple[DayOff, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """The days from the first to the last, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class StaleDays(Exception):
    """The days off among these are no longer as they were shown."""


def days_off_in(session: Session, days: Days) -> Seen:
    """Return the extra days off among some days, by date."""
    return tuple(off for off in list_days_off(session) if off.day in days)


def check_days(days: Days, why: str) -> list[Problem]:
    """Return what keeps the days from being set; empty when nothing does."""
    return list(_problems(days, why))


def set_days_off(
    session: Session,
    actor: Account,
    days: Days,
    why: str,
    now: datetime,
    seen: Seen | None = None,
) -> int:
    """Make days off; return how many are new.

    Those that are there get the new reason, unless it is empty. With `seen`,
    only if the days off among them are still these. Raises InvalidDraft,
    StaleDays.
    """
    _take_hold(session, actor, days, seen)
    problems = check_days(days, why)
    if problems:
        raise InvalidDraft(problems)
    return add_days_off(session, days.first, days.last, why, now)


def give_reason(
    session: Session, actor: Account, seen: DayOff, why: str, now: datetime
) -> None:
    """Change why a day is off, if it still is, as it was seen; "" says nothing.

    Raises InvalidDraft, StaleDays.
    """
    day = Days(seen.day, seen.day)
    _take_hold(session, actor, day, (seen,))
    remove_days_off(session, seen.day, seen.day)
    set_days_off(session, actor, day, why, now)


def lift_days_off(
    session: Session, actor: Account, days: Days, seen: Seen | None = None
) -> int:
    """Make days like others again; return how many were off. Raises StaleDays."""
    _take_hold(session, actor, days, seen)
    return remove_days_off(session, days.first, days.last)


def _take_hold(session: Session, actor: Account, days: Days, seen: Seen | None) -> None:
    """Make others wait who change the same, and look at what there is."""
    demand(actor, Action.ADMINISTER)
    lock_calendar(session)
    if seen is not None and days_off_in(session, days) != seen:
        raise StaleDays


def _problems(days: Days, why: str) -> Iterator[Problem]:
    if days.first.year < EARLIEST_YEAR or days.last.year > LATEST_YEAR:
        bounds = f"{EARLIEST_YEAR} and {LATEST_YEAR}"
        yield Problem("first", f"lies between {bounds}")
    if days.last < days.first:
        yield Problem("last", "lies before the first day")
    if (days.last - days.first).days >= MOST_DAYS_AT_ONCE:
        yield Problem("last", f"makes more than {MOST_DAYS_AT_ONCE} days at once")
    problem = line_problem(why, MOST_LETTERS)
    if problem:
        yield Problem("why", problem)
