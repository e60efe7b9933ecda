"""Tell those who were reminded of a date that it is another one now, or off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.answer import Stop
from calendar_service.domain.item import Item
from calendar_service.feeds.ical import render_single
from calendar_service.reminders.change_wording import explain_change, word_change
from calendar_service.reminders.changing import DueChange
from calendar_service.reminders.offers import Ways, may_stop
from calendar_service.reminders.rules import Office
from calendar_service.services.change_planning import plan_told
from calendar_service.services.mail_links import stop_link
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import OutboxMail, add_mail, drop_waiting
from calendar_service.storage.plans import store_told

OUTDATED = "the date changed once more before this was sent"

Link = Callable[[Item, str], str]
"""An item's page, in a language."""


def queue_changes(
    session: Session, settings: Settings, office: Office, link: Link, now: datetime
) -> int:
    """Put a mail about each change into the outbox; return how many are new.

    Only what was written since this was last done is looked at, and what
    waits. In the transaction of whoever calls, with the note of how far it
    came: killed in the middle, it is done again from the same place.
    """
    plan = plan_told(session, office, now)
    if plan.is_empty:
        return 0
    drop_waiting(session, plan.outdated, OUTDATED)
    write = _Writer(settings, office, link)
    for change in plan.new:
        add_mail(session, write.mail(change), now)
    store_told(session, plan.version)
    return len(plan.new)


@dataclass(frozen=True, slots=True)
class _Writer:
    settings: Settings
    office: Office
    link: Link

    def mail(self, change: DueChange) -> OutboxMail:
        due = change.due
        language = due.recipient.language

        def page(item: Item) -> str:
            return self.link(item, language)

        ics = render_single(due.item, [language], page).body
        stop = ""
        if may_stop(due):
            about = Stop(due.recipient.address, due.item.kind)
            stop = stop_link(self.settings, about, language)
        return OutboxMail(
            message=word_change(change, self.office, page, ics, Ways(stop)),
            item_uid=due.item.uid,
            why=explain_change(change, self.office.language),
            planned_at=due.planned_at,
        )
