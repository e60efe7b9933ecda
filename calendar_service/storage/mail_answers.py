"""What readers answered to mails, and when these went out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from calendar_service.domain.answer import Answer, Choice, question_of
from calendar_service.domain.item import ItemStatus
from calendar_service.storage.mail_tables import MailAnswerRow
from calendar_service.storage.outbox import MailState, batches
from calendar_service.storage.tables import ItemRow, OutboxRow, RevisionRow

OUT = (MailState.SENT, MailState.FAILED)
"""Who cannot be reached has been asked all the same."""


@dataclass(frozen=True, slots=True)
class AskedMail:
    """A mail about an item, when it went out or was given up.

    `revision` is the item's at the time at which the mail was written.
    """

    key: str
    item_uid: str
    at: datetime
    revision: int


def add_answer(session: Session, answer: Answer) -> bool:
    """Keep an answer; False where it is what this person said last to this mail."""
    if last_choice(session, answer.key, answer.address) is answer.choice:
        return False
    question = question_of(answer.key)
    session.add(
        MailAnswerRow(
            key=answer.key,
            item_uid=question.item_uid,
            mark=question.mark,
            address=answer.address,
            answer=answer.choice,
            at=answer.at,
        )
    )
    session.flush()
    return True


def last_choice(session: Session, key: str, address: str) -> Choice | None:
    """Return what a person said last to the mail of a key; None for nothing."""
    said = session.scalar(
        select(MailAnswerRow.answer)
        .where(MailAnswerRow.key == key, MailAnswerRow.address == address)
        .order_by(MailAnswerRow.id.desc())
        .limit(1)
    )
    return Choice(said) if said else None


def list_answers(session: Session, item_uids: Collection[str]) -> list[Answer]:
    """Return all answers about these items in the order in which they came."""
    rows = [
        row
        for batch in batches(item_uids)
        for row in session.scalars(
            select(MailAnswerRow).where(MailAnswerRow.item_uid.in_(batch))
        )
    ]
    rows.sort(key=lambda row: row.id)
    return [Answer(row.key, row.address, Choice(row.answer), row.at) for row in rows]


def sent_times(session: Session, item_uids: Collection[str]) -> dict[str, datetime]:
    """Return when each mail about these items was sent, or given up, by its key."""
    found = [
        row
        for batch in batches(item_uids)
        for row in session.execute(
            select(OutboxRow.key, OutboxRow.sent_at, OutboxRow.next_try_at).where(
                OutboxRow.item_uid.in_(batch), OutboxRow.state.in_(OUT)
            )
        )
    ]
    return {key: sent_at or tried_at for key, sent_at, tried_at in found}


def mails_to(session: Session, address: str, since: datetime) -> list[AskedMail]:
    """Return the mails to a person about items that are published, in their order."""
    then = (
        select(func.max(RevisionRow.revision))
        .where(
            RevisionRow.item_id == ItemRow.id, RevisionRow.at <= OutboxRow.created_at
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            OutboxRow.key,
            OutboxRow.item_uid,
            OutboxRow.sent_at,
            OutboxRow.next_try_at,
            func.coalesce(then, 0),
        )
        .join(ItemRow, ItemRow.uid == OutboxRow.item_uid)
        .where(
            ItemRow.status == ItemStatus.PUBLISHED,
            func.lower(OutboxRow.address) == address.lower(),
            or_(
                and_(OutboxRow.state == MailState.SENT, OutboxRow.sent_at >= since),
                and_(
                    OutboxRow.state == MailState.FAILED,
                    OutboxRow.next_try_at >= since,
                ),
            ),
        )
        .order_by(OutboxRow.id)
    )
    return [
        AskedMail(key, uid, sent_at or tried_at, revision)
        for key, uid, sent_at, tried_at, revision in rows
    ]
