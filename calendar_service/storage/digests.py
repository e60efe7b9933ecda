"""Who wants a digest, and when."""

from datetime import datetime, time

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.storage.mail_tables import DigestRow
from calendar_service.storage.tables import OutboxRow


def list_digests(session: Session) -> list[DigestChoice]:
    """Return all choices by address."""
    rows = session.scalars(select(DigestRow).order_by(DigestRow.address))
    return [_choice(row) for row in rows]


def find_digest(session: Session, address: str) -> DigestChoice | None:
    """Return what somebody wants, None for none."""
    row = session.get(DigestRow, address.lower())
    return _choice(row) if row else None


def digest_keys(session: Session, before: datetime | None = None) -> set[str]:
    """Return the keys of the digests that were made, empty ones included.

    With `before`, only of those that were made before that instant.
    """
    # Mails about no item are few, and found by the index on their items.
    made = select(OutboxRow.key).where(
        OutboxRow.item_uid == "", OutboxRow.key.startswith("digest/")
    )
    if before is not None:
        made = made.where(OutboxRow.created_at < before)
    return set(session.scalars(made))


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


def _choice(row: DigestRow) -> DigestChoice:
    return DigestChoice(
        address=row.address,
        every=Rhythm(row.every),
        weekday=row.weekday,
        send_at=time.fromisoformat(row.send_at),
    )
