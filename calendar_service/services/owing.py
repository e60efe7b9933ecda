"""What somebody was asked by mail, and has not answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from calendar_service.domain.answer import (
    IN_GOOD_HANDS,
    Answer,
    Choice,
    Ladder,
    owners,
    question_of,
    rule_of,
    settled_ladders,
)
from calendar_service.domain.item import Item, days_covered
from calendar_service.services.answering import Standing, standing_of
from calendar_service.services.mail_links import Asking
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
    """Return the answers that a person owes, those asked for first at the top.

    Of each ladder only the newest step counts. Nothing is owed any more once
    it is in good hands, seen by whoever cares for the item, or no question:
    moved, cancelled, settled, long over. As many queries for one as for many.
    """
    person = address.strip().lower()
    needing = {rule.id for rule in list_rules(session) if rule.answer_needed}
    newest = _newest(mails_to(session, person, now - ASKED_WITHIN), needing)
    uids = {mail.item_uid for mail in newest.values()}
    answers = list_answers(session, uids)
    settled = settled_ladders(answers)
    items = find_items(session, uids)
    open_mails = [
        mail
        for ladder, mail in newest.items()
        if ladder not in settled
        and not _is_answered(mail, items[mail.item_uid], person, answers)
        and _is_near(items[mail.item_uid], now)
    ][:MOST]
    then = find_revisions(session, {(m.item_uid, m.revision) for m in open_mails})
    owed = []
    for mail in open_mails:
        item = items[mail.item_uid]
        was = then.get((mail.item_uid, mail.revision), item)
        if standing_of(item, was) is Standing.OPEN:
            asking = Asking(mail.key, person, mail.revision)
            owed.append(Owed(item, mail.at, asking))
    return owed


def _newest(mails: Sequence[AskedMail], needing: set[str]) -> dict[Ladder, AskedMail]:
    return {
        question_of(mail.key).ladder: mail for mail in mails if _asks(mail, needing)
    }


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
