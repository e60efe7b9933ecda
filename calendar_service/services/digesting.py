"""Find out who is due a digest, and put it into the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.answer import (
    Stop,
    Topic,
)
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.terms import reopened
from calendar_service.reminders.digest import Period, make_digest, period_of
from calendar_service.reminders.digest_wording import digest_key, word_digest
from calendar_service.services.mail_links import stop_link
from calendar_service.services.owing import list_owed
from calendar_service.services.working import office_workdays
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Session
from calendar_service.storage.digests import list_digests
from calendar_service.storage.items import list_items
from calendar_service.storage.mail_stops import list_stops
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    add_mail,
    has_mail,
)

WHY = "a digest was asked for"
NOTHING = "there was nothing to say"
SPOKEN = ("en", "ka")
LOOKED_AHEAD = timedelta(days=8)

Link = Callable[[Item, str], str]


def queue_digests(
    session: Session, settings: Settings, link: Link, now: datetime
) -> int:
    """Put each digest that is due into the outbox, once; return how many.

    What is empty is noted and not sent. Only who may see what staff see gets
    one; what was missed comes late, until the next one.
    """
    choices = list_digests(session)
    if not choices:
        return 0
    workdays, stops = office_workdays(session), list_stops(session)
    desk = _Desk(session, settings, link, now)
    queued = 0
    for choice in choices:
        period = period_of(choice, now, settings.timezone, workdays)
        reader = find_account(session, choice.address)
        if period is None or reader is None or not may(reader, Action.SEE_STAFF_ITEMS):
            continue
        is_stopped = Stop(choice.address, Topic.DIGEST) in stops
        if is_stopped or has_mail(session, digest_key(choice.address, period)):
            continue
        queued += desk.queue(reader, period)
    return queued


@dataclass
class _Desk:
    """Makes the digests of one round; what all of them need is loaded once."""

    session: Session
    settings: Settings
    link: Link
    now: datetime

    def queue(self, reader: Account, period: Period) -> bool:
        language = reader.language if reader.language in SPOKEN else "en"

        def page(item: Item) -> str:
            return self.link(item, language)

        owed = list_owed(self.session, reader.email, self.now)
        # Two steps may ask about one item: it is named once.
        waiting = {each.item.uid: each.item for each in owed}.values()
        digest = make_digest(
            self._items, waiting, period, self.settings.timezone, (language, page)
        )
        stop = Stop(reader.email.lower(), Topic.DIGEST)
        message = word_digest(
            digest,
            period,
            (reader.email, language),
            self.settings.office_name,
            stop_link(self.settings, stop, language),
        )
        if digest.is_empty():
            self._note_nothing(message)
            return False
        mail = OutboxMail(message=message, item_uid="", why=WHY, planned_at=self.now)
        return add_mail(self.session, mail, self.now)

    def _note_nothing(self, message: MailMessage) -> None:
        noted = OutboxMail(
            message=message,
            item_uid="",
            why=NOTHING,
            planned_at=self.now,
            state=MailState.SUPERSEDED,
        )
        add_mail(self.session, noted, self.now)

    @cached_property
    def _items(self) -> list[Item]:
        """Load what is near, and all agreements."""
        today: date = self.now.date()
        terms = frozenset({ItemKind.AGREEMENT})
        near = Selection(
            audience=Audience.STAFF,
            without_kinds=terms,
            first=today - timedelta(days=1),
            last=today + LOOKED_AHEAD,
        )
        ends = Selection(audience=Audience.STAFF, kinds=terms)
        agreements = reopened(list_items(self.session, ends))
        return [*list_items(self.session, near), *agreements]
