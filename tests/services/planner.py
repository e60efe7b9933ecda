"""An office with its default rules, and what planning makes of its items."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.answer import KEY_PARTS
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, details_of
from calendar_service.services.editing import (
    add_item,
    save_item,
)
from calendar_service.services.reminding import (
    Queued,
    ensure_default_rules,
    queue_due_reminders,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    claim_next,
    list_mails,
    mark_sent,
)
from tests.builders import make_draft, timed

ENTERED = datetime(2026, 3, 1, tzinfo=UTC)
MEETING_AT = timed("2026-05-14T10:00", "2026-05-14T11:30")
DUE_AT = datetime(2026, 5, 7, 5, tzinfo=UTC)
"""A week before, nine o'clock in Tbilisi."""
A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


class Planner:
    """What the tests ask of an office that has its default rules."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session = session
        self.settings = settings
        ensure_default_rules(session)

    def add(self, **changes: object) -> Item:
        draft = make_draft(**({"span": MEETING_AT} | changes))
        return add_item(self.session, OPERATOR, draft, ENTERED, "example.org")

    def change(self, item: Item, now: datetime, **changes: object) -> Item:
        details = details_of(item)
        names = details.__dataclass_fields__
        fields = {name: getattr(details, name) for name in names}
        draft = Draft(**(fields | {"uid": item.uid} | changes))
        return save_item(self.session, OPERATOR, draft, now)

    def queue(self, now: datetime) -> Queued:
        return queue_due_reminders(self.session, self.settings, page, now)

    def mails(self, *states: MailState) -> list[OutboxMail]:
        return list(reversed(list_mails(self.session, states)))

    def send(self, now: datetime) -> list[str]:
        """Send all that waits; return the subjects."""
        sent = []
        while mail := claim_next(self.session, "w", now):
            mark_sent(self.session, mail.id, "w", now)
            sent.append(mail.message.subject)
        return sent

    def whole_course(self, since: datetime, until: datetime) -> Iterator[OutboxMail]:
        """Plan and send once a day, at the minute at which mails fall due."""
        now = datetime.combine(since.date(), DUE_AT.time(), UTC)
        while now < until:
            self.queue(now)
            self.send(now)
            now += A_DAY
        yield from self.mails(MailState.SENT)


def is_first(mail: OutboxMail) -> bool:
    """Tell whether a mail is not one that asks again."""
    return mail.message.key.count("/") < KEY_PARTS


def page(item: Item, language: str) -> str:
    return f"http://calendar.example.org/items/{item.slug}?lang={language}"
