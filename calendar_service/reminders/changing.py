"""Who has to be told that a date they were reminded of is another one now, or off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from calendar_service.domain.agreement import is_settled
from calendar_service.domain.item import Item, ItemStatus, Person
from calendar_service.domain.recurrence import Occurrence
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.domain.span import (
    Moment,
    Span,
    TimedSpan,
    first_day,
    start_moment,
    to_instant,
    whole_days,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.occasions import (
    TERM_ANCHORS,
    Occasion,
    anchor_day,
    local_day,
    occasions_of,
    over_at,
)
from calendar_service.reminders.rules import (
    Office,
    Reason,
    has_stopped,
    recipient_for,
)
from calendar_service.reminders.told import (
    CHANGED,
    OFF,
    Standing,
    change_key,
    change_step,
    standings,
)

LOOKED_AHEAD = timedelta(days=400)


class Change(StrEnum):
    """What has become of a date."""

    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """One person is to be told what has become of one date.

    `was` is the date that they know, `due` the one that holds now: the same
    where it is off, or on again. `then` is what comes next where one date of a
    series is off.
    """

    change: Change
    was: DueReminder
    due: DueReminder
    then: Occasion | None = None

    @property
    def key(self) -> str:
        return self.due.key


def plan_changes(
    items: Iterable[Item],
    office: Office,
    now: datetime,
    told: Mapping[str, Sequence[str]],
) -> tuple[DueChange, ...]:
    """Return what is to be told, by key.

    `told` holds, by uid, the keys of the mails about an item that went out, in
    their order. Nothing is told of a date that is past, or has become one that
    is; nor of a draft, which may come back as it was. A person who knows of a
    change is not told of it again, however often this is asked.
    """
    found: dict[str, DueChange] = {}
    for item in items:
        if item.status is ItemStatus.DRAFT:
            continue
        for (strand, address), standing in standings(told.get(item.uid, ())).items():
            if has_stopped(address, item, office):
                continue
            case = _Case(item, strand, address, standing, office, now)
            found |= {change.key: change for change in case.changes()}
    return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True, slots=True)
class _Case:
    """One person and one strand of dates of one item."""

    item: Item
    strand: Anchor
    address: str
    standing: Standing
    office: Office
    now: datetime

    def changes(self) -> Iterator[DueChange]:
        if self._is_settled():
            return
        for mark in sorted(self.standing.told):
            was = _read_mark(mark)
            if was is None or self._is_over(was) or self._is_live(mark, was):
                continue
            yield from self._change(mark, was)
        for mark in sorted(self.standing.off):
            was = _read_mark(mark)
            if was is not None and not self._is_over(was) and self._is_live(mark, was):
                yield self._made(Change.RESTORED, mark, was, mark)

    def _is_settled(self) -> bool:
        """Tell whether somebody has decided on the term: who asks, knows."""
        terms = self.item.agreement
        return self.strand in TERM_ANCHORS and terms is not None and is_settled(terms)

    def _is_live(self, mark: str, was: Occasion) -> bool:
        return any(each.mark == mark for each in self._near(was))

    def _near(self, was: Occasion) -> list[Occasion]:
        if self.item.status is not ItemStatus.PUBLISHED:
            return []
        day = first_day(was.occurrence.span)
        return list(occasions_of(self.item, self.strand, day, day))

    def _change(self, mark: str, was: Occasion) -> Iterator[DueChange]:
        new = self._successor(was)
        if new is None:
            then = self._next_of_series()
            yield self._made(Change.CANCELLED, mark, was, OFF, then=then)
        elif not self._is_over(new):
            later = _order(new) > _order(was)
            change = Change.POSTPONED if later else Change.MOVED
            yield self._made(change, mark, was, new.mark, new)

    def _successor(self, was: Occasion) -> Occasion | None:
        """Return what took the place of a date; None where nothing did."""
        if self.item.status is not ItemStatus.PUBLISHED:
            return None
        recurrence = self.item.recurrence
        if self.strand in TERM_ANCHORS:
            every = occasions_of(self.item, self.strand, date.min, date.max)
            return next(filter(None, (_read_mark(each.mark) for each in every)), None)
        if recurrence.rule or recurrence.rdates:
            return self._overridden(start_moment(was.occurrence.span))
        every = occasions_of(self.item, self.strand, date.min, date.max)
        return next(iter(every), None)

    def _overridden(self, original: Moment) -> Occasion | None:
        """Return where one date of a series was moved to; one that is off is not."""
        for override in self.item.recurrence.overrides:
            if override.original == original and override.span:
                day = first_day(override.span)
                for each in occasions_of(self.item, self.strand, day, day):
                    if each.occurrence.original == original:
                        return each
        return None

    def _next_of_series(self) -> Occasion | None:
        if self.item.status is not ItemStatus.PUBLISHED:
            return None
        today = local_day(self.now, self.office.zone)
        ahead = occasions_of(self.item, self.strand, today, today + LOOKED_AHEAD)
        coming = (each for each in ahead if not self._is_over(each))
        return next(islice(coming, 1), None)

    def _is_over(self, occasion: Occasion) -> bool:
        return self.now >= over_at(
            _without_terms(self.item, self.strand),
            occasion,
            Anchor.START,
            self.office.zone,
        )

    def _made(
        self,
        change: Change,
        mark: str,
        was: Occasion,
        now: str,
        new: Occasion | None = None,
        *,
        then: Occasion | None = None,
    ) -> DueChange:
        step = change_step(self.standing, mark, now)
        key = change_key(self.item.uid, mark, self.strand, step, self.address)
        return DueChange(
            change=change,
            was=self._reminder(was, Anchor.START, key),
            due=self._reminder(new or was, self.strand if new else Anchor.START, key),
            then=then,
        )

    def _reminder(self, occasion: Occasion, anchor: Anchor, key: str) -> DueReminder:
        """Return the date in the form in which mails speak of one.

        Only the date that holds now is that of the agreement's terms.
        """
        zone = self.office.zone
        day = anchor_day(
            _without_terms(self.item, self.strand), occasion, Anchor.START, zone
        )
        today = local_day(self.now, zone)
        step = Step(0, anchor)
        return DueReminder(
            item=self.item,
            occurrence=occasion.occurrence,
            days=occasion.days,
            rule=ReminderRule(id=CHANGED, kind=self.item.kind, steps=(step,)),
            step=step,
            recipient=recipient_for(
                Person(email=self.address), self.office, Reason.REMINDED
            ),
            zone=zone,
            anchor_on=day,
            planned_at=self.now,
            useful_until=self.now,
            days_left=(day - today).days,
            key=key,
            send_on=today,
        )


def _read_mark(mark: str) -> Occasion | None:
    """Return the date that a mark names; None where it cannot be read."""
    day, _, zone = mark.removesuffix("]").partition("[")
    try:
        span: Span = (
            TimedSpan(datetime.fromisoformat(day), None, zone)
            if zone
            else whole_days(date.fromisoformat(day))
        )
    except ValueError:
        return None
    return Occasion(Occurrence(start_moment(span), span), mark)


def _order(occasion: Occasion) -> datetime:
    """Return something to tell later from earlier by; hours of a day in its zone."""
    start = start_moment(occasion.occurrence.span)
    if isinstance(start, datetime):
        span = occasion.occurrence.span
        zone = span.zone if isinstance(span, TimedSpan) else "UTC"
        return to_instant(start, zone)
    return to_instant(datetime.combine(start, time()), "UTC")


def _without_terms(item: Item, strand: Anchor) -> Item:
    """Return the item as its days alone have it: a term's date is a day like others."""
    return replace(item, agreement=None) if strand in TERM_ANCHORS else item
