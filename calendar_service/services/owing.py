"""What somebody was asked by mail, and has not answered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendar_service.domain.answer import (
    IN_GOOD_HANDS,
    Answer,
    Choice,
    owners,
    question_of,
    rule_of,
    settled_ladders,
)
from calendar_service.domain.item import Item, days_covered
from calendar_service.services.answering import Standing, standing_of
from calendar_service.services.mail_links import Asking
from calendar_service.storage.agreements import as_they_stand
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_items, find_revisions
from calendar_service.storage.mail_answers import AskedMail, list_answers, mails_to
from calendar_service.storage.rules import list_rules

ASKED_WITHIN = timedelta(days=200)
"""Beyond the longest pause between two steps of an agreement."""
OVER_FOR = timedelta(days=30)
"""So long after an event somebody may still say what became of it."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Owed:
    """One answer that is owed: about what, since when, and what a link names."""

    item: Item
    asked_at: datetime
    asking: Asking


def list_owed(session: Session, address: str, now: datetime) -> list[Owed]:
    """Return the answers that a person owes, as Ledger.owed does."""
    return open_ledger(session, address, now).owed(now)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one person was asked, in order, and all that was answered to it."""

    person: str
    mails: tuple[AskedMail, ...]
    answers: tuple[Answer, ...]
    items: Mapping[str, Item]
    then: Mapping[tuple[str, int], Item]
    """The items as they were when they were asked about."""

    def owed(self, now: datetime) -> list[Owed]:
        """Return the answers that are owed, those asked for first at the top.

        Of each ladder only the newest step counts. Nothing is owed any more
        once it is in good hands, seen by whoever cares for the item, or no
        question: moved, cancelled, settled, long over.
        """
        answers = [answer for answer in self.answers if answer.at <= now]
        newest = {
            question_of(mail.key).ladder: mail
            for mail in self.mails
            if now - ASKED_WITHIN <= mail.at <= now
        }
        settled = settled_ladders(answers)
        open_mails = [
            mail
            for ladder, mail in newest.items()
            if ladder not in settled and self._is_open(mail, answers, now)
        ]
        return [
            Owed(
                self.items[mail.item_uid],
                mail.at,
                Asking(mail.key, self.person, mail.revision),
            )
            for mail in open_mails[:MOST]
        ]

    def as_of(self, instant: datetime) -> "Ledger":
        """Return what had been asked and answered before an instant."""
        return replace(
            self,
            mails=tuple(mail for mail in self.mails if mail.at < instant),
            answers=tuple(answer for answer in self.answers if answer.at < instant),
        )

    def with_coming(self, mails: Iterable[tuple[AskedMail, Item]]) -> "Ledger":
        """Return what it will be when these were sent too, about items as they are."""
        coming = list(mails)
        return replace(
            self,
            mails=(*self.mails, *(mail for mail, _ in coming)),
            items={item.uid: item for _, item in coming} | dict(self.items),
        )

    def _is_open(
        self, mail: AskedMail, answers: Sequence[Answer], now: datetime
    ) -> bool:
        item = self.items[mail.item_uid]
        was = self.then.get((mail.item_uid, mail.revision), item)
        return (
            not _is_answered(mail, item, self.person, answers)
            and _is_near(item, now)
            and standing_of(item, was) is Standing.OPEN
        )


def open_ledger(session: Session, address: str, now: datetime) -> Ledger:
    """Load what a person was asked of late. As many queries for one as for many."""
    person = address.strip().lower()
    needing = {rule.id for rule in list_rules(session) if rule.answer_needed}
    asked = mails_to(session, person, now - ASKED_WITHIN)
    mails = tuple(mail for mail in asked if _asks(mail, needing))
    uids = {mail.item_uid for mail in mails}
    known = list(find_items(session, uids).values())
    return Ledger(
        person=person,
        mails=mails,
        answers=tuple(list_answers(session, uids)),
        items={item.uid: item for item in as_they_stand(session, known)},
        then=find_revisions(
            session, {(mail.item_uid, mail.revision) for mail in mails}
        ),
    )


def _asks(mail: AskedMail, needing: set[str]) -> bool:
    try:
        return rule_of(mail.key) in needing and bool(question_of(mail.key))
    except ValueError:
        return False


def _is_answered(
    mail: AskedMail, item: Item, person: str, answers: Sequence[Answer]
) -> bool:
    """Tell whether somebody has taken the step on, or this person has spoken."""
    carers = owners(item)
    for answer in _to(mail, answers):
        if answer.choice in IN_GOOD_HANDS:
            return True
        if answer.choice is Choice.SEEN and answer.address in carers:
            return True
        if answer.address == person and answer.at >= mail.at:
            return True
    return False


def _to(mail: AskedMail, answers: Sequence[Answer]) -> Iterator[Answer]:
    question = question_of(mail.key)
    return (a for a in answers if question_of(a.key) == question)


def _is_near(item: Item, now: datetime) -> bool:
    _, last = days_covered(item)
    if item.agreement is not None or last is None:
        return True
    return last >= now.date() - OVER_FOR
