"""What falls due, and what is due and not yet sent: one engine for both."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendar_service.domain.item import Item
from calendar_service.domain.rule import ReminderRule, WorkdayPolicy
from calendar_service.domain.workdays import LONGEST_BREAK
from calendar_service.reminders.ladders import (
    USEFUL_AFTERWARDS,
    DueReminder,
    ladders_of,
)
from calendar_service.reminders.occasions import local_day
from calendar_service.reminders.rules import Office

LATE_AFTER = timedelta(hours=1)
MARGIN_DAYS = 2
"""Zones and times of day move an instant by less than two days."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now, each sorted by planned time.

    `due` is to be mailed. `superseded` steps were overtaken by a later one of
    their ladder; `skipped` ones could not be sent before it was over. Both are
    to be recorded under their keys and are then not named again.
    """

    due: tuple[DueReminder, ...] = ()
    superseded: tuple[DueReminder, ...] = ()
    skipped: tuple[DueReminder, ...] = ()


def plan_reminders(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    now: datetime,
    known: Container[str],
) -> Plan:
    """Decide what is due and not yet sent. `known` holds the keys in the outbox.

    A ladder is all steps to one anchor of one occasion for one person, across
    the rules. Only its newest step that has come counts, once; what lies
    before it is superseded. An item that appears, or moves, inside its ladder
    therefore brings one mail. A step that a later one was sent for never comes
    back, not even when a clock is set back.
    """
    due: list[DueReminder] = []
    superseded: list[DueReminder] = []
    skipped: list[DueReminder] = []
    for ladder in ladders_of(items, rules, office, days_that_matter(rules, now, now)):
        come = [rung for rung in ladder if rung.comes_at <= now]
        if not come:
            continue
        newest = come[-1].reminder
        is_over = now >= newest.useful_until
        if is_over and not _was_there_at(newest.item, newest.planned_at):
            continue
        if not any(rung.is_in(known) for rung in ladder[len(come) - 1 :]):
            (skipped if is_over else due).append(_seen_at(newest, now))
        superseded += [rung.reminder for rung in come[:-1] if not rung.is_in(known)]
    return Plan(_sorted(due), _sorted(superseded), _sorted(skipped))


def preview_reminders(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    since: datetime,
    until: datetime,
) -> tuple[DueReminder, ...]:
    """Return what falls due after `since`, up to and with `until`, by planned time.

    Two windows that meet give together what the whole one gives.
    """
    window = days_that_matter(rules, since, until)
    return _sorted(
        rung.reminder
        for ladder in ladders_of(items, rules, office, window)
        for rung in ladder
        if not rung.is_overtaken and since < rung.comes_at <= until
    )


def days_that_matter(
    rules: Iterable[ReminderRule], since: datetime, until: datetime
) -> tuple[date, date]:
    """Return the first and last day on which an item must lie to be reminded of.

    Agreements count by notice deadline and expiry, which need not lie within
    the item's own days: load all of them.
    """
    days, rolled = [0], 0
    for rule in rules:
        days += [step.days + -(-step.hours // 24) for step in rule.steps]
        if rule.workdays is not WorkdayPolicy.NONE:
            rolled = LONGEST_BREAK
    back = USEFUL_AFTERWARDS.days - min(days) + rolled + MARGIN_DAYS
    ahead = max(days) + rolled + MARGIN_DAYS
    return since.date() - timedelta(days=back), until.date() + timedelta(days=ahead)


def _was_there_at(item: Item, instant: datetime) -> bool:
    """Tell whether the item was published by then: before, nothing was missed."""
    return item.published_at is None or item.published_at <= instant


def _seen_at(reminder: DueReminder, now: datetime) -> DueReminder:
    """Mark it late where it is, and count the days from today."""
    if now - reminder.planned_at <= LATE_AFTER:
        return reminder
    left = reminder.anchor_on - local_day(now, reminder.zone)
    return replace(reminder, late=True, days_left=left.days)


def _sorted(reminders: Iterable[DueReminder]) -> tuple[DueReminder, ...]:
    return tuple(sorted(reminders, key=lambda due: (due.planned_at, due.key)))
