"""Items and rules to ladders: all steps to one anchor, for one person, by time."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import attrgetter

from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.mail_key import join_key
from calendar_service.domain.recurrence import Occurrence
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.domain.span import is_zone, start_instant, to_instant
from calendar_service.reminders.occasions import (
    TERM_ANCHORS,
    Occasion,
    anchor_day,
    local_day,
    occasions_of,
    over_at,
)
from calendar_service.reminders.rules import Office, Recipient, recipients_of
from calendar_service.reminders.send_days import Move, move_of, send_day
from calendar_service.reminders.stand_ins import with_stand_ins

USEFUL_AFTERWARDS = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """One step for one person; not yet a mail.

    `anchor_on` is the day counted from, in `zone`; `planned_at` a UTC instant,
    as is `useful_until`, from which on the mail helps nobody. `days_left` goes
    from the planned day to the anchor, or from today where it is late, and is
    negative afterwards. `days` are the separate days of one occasion. `key` is
    the outbox's. `send_on` is the planned day in `zone`, and `move` tells of
    the day off for which it is another than the step counts to. `asked_on` is
    the day of the first mail where it is asked again (reminders/answers.py).
    """

    item: Item
    occurrence: Occurrence
    days: tuple[date, ...]
    rule: ReminderRule
    step: Step
    recipient: Recipient
    zone: str
    anchor_on: date
    planned_at: datetime
    useful_until: datetime
    days_left: int
    key: str
    send_on: date
    move: Move | None = None
    late: bool = False
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, with its keys under all rules that ask for it.

    `comes_at` is when it has had its time: as planned, or, where the step
    after it comes on the same day or before and speaks for both, with that.
    """

    reminder: DueReminder
    keys: tuple[str, ...]
    comes_at: datetime
    is_overtaken: bool = False

    def is_in(self, known: Container[str]) -> bool:
        return any(key in known for key in self.keys)


def ladders_of(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    window: tuple[date, date],
) -> Iterator[list[Rung]]:
    """Yield the ladders of published items inside the window, rungs in order.

    That is by lead time, and so by the time at which they come.

    Rules that ask for the same step of the same occasion share a rung: one
    mail per person and occasion, however many lists they stand on.
    """
    enabled = sorted((rule for rule in rules if rule.enabled), key=attrgetter("id"))
    for item in items:
        chosen = [rule for rule in enabled if rule.chooses(item)]
        if item.status is not ItemStatus.PUBLISHED or not chosen:
            continue
        found: dict[tuple[str, Anchor, str], dict[int, list[DueReminder]]] = {}
        for mark, reminder in _steps(item, chosen, office, window):
            name = (mark, reminder.step.anchor, reminder.recipient.address)
            rungs = found.setdefault(name, {})
            rungs.setdefault(reminder.step.lead, []).append(reminder)
        for (mark, anchor, _), rungs in found.items():
            if (item.uid, mark, anchor) not in office.settled:
                yield _in_order(map(_rung, rungs.values()))


def reminder_key(
    item: Item, mark: str, rule: ReminderRule, step: Step, address: str
) -> str:
    """Return the name of one mail on one occasion; two of a key are the same mail."""
    return join_key((item.uid, mark, rule.id, step.anchor, step.name, address.lower()))


def _steps(
    item: Item,
    rules: Iterable[ReminderRule],
    office: Office,
    window: tuple[date, date],
) -> Iterator[tuple[str, DueReminder]]:
    """Yield every step of every rule for every person, sendable ones only."""
    find = _finder(item, window)
    for rule in rules:
        recipients = recipients_of(item, rule, office)
        if not recipients:
            continue
        for step in rule.steps:
            for occasion in find(step.anchor):
                moment = _moment(item, occasion, rule, step, office)
                if moment.planned_at < moment.useful_until:
                    there = with_stand_ins(recipients, item, office, moment.send_on)
                    for recipient in there:
                        yield occasion.mark, moment.reminder_for(recipient)


def _finder(
    item: Item, window: tuple[date, date]
) -> Callable[[Anchor], list[Occasion]]:
    """Expand an item once for all steps that count from its own days."""
    found: dict[Anchor, list[Occasion]] = {}

    def find(anchor: Anchor) -> list[Occasion]:
        shared = anchor if anchor in TERM_ANCHORS else Anchor.START
        if shared not in found:
            found[shared] = list(occasions_of(item, shared, *window))
        return found[shared]

    return find


@dataclass(frozen=True, slots=True)
class _Moment:
    """When one step of one occasion falls, whoever it is for."""

    item: Item
    occasion: Occasion
    rule: ReminderRule
    step: Step
    zone: str
    anchor_on: date
    planned_at: datetime
    useful_until: datetime
    send_on: date
    move: Move | None

    def reminder_for(self, recipient: Recipient) -> DueReminder:
        return DueReminder(
            item=self.item,
            occurrence=self.occasion.occurrence,
            days=self.occasion.days,
            rule=self.rule,
            step=self.step,
            recipient=recipient,
            zone=self.zone,
            anchor_on=self.anchor_on,
            planned_at=self.planned_at,
            useful_until=self.useful_until,
            days_left=(self.anchor_on - self.send_on).days,
            send_on=self.send_on,
            move=self.move,
            key=reminder_key(
                self.item, self.occasion.mark, self.rule, self.step, recipient.address
            ),
        )


def _moment(
    item: Item, occasion: Occasion, rule: ReminderRule, step: Step, office: Office
) -> _Moment:
    """Count the step back from its anchor: local time of day in the rule's zone.

    The day it counts to is rolled to a working day, the time of day stays.
    Hours are counted from the start and are not rolled: who asks for three of
    them means those. A time of day that clocks skip or repeat is one instant
    (RFC 5545 3.3.5).
    """
    zone = rule.zone if is_zone(rule.zone) else office.zone
    anchor_on = anchor_day(item, occasion, step.anchor, zone)
    counted_on = anchor_on - timedelta(days=step.days)
    if step.hours:
        planned_at = _hours_before(occasion, step, office.zone)
        counted_on = send_on = local_day(planned_at, zone)
    else:
        send_on = send_day(counted_on, anchor_on, rule.workdays, office.workdays)
        planned_at = to_instant(datetime.combine(send_on, rule.send_at), zone)
    until = planned_at + USEFUL_AFTERWARDS
    if step.lead >= 0:
        until = over_at(item, occasion, step.anchor, office.zone)
    return _Moment(
        item=item,
        occasion=occasion,
        rule=rule,
        step=step,
        zone=zone,
        anchor_on=anchor_on,
        planned_at=planned_at,
        useful_until=until,
        send_on=send_on,
        move=move_of(counted_on, send_on, office.workdays),
    )


def _hours_before(occasion: Occasion, step: Step, zone: str) -> datetime:
    """Count hours as they pass; whole days begin at midnight in the office's zone."""
    start = start_instant(occasion.occurrence.span, zone)
    return start - timedelta(hours=step.lead)


def _rung(same_step: Sequence[DueReminder]) -> Rung:
    """Make one of several rules' same step: the earliest, then the first rule's."""
    first = min(same_step, key=lambda reminder: reminder.planned_at)
    keys = tuple(reminder.key for reminder in same_step)
    return Rung(first, keys, first.planned_at)


def _in_order(rungs: Iterable[Rung]) -> list[Rung]:
    """Sort by lead time; of several that come to lie on one day the last speaks."""
    ordered: list[Rung] = []
    speaker: Rung | None = None
    for rung in _nearest_first(rungs):
        if speaker is None or _comes_before(rung, speaker):
            speaker = rung
            ordered.append(rung)
        else:
            late = replace(rung, comes_at=speaker.comes_at, is_overtaken=True)
            ordered.append(late)
    return ordered[::-1]


def _nearest_first(rungs: Iterable[Rung]) -> list[Rung]:
    """Sort by lead time, wherever days were rolled to; by the clock, with hours.

    Nine o'clock on the day itself may come before three hours before.
    """
    ordered = sorted(rungs, key=lambda rung: rung.reminder.step.lead)
    if any(rung.reminder.step.hours for rung in ordered):
        ordered.sort(key=lambda rung: rung.comes_at, reverse=True)
    return ordered


def _comes_before(rung: Rung, other: Rung) -> bool:
    # What was asked for by the hour may come twice on one day.
    by_hour = bool(rung.reminder.step.hours or other.reminder.step.hours)
    is_earlier_day = rung.reminder.send_on < other.reminder.send_on
    return (is_earlier_day or by_hour) and rung.comes_at < other.comes_at
