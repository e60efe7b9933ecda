"""The digests to come, as if the clock were walked through the days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.digest_choice import DigestChoice
from calendar_service.domain.item import Item
from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.digest import Period, digest_times, period_of
from calendar_service.reminders.digest_wording import digest_key
from calendar_service.reminders.forecast import MAILS, Forecast, Walk
from calendar_service.reminders.ladders import DueReminder
from calendar_service.services.addresses import item_page
from calendar_service.services.digest_making import open_desk, readers_of
from calendar_service.services.owing import Ledger, open_ledger
from calendar_service.services.working import office_workdays
from calendar_service.storage.database import Session
from calendar_service.storage.digests import digest_keys, list_digests
from calendar_service.storage.mail_answers import AskedMail


@dataclass(frozen=True, slots=True)
class ComingDigest:
    """One digest, when it goes out, and when it was to."""

    at: datetime
    due_at: datetime
    message: MailMessage


def foretell_digests(
    session: Session,
    settings: Settings,
    walk: Walk,
    steps: Sequence[Forecast],
    before: datetime | None,
) -> Iterator[ComingDigest]:
    """Yield those that say something, nobody answering anything meanwhile.

    `steps` are the reminders to come. `before` takes what happened from then
    on as not happened.
    """
    readers = readers_of(session, list_digests(session))
    if not readers:
        return
    plan = _Plan(session, settings, walk, steps, before)
    known = digest_keys(session, before)
    desk = open_desk(session, settings, plan.page, walk.since, walk.until)
    for choice, reader in readers:
        ledger = plan.ledger(reader)
        for at, period in plan.periods(choice):
            if digest_key(reader.email, period) in known:
                continue
            message, has_news = desk.word(reader, period, ledger, at)
            if has_news:
                yield ComingDigest(at, period.due_at, message)


@dataclass(frozen=True, slots=True)
class _Plan:
    session: Session
    settings: Settings
    walk: Walk
    steps: Sequence[Forecast]
    before: datetime | None

    def periods(self, choice: DigestChoice) -> Iterator[tuple[datetime, Period]]:
        """Yield each digest once, with the first time at which it is made."""
        zone, workdays = self.settings.timezone, office_workdays(self.session)
        seen: set[str] = set()
        times = digest_times(choice, self.walk.since, self.walk.until, zone)
        for at in sorted({self.walk.wakes_at(instant) for instant in times}):
            period = period_of(choice, at, zone, workdays)
            if at <= self.walk.until and period and period.name not in seen:
                seen.add(period.name)
                yield at, period

    def ledger(self, reader: Account) -> Ledger:
        """Return what somebody was asked, and what they will be."""
        address = reader.email.lower()
        ledger = open_ledger(self.session, address, self.walk.since)
        if self.before is not None:
            ledger = ledger.as_of(self.before)
        return ledger.with_coming(
            (AskedMail(due.key, due.item.uid, at, due.item.revision), due.item)
            for at, due in self._questions()
            if due.recipient.address == address
        )

    def page(self, item: Item, language: str) -> str:
        return item_page(self.settings.base_url, item, language)

    def _questions(self) -> Iterator[tuple[datetime, DueReminder]]:
        for step in self.steps:
            if step.outcome in MAILS and step.due.rule.answer_needed:
                yield step.at, step.due
