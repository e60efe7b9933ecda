"""Find out what is due, and put it into the outbox."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.answer import Stop, settled_ladders
from calendar_service.domain.item import Item
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.rule import ReminderRule
from calendar_service.feeds.ical import render_single
from calendar_service.reminders.answers import (
    Asked,
    next_repeat,
    plan_repeats,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.offers import Ways, may_stop
from calendar_service.reminders.planning import (
    Plan,
    plan_reminders,
    preview_reminders,
)
from calendar_service.reminders.rules import Office, default_rules
from calendar_service.reminders.wording import explain, subject_of, word_reminder
from calendar_service.services.change_planning import is_change
from calendar_service.services.change_telling import queue_changes
from calendar_service.services.idling import (
    fingerprint,
    is_idle,
)
from calendar_service.services.mail_links import Asking, answer_link, stop_link
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_of,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    add_mail,
    drop_waiting,
    known_keys,
    list_waiting,
    reword_waiting,
)
from calendar_service.storage.plans import LOOK_AHEAD, store_look
from calendar_service.storage.rules import add_missing_rules, list_rules

MOVED = "no longer due: the item was moved, cancelled or is reminded of otherwise"
OVER = "not sent in time: it is over"
OVERTAKEN = "a later step came due first"

Link = Callable[[Item, str], str]
"""An item's page, in a language."""


@dataclass(frozen=True, slots=True)
class Queued:
    """What one planning did, in numbers of mails.

    `told` are those about dates that changed, all others are reminders.
    """

    due: int = 0
    superseded: int = 0
    skipped: int = 0
    dropped: int = 0
    told: int = 0


def queue_due_reminders(
    session: Session, settings: Settings, link: Link, now: datetime
) -> Queued:
    """Put every mail that is due into the outbox, each once; plan as of `now`.

    What waits there is planned once more: it is taken back where its item
    moved, was cancelled or a later step came due, and reworded where it is
    late by now. As long as nothing changed that planning depends on, and
    nothing waits or falls due, a few indexed look-ups are all that is done.
    """
    rules, office = list_rules(session), office_of(session, settings)
    print_of_all = fingerprint(session, settings, rules, office)
    if is_idle(session, print_of_all, now):
        return Queued()
    until = now + LOOK_AHEAD
    items = load_candidates(session, rules, now, until)
    asked = load_asked(session, items, rules)
    planning = _Planning(
        items,
        rules,
        replace(office, settled=settled_ladders(asked.answers)),
        asked,
        now,
    )
    queued = _queue(session, settings, planning, link)
    look_at = min([until, *planning.coming(until)])
    # As all was before: what is written meanwhile is looked at the next time, and
    # so is what was done just now, which may be undone before that.
    looked = print_of_all if queued == Queued() else ""
    store_look(session, looked, now, look_at)
    return queued


@dataclass(frozen=True, slots=True)
class _Planning:
    """What one planning is made from."""

    items: Sequence[Item]
    rules: Sequence[ReminderRule]
    office: Office
    asked: Asked
    now: datetime

    def plan(self, known: Container[str]) -> Plan:
        """Return what is to be done now; what is asked again counts as due."""
        plan = plan_reminders(self.items, self.rules, self.office, self.now, known)
        repeats = plan_repeats(
            self.items, self.rules, self.office, self.now, self.asked
        )
        return replace(plan, due=(*plan.due, *repeats))

    def coming(self, until: datetime) -> Iterator[datetime]:
        """Yield the instants after now at which something may fall due."""
        ahead = preview_reminders(self.items, self.rules, self.office, self.now, until)
        yield from (due.planned_at for due in ahead)
        again = next_repeat(self.items, self.rules, self.office, self.now, self.asked)
        if again:
            yield again


def _queue(
    session: Session, settings: Settings, planning: _Planning, link: Link
) -> Queued:
    now, office = planning.now, planning.office
    waiting = {
        mail.message.key: mail
        for mail in list_waiting(session)
        if mail.item_uid and not is_change(mail.message.key)
    }
    uids = [item.uid for item in planning.items]
    plan = planning.plan(known_keys(session, uids) - waiting.keys())
    word = _Writer(settings, office, link, now)
    dropped = _drop_outdated(session, set(waiting), plan)
    for due in plan.due:
        if due.key not in waiting:
            add_mail(session, word.mail(due), now)
        elif due.late and subject_of(due) != waiting[due.key].message.subject:
            reword_waiting(session, word.mail(due))
    superseded = [_record(step, MailState.SUPERSEDED) for step in plan.superseded]
    skipped = [_record(step, MailState.DROPPED) for step in plan.skipped]
    return Queued(
        due=sum(due.key not in waiting for due in plan.due),
        superseded=sum(add_mail(session, mail, now) for mail in superseded),
        skipped=sum(add_mail(session, mail, now) for mail in skipped),
        dropped=dropped,
        told=queue_changes(session, settings, office, link, now),
    )


def ensure_default_rules(session: Session) -> int:
    """Add the rules that are there from the start, where they are missing."""
    return add_missing_rules(session, default_rules())


def _drop_outdated(session: Session, waiting: set[str], plan: Plan) -> int:
    """Take back what waits and is not due as things are now."""
    gone = waiting - {due.key for due in plan.due}
    over = gone & {step.key for step in plan.skipped}
    overtaken = gone & {step.key for step in plan.superseded}
    return (
        drop_waiting(session, over, OVER)
        + drop_waiting(session, overtaken, OVERTAKEN)
        + drop_waiting(session, gone - over - overtaken, MOVED)
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the mails of one planning."""

    settings: Settings
    office: Office
    link: Link
    now: datetime

    def mail(self, due: DueReminder) -> OutboxMail:
        language = due.recipient.language

        def page(item: Item) -> str:
            return self.link(item, language)

        ics = None
        if due.rule.with_attachment:
            ics = render_single(due.item, [language], page).body
        return OutboxMail(
            message=word_reminder(due, self.office, page, ics, self._ways(due)),
            item_uid=due.item.uid,
            why=explain(due, self.office.language),
            planned_at=due.planned_at,
        )

    def _ways(self, due: DueReminder) -> Ways:
        """Make the links that act for the reader of this one mail."""
        address, language = due.recipient.address, due.recipient.language
        stop = answer = ""
        if may_stop(due):
            stop = stop_link(self.settings, Stop(address, due.item.kind), language)
        if due.rule.answer_needed:
            asking = Asking(due.key, address, due.item.revision)
            answer = answer_link(self.settings, asking, language, self.now)
        return Ways(stop, answer)


def _record(reminder: DueReminder, state: MailState) -> OutboxMail:
    """Remember that a step has had its time, so that it never comes up again."""
    said = {MailState.SUPERSEDED: OVERTAKEN}
    return OutboxMail(
        message=MailMessage(
            key=reminder.key,
            to=reminder.recipient.person.email,
            subject="",
            text="",
            html="",
        ),
        item_uid=reminder.item.uid,
        why=said.get(state, OVER),
        planned_at=reminder.planned_at,
        state=state,
    )
