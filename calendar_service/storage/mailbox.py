"""The demo's mailbox: mails as they would have arrived, shown on a page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.storage.inserting import insert_into
from calendar_service.storage.storable import MOST_INTEGER
from calendar_service.storage.tables import MailboxRow


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One mail, as the bytes that an SMTP server would have been given."""

    id: int
    message_id: str
    received_at: datetime
    raw: bytes


def receive_mail(session: Session, message_id: str, raw: bytes, now: datetime) -> None:
    """Keep a mail; one with the same Message-ID folds with the first."""
    mail = insert_into(session, MailboxRow).values(
        message_id=message_id, received_at=now, raw=raw
    )
    session.execute(mail.on_conflict_do_nothing(index_elements=["message_id"]))


def list_received(session: Session, most: int = 200) -> list[ReceivedMail]:
    """Return the newest mails, newest first."""
    rows = session.scalars(
        select(MailboxRow).order_by(MailboxRow.id.desc()).limit(most)
    )
    return [_mail(row) for row in rows]


def find_received(session: Session, mail_id: int) -> ReceivedMail | None:
    """Return one mail of the mailbox."""
    if not 0 < mail_id <= MOST_INTEGER:
        return None
    row = session.get(MailboxRow, mail_id)
    return _mail(row) if row else None


def _mail(row: MailboxRow) -> ReceivedMail:
    return ReceivedMail(row.id, row.message_id, row.received_at, row.raw)
