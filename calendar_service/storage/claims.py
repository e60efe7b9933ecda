"""Claims on mails: those of processes that are gone, and how many came to an end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from calendar_service.storage.outbox import MailState
from calendar_service.storage.tables import OutboxRow

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that a server took, as the worker that held the claim noted it."""

    mail_id: int
    worker: str
    at: datetime


def release_stale(session: Session, now: datetime, taken: Iterable[Taken] = ()) -> int:
    """Free claims older than the lease: their process is gone. Return how many.

    What is known to be `taken` is sent. Of the rest, at least once: a lost
    notice is worse than a double one.
    """
    return _release(session, OutboxRow.claimed_at <= now - LEASE, taken)


def claimers(session: Session) -> set[str]:
    """Return the names of the workers that hold a claim."""
    return set(
        session.scalars(
            select(OutboxRow.claimed_by).where(OutboxRow.state == MailState.SENDING)
        )
    )


def release_worker(session: Session, worker: str, taken: Iterable[Taken] = ()) -> None:
    """Free the claims of a process that is known to be gone; `taken` mails are sent."""
    _release(session, OutboxRow.claimed_by == worker, taken)


def count_sent(session: Session, since: datetime, until: datetime) -> int:
    """Return how many mails went out after an instant, up to and with another.

    Without that end a clock that was set back would count the hour to come.
    """
    counted = select(func.count()).where(
        OutboxRow.sent_at > since, OutboxRow.sent_at <= until
    )
    return session.scalar(counted) or 0


def _release(
    session: Session, which: ColumnElement[bool], taken: Iterable[Taken]
) -> int:
    free = (
        update(OutboxRow)
        .where(OutboxRow.state == MailState.SENDING, which)
        .values(claimed_at=None, claimed_by="")
    )
    for note in taken:
        session.execute(
            free.where(
                OutboxRow.id == note.mail_id, OutboxRow.claimed_by == note.worker
            ).values(state=MailState.SENT, sent_at=note.at, error="")
        )
    freed = free.values(state=MailState.WAITING).returning(OutboxRow.id)
    return len(session.scalars(freed).all())
