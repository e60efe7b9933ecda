"""Who takes no more mails about what."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from calendar_service.domain.answer import Stop, Topic, topic_of
from calendar_service.domain.item import ItemKind
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.mail_tables import MailStopRow
from calendar_service.storage.outbox import MailState
from calendar_service.storage.storable import is_storable
from calendar_service.storage.tables import ItemRow, OutboxRow


def list_stops(session: Session) -> frozenset[Stop]:
    """Return all stops; one about what is no kind any more is passed over."""
    rows = session.execute(select(MailStopRow.address, MailStopRow.about))
    known = {*ItemKind, *Topic}
    return frozenset(
        Stop(address, topic_of(about)) for address, about in rows if about in known
    )


def is_stopped(session: Session, stop: Stop) -> bool:
    if not is_storable(stop.address):
        return False
    return session.get(MailStopRow, (stop.address, stop.kind)) is not None


def add_stop(session: Session, stop: Stop, now: datetime) -> bool:
    """Add a stop; False when it is there already."""
    new = insert_into(session, MailStopRow).values(
        address=stop.address, about=stop.kind, at=now
    )
    unless_there = new.on_conflict_do_nothing(index_elements=["address", "about"])
    added = session.scalar(unless_there.returning(MailStopRow.address))
    return added is not None


def remove_stop(session: Session, stop: Stop) -> bool:
    """Remove a stop; False when there is none."""
    gone = session.scalars(
        delete(MailStopRow)
        .where(MailStopRow.address == stop.address, MailStopRow.about == stop.kind)
        .returning(MailStopRow.address)
    )
    return gone.first() is not None


def waiting_for(session: Session, stop: Stop) -> dict[str, str]:
    """Return the keys of the mails that wait for this person about the kind.

    With each comes the uid of the item that it speaks of.
    """
    if stop.kind is Topic.DIGEST:
        return _waiting_digests(session, stop.address)
    found = session.execute(
        select(OutboxRow.key, OutboxRow.item_uid)
        .join(ItemRow, ItemRow.uid == OutboxRow.item_uid)
        .where(
            OutboxRow.state == MailState.WAITING,
            func.lower(OutboxRow.address) == stop.address,
            ItemRow.kind == stop.kind,
        )
    )
    return {key: uid for key, uid in found}  # noqa: C416 - a row is no pair to dict()


def _waiting_digests(session: Session, address: str) -> dict[str, str]:
    """Return those that wait for this person: their keys, and no item."""
    found = session.scalars(
        select(OutboxRow.key).where(
            OutboxRow.state == MailState.WAITING,
            func.lower(OutboxRow.address) == address,
            OutboxRow.key.startswith(f"{Topic.DIGEST}/"),
        )
    )
    return dict.fromkeys(found, "")
