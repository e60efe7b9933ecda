"""The mails of those who follow by mail, forgotten with them, or in time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from calendar_service.storage.follower_tables import FollowerRow
from calendar_service.storage.outbox import MailState
from calendar_service.storage.tables import OutboxRow

START = "follow/"
NAME_LENGTH = 32
JUST_SENT = timedelta(minutes=10)
IS_ABOUT_NO_ITEM = func.length(OutboxRow.item_uid) == 0
"""Not by its index, in which all mails to readers are the same."""


def forget_mails(session: Session, gone: Mapping[str, str]) -> None:
    """Forget all mails to followers who are gone, by name and address.

    One that is being sent at this moment is left to whoever sends it.
    """
    for name, address in gone.items():
        ours = _mails_to(name, address)
        not_sending = OutboxRow.state != MailState.SENDING
        session.execute(delete(OutboxRow).where(*ours, not_sending))


def forget_old(session: Session, name: str, address: str, before: datetime) -> None:
    """Forget what was sent to a follower, or failed, before an instant.

    Failures go with what was sent after them, so that none count as in a row
    that were not.
    """
    ours = _mails_to(name, address)
    is_old = or_(
        and_(OutboxRow.state == MailState.SENT, OutboxRow.sent_at < before),
        and_(OutboxRow.state == MailState.FAILED, OutboxRow.created_at < before),
    )
    session.execute(delete(OutboxRow).where(*ours, is_old))


def count_refused(session: Session, name: str, address: str) -> int:
    """Return how many mails to a follower were refused after the last that was sent.

    What failed for another reason may be our fault, or may have arrived.
    """
    ours = _mails_to(name, address)
    last = select(func.max(OutboxRow.id)).where(
        *ours, OutboxRow.state == MailState.SENT
    )
    since = session.scalar(last) or 0
    refused = select(func.count()).where(
        *ours,
        OutboxRow.state == MailState.FAILED,
        OutboxRow.refused,
        OutboxRow.id > since,
    )
    return session.scalar(refused) or 0


def forget_strays(session: Session, now: datetime) -> int:
    """Forget mails to followers who are gone; return how many.

    Such a one was being sent when its reader left: it came back, or has just
    gone out.
    """
    settled = (MailState.WAITING, MailState.FAILED)
    return _forget_stray(session, OutboxRow.state.in_(settled)) + _forget_stray(
        session, OutboxRow.sent_at > now - JUST_SENT
    )


def _forget_stray(session: Session, among: ColumnElement[bool]) -> int:
    name = func.substr(OutboxRow.key, len(START) + 1, NAME_LENGTH)
    strays = session.scalars(
        delete(OutboxRow)
        .where(
            among,
            IS_ABOUT_NO_ITEM,
            OutboxRow.key.startswith(START),
            ~exists().where(FollowerRow.name == name),
        )
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(strays.all())


def _mails_to(name: str, address: str) -> tuple[ColumnElement[bool], ...]:
    """Ask by the address, which has an index, for the mails of one wish."""
    return (
        OutboxRow.address == address,
        IS_ABOUT_NO_ITEM,
        OutboxRow.key.startswith(f"{START}{name}/", autoescape=True),
    )
