"""What readers answered to mails, and when these went out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.domain.answer import Answer, Choice, question_of
from calendar_service.storage.mail_tables import MailAnswerRow
from calendar_service.storage.outbox import MailState, batches
from calendar_service.storage.tables import OutboxRow


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
    out = (MailState.SENT, MailState.FAILED)
    found = [
        row
        for batch in batches(item_uids)
        for row in session.execute(
            select(OutboxRow.key, OutboxRow.sent_at, OutboxRow.next_try_at).where(
                OutboxRow.item_uid.in_(batch), OutboxRow.state.in_(out)
            )
        )
    ]
    return {key: sent_at or tried_at for key, sent_at, tried_at in found}
