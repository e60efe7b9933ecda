"""Who wants a digest, and when."""

from datetime import time

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.storage.mail_tables import DigestRow


def list_digests(session: Session) -> list[DigestChoice]:
    """Return all choices by address."""
    rows = session.scalars(select(DigestRow).order_by(DigestRow.address))
    return [
        DigestChoice(
            address=row.address,
            every=Rhythm(row.every),
            weekday=row.weekday,
            send_at=time.fromisoformat(row.send_at),
        )
        for row in rows
    ]


def store_digest(session: Session, choice: DigestChoice) -> None:
    """Note what somebody wants, in place of what they wanted before."""
    session.merge(
        DigestRow(
            address=choice.address,
            every=choice.every,
            weekday=choice.weekday,
            send_at=f"{choice.send_at:%H:%M}",
        )
    )
    session.flush()


def drop_digest(session: Session, address: str) -> bool:
    """Note that somebody wants none; False where they had none."""
    gone = session.scalars(
        delete(DigestRow)
        .where(DigestRow.address == address.lower())
        .returning(DigestRow.address)
    )
    return gone.first() is not None
