"""What a rule, saved or not, comes to: real dates and people, as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.domain.rule import Anchor, ReminderRule
from calendar_service.reminders.ladders import Rung, ladders_of
from calendar_service.reminders.planning import days_that_matter, plan_reminders
from calendar_service.services.plan_loading import office_of
from calendar_service.services.rule_editing import known_rules
from calendar_service.services.rule_showing import (
    LOOK_AHEAD,
    ladders_by_occasion,
    list_chosen,
    still_coming,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import known_keys

Name = tuple[str, str, Anchor, int]
"""Item, occurrence, anchor and lead time: one step of one occasion."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a mail, and in which language."""

    address: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step as a real date: a UTC instant; `moved_from` is a day off.

    `days` and `hours` are those of the rule's step. What `is_past` is sent at
    once, if at all: see `count_at_once`. What `is_overtaken` comes with the step
    after it.
    """

    at: datetime
    anchor: Anchor
    days: int
    hours: int
    moved_from: date | None
    is_past: bool
    is_overtaken: bool
    people: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class ShownLadder:
    """All steps for one occasion, by time."""

    item: Item
    steps: tuple[ShownStep, ...]


def preview_rule(
    session: Session, settings: Settings, rule: ReminderRule, now: datetime, most: int
) -> list[ShownLadder]:
    """Return the ladders of the next occasions, at most so many.

    They are told whether or not the rule is switched on, saved or reaches
    anybody; occasions without a step to come are left out.
    """
    window = days_that_matter([rule], now, now + LOOK_AHEAD)
    items = list_chosen(session, rule, window)
    office = office_of(session, settings)
    ladders = ladders_by_occasion(items, rule, office, window)
    shown = still_coming(ladders, now)[:most]
    wanted = {rungs[0].reminder.item.uid for rungs in shown}
    near = [item for item in items if item.uid in wanted]
    people = _people(ladders_of(near, [replace(rule, enabled=True)], office, window))
    return [_shown(rungs, people, now) for rungs in shown]


def count_at_once(
    session: Session, settings: Settings, rule: ReminderRule, now: datetime
) -> int:
    """Return how many mails go out in the next minute when the rule is saved so.

    They are late: of each occasion still to come, the newest step that is over.
    """
    if not rule.enabled or not rule.steps:
        return 0
    rules = [other for other in known_rules(session) if other.id != rule.id]
    rules.append(rule)
    items = list_chosen(session, rule, days_that_matter(rules, now, now))
    known = known_keys(session, {item.uid for item in items})
    plan = plan_reminders(items, rules, office_of(session, settings), now, known)
    return sum(due.rule.id == rule.id for due in plan.due)


def _people(ladders: Iterable[Sequence[Rung]]) -> dict[Name, list[Addressee]]:
    found: dict[Name, list[Addressee]] = {}
    for ladder in ladders:
        for rung in ladder:
            to = rung.reminder.recipient
            person = Addressee(to.person.email, to.language)
            found.setdefault(_name(rung), []).append(person)
    return found


def _shown(
    rungs: Sequence[Rung], people: dict[Name, list[Addressee]], now: datetime
) -> ShownLadder:
    steps = tuple(
        ShownStep(
            at=rung.reminder.planned_at,
            anchor=rung.reminder.step.anchor,
            days=rung.reminder.step.days,
            hours=rung.reminder.step.hours,
            moved_from=rung.reminder.move.day if rung.reminder.move else None,
            is_past=rung.comes_at <= now,
            is_overtaken=rung.is_overtaken,
            people=tuple(people.get(_name(rung), ())),
        )
        for rung in rungs
    )
    return ShownLadder(rungs[0].reminder.item, steps)


def _name(rung: Rung) -> Name:
    due = rung.reminder
    mark = due.occurrence.original.isoformat()
    return due.item.uid, mark, due.step.anchor, due.step.lead
