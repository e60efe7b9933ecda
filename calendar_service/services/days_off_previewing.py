"""Which planned mails another day off moves, as plain values. It sends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.domain.rule import Anchor
from calendar_service.domain.span import ONE_DAY
from calendar_service.reminders.forecast import MAILS, Forecast, Walk, foretell
from calendar_service.services.days_off_editing import Days
from calendar_service.services.foretelling import end_of
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_for,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import known_keys
from calendar_service.storage.rules import list_rules

LOOK_AHEAD = timedelta(days=400)
AFTERWARDS = timedelta(days=30)
"""So long after a day off mails are looked at: LONGEST_BREAK of domain/workdays,
and some days in which an answer is asked for again."""

Value = TypeVar("Value")
Step = tuple[str, datetime | None, datetime | None, str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One step that goes out at another instant: UTC, None for not at all.

    `number` is how many people it reaches.
    """

    item: Item
    anchor: Anchor
    days: int
    hours: int
    was_at: datetime | None
    becomes_at: datetime | None
    number: int


def is_in_sight(days: Days, today: date) -> bool:
    """Tell whether mails are foretold as far as these days."""
    return today <= days.last and days.first <= today + LOOK_AHEAD


def foretell_shifts(
    session: Session, settings: Settings, days: Days, now: datetime, *, off: bool
) -> list[Shift]:
    """Return what goes out at another time once the days are off, or no more off.

    By the time at which it would have gone out. What lies beyond LOOK_AHEAD is
    not looked at.
    """
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    if not is_in_sight(days, today):
        return []
    last = min(days.last + AFTERWARDS, today + LOOK_AHEAD)
    rules = list_rules(session)
    until = end_of(last, settings)
    items = load_candidates(session, rules, now, until)
    asked = load_asked(session, items, rules)
    office = office_for(session, settings, asked)
    known = known_keys(session, [item.uid for item in items])
    wanted = frozenset(_each(days))
    extra = office.workdays.extra_days_off
    changed = extra | wanted if off else extra - wanted
    if changed == extra:
        return []
    other = replace(office, workdays=replace(office.workdays, extra_days_off=changed))
    walk = Walk(now, until)
    before, after = (
        _mails(foretell(items, rules, each, walk, known, asked))
        for each in (office, other)
    )
    return _shifts(before, after)


def _each(days: Days) -> Sequence[date]:
    number = (days.last - days.first).days + 1
    return [days.first + n * ONE_DAY for n in range(number)]


def _mails(steps: Sequence[Forecast]) -> Mapping[str, Forecast]:
    return {step.due.key: step for step in steps if step.outcome in MAILS}


def _shifts(
    before: Mapping[str, Forecast], after: Mapping[str, Forecast]
) -> list[Shift]:
    """Pair by key, and join what one step says to several people."""
    found: dict[Step, Shift] = {}
    for key in dict.fromkeys([*before, *after]):
        was, becomes = before.get(key), after.get(key)
        was_at, becomes_at = (step.at if step else None for step in (was, becomes))
        if was_at == becomes_at:
            continue
        due = _either(was, becomes).due
        step = due.step
        name = (due.item.uid, was_at, becomes_at, step.anchor, step.days, step.hours)
        known = found.get(name)
        found[name] = Shift(
            item=due.item,
            anchor=step.anchor,
            days=step.days,
            hours=step.hours,
            was_at=was_at,
            becomes_at=becomes_at,
            number=known.number + 1 if known else 1,
        )
    return sorted(found.values(), key=_by_time)


def _by_time(shift: Shift) -> tuple[datetime, str]:
    return _either(shift.was_at, shift.becomes_at), shift.item.uid


def _either(one: Value | None, other: Value | None) -> Value:
    """Return what is there: one of both is."""
    found = one if one is not None else other
    if found is None:
        raise ValueError("a mail is foretold before or after, or it is none")
    return found
