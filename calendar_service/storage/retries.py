"""Mails that failed, and those that are tried once more."""

from datetime import datetime

from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from calendar_service.storage.outbox import MailState
from calendar_service.storage.storable import MOST_INTEGER
from calendar_service.storage.tables import OutboxRow


def retry_mail(session: Session, mail_id: int, now: datetime) -> bool:
    """Let one failed mail be tried again at once; False when it has not failed.

    What its server said stays until the mail is out.
    """
    if not 0 < mail_id <= MOST_INTEGER:
        return False
    put = _put_back(now).where(OutboxRow.id == mail_id)
    return session.scalars(put.returning(OutboxRow.id)).first() is not None


def retry_failed(session: Session, now: datetime) -> int:
    """Let all failed mails be tried again at once. Return how many."""
    return len(session.scalars(_put_back(now).returning(OutboxRow.id)).all())


def count_failed(session: Session) -> int:
    """Return how many mails have failed and wait for a person."""
    counted = select(func.count()).where(OutboxRow.state == MailState.FAILED)
    return session.scalar(counted) or 0


def count_doubt(session: Session, mail_id: int) -> int:
    """Note that a server may have this mail or not; return how often by now."""
    doubts = session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id == mail_id)
        .values(doubts=OutboxRow.doubts + 1)
        .returning(OutboxRow.doubts)
    )
    return doubts.one()


def _put_back(now: datetime) -> Update:
    return (
        update(OutboxRow)
        .where(OutboxRow.state == MailState.FAILED)
        .values(state=MailState.WAITING, next_try_at=now, attempts=0, doubts=0)
    )
