"""Claims on mails: those of processes that are gone, and how many came to an end."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from calendar_service.storage.outbox import MailState
from calendar_service.storage.tables import OutboxRow

LEASE = timedelta(minutes=5)


def release_stale(session: Session, now: datetime) -> int:
    """Free claims older than the lease: their process is gone. Return how many.

    At least once: a lost notice is worse than a double one.
    """
    freed = session.scalars(
        update(OutboxRow)
        .where(
            OutboxRow.state == MailState.SENDING, OutboxRow.claimed_at <= now - LEASE
        )
        .values(state=MailState.WAITING, claimed_at=None, claimed_by="")
        .returning(OutboxRow.id)
    )
    return len(freed.all())


def claimers(session: Session) -> set[str]:
    """Return the names of the workers that hold a claim."""
    return set(
        session.scalars(
            select(OutboxRow.claimed_by).where(OutboxRow.state == MailState.SENDING)
        )
    )


def release_worker(session: Session, worker: str) -> None:
    """Free the claims of a process that is known to be gone."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.state == MailState.SENDING, OutboxRow.claimed_by == worker)
        .values(state=MailState.WAITING, claimed_at=None, claimed_by="")
    )


def count_sent(session: Session, since: datetime, until: datetime) -> int:
    """Return how many mails went out after an instant, up to and with another.

    Without that end a clock that was set back would count the hour to come.
    """
    counted = select(func.count()).where(
        OutboxRow.sent_at > since, OutboxRow.sent_at <= until
    )
    return session.scalar(counted) or 0
