"""What is asked again, and of whom, where a step needs an answer and has none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendar_service.domain.answer import (
    IN_GOOD_HANDS,
    Answer,
    Choice,
    Question,
    by_time,
    owners,
    question_of,
)
from calendar_service.domain.item import Item, Person
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.span import to_instant
from calendar_service.reminders.ladders import (
    DueReminder,
    ladders_of,
    reminder_key,
)
from calendar_service.reminders.occasions import local_day
from calendar_service.reminders.planning import LATE_AFTER, days_that_matter
from calendar_service.reminders.rules import (
    Office,
    Reason,
    Recipient,
    has_stopped,
    recipient_for,
)

PATIENCE = 2
"""Working days after which the next one is asked."""
SNOOZED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """When each mail was sent or given up, by key, and all answers to any of them.

    Who cannot be reached must not keep the next one from being asked.
    """

    sent: Mapping[str, datetime]
    answers: tuple[Answer, ...] = ()

    def as_of(self, instant: datetime) -> "Asked":
        """Return what had been sent and answered before an instant."""
        return Asked(
            {key: at for key, at in self.sent.items() if at < instant},
            tuple(answer for answer in self.answers if answer.at < instant),
        )


def plan_repeats(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    now: datetime,
    asked: Asked,
) -> tuple[DueReminder, ...]:
    """Return what is due to be asked again, those that were sent already left out.

    Only the newest step of a ladder is asked about: 2 working days after its
    mail once more, 2 later the deputy, 2 later the heads. "In hand" by anybody
    ends that, and so does "seen" by whoever has the item in their care, or is
    a head (by anybody, where nobody has it); others who have seen it are just
    not asked again themselves. Putting it off holds for all in the same way:
    one mail a week later, from which the days are counted anew.
    """
    needing = [rule for rule in rules if rule.answer_needed]
    repeats = {
        repeat.key: _seen_at(repeat, now)
        for question in _open_questions(items, needing, office, now, asked)
        for repeat in question.next_asks()
        if repeat.planned_at <= now < repeat.useful_until
        and repeat.key not in asked.sent
    }
    return tuple(sorted(repeats.values(), key=lambda due: (due.planned_at, due.key)))


def next_repeat(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    now: datetime,
    asked: Asked,
) -> datetime | None:
    """Return when something will have to be asked again if nobody says anything."""
    needing = [rule for rule in rules if rule.answer_needed]
    return min(
        (
            repeat.planned_at
            for question in _open_questions(items, needing, office, now, asked)
            for repeat in question.next_asks()
            if repeat.planned_at > now and repeat.key not in asked.sent
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class _Open:
    """One question as it stands: who was asked first, and who said what since."""

    asked: tuple[DueReminder, ...]
    first_at: datetime
    answers: tuple[Answer, ...]
    sent: Mapping[str, datetime]
    office: Office

    @property
    def item(self) -> Item:
        return self.asked[0].item

    def next_asks(self) -> Iterator[DueReminder]:
        """Yield all that would be asked if nobody said anything more."""
        last = {answer.address: answer.choice for answer in self.answers}
        voices = self._voices()
        has_seen = any(last.get(address) is Choice.SEEN for address in voices)
        if has_seen or IN_GOOD_HANDS & set(last.values()):
            return
        since, cycle = self.first_at, 0
        for address in sorted(last):
            mine = [a for a in self._snoozes() if a.address == address]
            if address not in voices and mine and last[address] is Choice.SNOOZE:
                yield self._put_off(mine)
        shared = [a for a in self._snoozes() if a.address in voices]
        if shared:
            mail = self._put_off(shared)
            if mail.key not in self.sent:
                yield mail
                return
            since, cycle = self.sent[mail.key], len(shared)
        yield from self._rounds(since, cycle, last.keys() - voices)

    def _voices(self) -> set[str]:
        """Return whose "seen" or "later" holds for all who were asked."""
        named = owners(self.item)
        if not named:
            return {answer.address for answer in self.answers}
        return named | {head.email.lower() for head in self.office.heads}

    def _snoozes(self) -> list[Answer]:
        return [a for a in self.answers if a.choice is Choice.SNOOZE]

    def _put_off(self, snoozes: Sequence[Answer]) -> DueReminder:
        """Return the mail that follows a week after the last time it was put off."""
        answer = snoozes[-1]
        day = local_day(answer.at, self.asked[0].zone) + SNOOZED_FOR
        day = self.office.workdays.rolled_forward(day)
        return self._again(
            self._recipient(answer.address), day, answer.at, f"later-{len(snoozes)}"
        )

    def _rounds(
        self, since: datetime, cycle: int, excused: Iterable[str]
    ) -> Iterator[DueReminder]:
        """Yield one more mail to those asked, then the deputy's, then the heads'.

        A round waits for the one before it to be out: after downtime nobody is
        passed over.
        """
        known = {reminder.recipient.address for reminder in self.asked}
        rounds = [
            [r.recipient for r in self.asked if r.recipient.address not in excused],
            self._reached([self.item.deputy], Reason.DEPUTY, known),
            self._reached(self.office.heads, Reason.HEAD, known),
        ]
        zone = self.asked[0].zone
        day = local_day(since, zone)
        names = ("again", "deputy", "head")
        for name, recipients in zip(names, rounds, strict=True):
            if not recipients and name != "again":
                continue
            day = self.office.workdays.add_working_days(day, PATIENCE)
            mails = [self._again(r, day, since, f"{name}-{cycle}") for r in recipients]
            yield from mails
            if any(mail.key not in self.sent for mail in mails):
                return
            day = max([day, *(local_day(self.sent[m.key], zone) for m in mails)])

    def _reached(
        self, people: Iterable[Person | None], reason: Reason, known: set[str]
    ) -> list[Recipient]:
        """Return those who have not been asked, and let themselves be."""
        found = [
            recipient_for(Person(p.name, p.email.strip()), self.office, reason)
            for p in people
            if p and p.email.strip()
        ]
        return [
            recipient
            for recipient in found
            if recipient.address not in known
            and not has_stopped(recipient.address, self.item, self.office)
        ]

    def _recipient(self, address: str) -> Recipient:
        """Return somebody who was asked, as they were asked."""
        known = [reminder.recipient for reminder in self.asked]
        known += self._reached([self.item.deputy], Reason.DEPUTY, set())
        known += self._reached(self.office.heads, Reason.HEAD, set())
        for recipient in known:
            if recipient.address == address:
                return recipient
        return recipient_for(Person(email=address), self.office, Reason.ADDRESS)

    def _again(
        self, recipient: Recipient, day: date, since: datetime, name: str
    ) -> DueReminder:
        first = self.asked[0]
        mine = [r for r in self.asked if r.recipient.address == recipient.address]
        asked = mine[0] if mine else first
        mark = question_of(first.key).mark
        key = reminder_key(self.item, mark, first.rule, first.step, recipient.address)
        wall = datetime.combine(day, asked.rule.send_at)
        return replace(
            asked,
            recipient=recipient,
            planned_at=to_instant(wall, asked.zone),
            send_on=day,
            days_left=(asked.anchor_on - day).days,
            move=None,
            asked_on=local_day(since, asked.zone),
            key=f"{key}/{name}",
        )


def _open_questions(
    items: Iterable[Item],
    rules: Sequence[ReminderRule],
    office: Office,
    now: datetime,
    asked: Asked,
) -> Iterator[_Open]:
    """Yield the questions of the newest steps that have been mailed to anybody."""
    if not rules:
        return
    answers: dict[Question, list[Answer]] = {}
    for answer in sorted(asked.answers, key=by_time):
        answers.setdefault(question_of(answer.key), []).append(answer)
    mails: dict[Question, list[tuple[DueReminder, datetime]]] = {}
    for ladder in ladders_of(items, rules, office, days_that_matter(rules, now, now)):
        come = [rung for rung in ladder if rung.comes_at <= now]
        sent = [asked.sent[k] for k in come[-1].keys if k in asked.sent] if come else []
        if sent:
            reminder = come[-1].reminder
            question = question_of(reminder.key)
            mails.setdefault(question, []).append((reminder, sent[0]))
    for question, found in mails.items():
        yield _Open(
            asked=tuple(reminder for reminder, _ in found),
            first_at=min(at for _, at in found),
            answers=tuple(answers.get(question, ())),
            sent=asked.sent,
            office=office,
        )


def _seen_at(reminder: DueReminder, now: datetime) -> DueReminder:
    """Mark it late where it is, and count the days from today."""
    if now - reminder.planned_at <= LATE_AFTER:
        return reminder
    left = reminder.anchor_on - local_day(now, reminder.zone)
    return replace(reminder, late=True, days_left=left.days)
