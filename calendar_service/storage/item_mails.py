"""The mails about one item: who has been told what, and what still waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.storage.outbox import MailState
from calendar_service.storage.storable import is_storable
from calendar_service.storage.tables import OutboxRow

MOST = 200


@dataclass(frozen=True, slots=True)
class ItemMail:
    """One mail without its text; `at` is when it was sent, or is to be."""

    address: str
    subject: str
    state: MailState
    at: datetime


def list_item_mails(session: Session, uid: str) -> list[ItemMail]:
    """Return the newest 200 mails about an item, those taken back left out."""
    if not is_storable(uid):
        return []
    told = {MailState.WAITING, MailState.SENDING, MailState.SENT, MailState.FAILED}
    rows = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.item_uid == uid, OutboxRow.state.in_(sorted(told)))
        .order_by(OutboxRow.id.desc())
        .limit(MOST)
    )
    return [
        ItemMail(
            row.address,
            row.subject,
            MailState(row.state),
            row.sent_at or row.next_try_at,
        )
        for row in rows
    ]
