"""The outbox: mails that are waiting, sending, sent, failed or dropped."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, func, select, true, update
from sqlalchemy.orm import Session, aliased

from calendar_service.domain.mail import MailMessage
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.storable import storable
from calendar_service.storage.tables import OutboxRow

REPLACED = frozenset(
    (
        *("state", "subject", "message", "why", "planned_at"),
        *("created_at", "next_try_at", "attempts", "doubts", "error"),
    )
)
"""What is new in a mail that is put in again after it was taken back."""
MOST_PARAMETERS = 1_000


class MailState(StrEnum):
    """Where a mail is. Superseded ones were overtaken by a later step."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMail:
    """One mail with what is known of its journey. `why` is for people."""

    message: MailMessage
    item_uid: str
    why: str
    planned_at: datetime
    state: MailState = MailState.WAITING
    id: int = 0
    created_at: datetime | None = None
    next_try_at: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""


def add_mail(session: Session, mail: OutboxMail, now: datetime) -> bool:
    """Put a mail into the outbox; False when one of its key is there already.

    One that was taken back does not count: its item may have moved back.
    """
    new = insert_into(session, OutboxRow).values(
        key=mail.message.key,
        item_uid=mail.item_uid,
        address=mail.message.to,
        state=mail.state,
        subject=mail.message.subject,
        message=encode(mail.message),
        why=storable(mail.why),
        planned_at=mail.planned_at,
        created_at=now,
        next_try_at=now,
        claimed_by="",
        attempts=0,
        doubts=0,
        error="",
    )
    anew = {name: value for name, value in new.excluded.items() if name in REPLACED}
    put = new.on_conflict_do_update(
        index_elements=["key"],
        set_=anew,
        where=(OutboxRow.state == MailState.DROPPED)
        & (new.excluded.state != MailState.DROPPED),
    )
    return session.scalar(put.returning(OutboxRow.id)) is not None


def known_keys(
    session: Session, item_uids: Collection[str], before: datetime | None = None
) -> set[str]:
    """Return the keys of all mails about these items, those taken back left out.

    With `before`, only of those that were put in before that instant.
    """
    early = OutboxRow.created_at < before if before else true()
    return {
        key
        for batch in batches(item_uids)
        for key in session.scalars(
            select(OutboxRow.key).where(
                OutboxRow.item_uid.in_(batch),
                OutboxRow.state != MailState.DROPPED,
                early,
            )
        )
    }


def has_mail(session: Session, key: str) -> bool:
    """Tell whether there is a mail of this key, in whatever state."""
    found = session.scalar(select(OutboxRow.id).where(OutboxRow.key == key))
    return found is not None


def claim_next(
    session: Session, worker: str, now: datetime, only: Collection[str] = ()
) -> OutboxMail | None:
    """Take the next mail that may be tried, oldest first; None when there is none.

    Compare-and-set: the row count of the update decides who has it, so any
    number of processes may ask at once. `only` are keys; none means all. A mail
    waits for an earlier one to the same person: their order is kept.
    """
    wanted = OutboxRow.key.in_(sorted(only)) if only else true()
    earlier = aliased(OutboxRow)
    is_first = ~exists().where(
        earlier.address == OutboxRow.address,
        earlier.state.in_((MailState.WAITING, MailState.SENDING)),
        earlier.id < OutboxRow.id,
    )
    due = (
        select(OutboxRow.id)
        .where(
            OutboxRow.state == MailState.WAITING,
            OutboxRow.next_try_at <= now,
            wanted,
            is_first,
        )
        .order_by(OutboxRow.next_try_at, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        update(OutboxRow)
        .where(
            OutboxRow.id == due.scalar_subquery(),
            OutboxRow.state == MailState.WAITING,
        )
        .values(
            state=MailState.SENDING,
            claimed_at=now,
            claimed_by=worker,
            attempts=OutboxRow.attempts + 1,
        )
        .returning(OutboxRow)
        .execution_options(populate_existing=True)
    ).first()
    return _mail(claimed) if claimed else None


def mark_sent(session: Session, mail_id: int, worker: str, now: datetime) -> bool:
    """Record that the server took it; False when the claim was lost meanwhile."""
    return _settle(
        session, mail_id, worker, state=MailState.SENT, sent_at=now, error=""
    )


def mark_deferred(
    session: Session, mail_id: int, worker: str, error: str, next_try_at: datetime
) -> bool:
    """Put it back for a later try, with what the server said."""
    return _settle(
        session,
        mail_id,
        worker,
        state=MailState.WAITING,
        error=storable(error),
        next_try_at=next_try_at,
    )


def mark_failed(
    session: Session, mail_id: int, worker: str, error: str, *, refused: bool = False
) -> bool:
    """Keep it for a person to see: it will not be tried again by itself.

    `refused` is for what a server said it would never take for this recipient.
    """
    kept = {"state": MailState.FAILED, "error": storable(error), "refused": refused}
    return _settle(session, mail_id, worker, **kept)


def drop_waiting(session: Session, keys: Collection[str], reason: str) -> int:
    """Take mails back that need not go any more. Return how many."""
    return sum(
        len(
            session.scalars(
                update(OutboxRow)
                .where(OutboxRow.state == MailState.WAITING, OutboxRow.key.in_(batch))
                .values(state=MailState.DROPPED, error=reason)
                .returning(OutboxRow.id)
            ).all()
        )
        for batch in batches(keys)
    )


def reword_waiting(session: Session, mail: OutboxMail) -> None:
    """Say a mail that waits in new words, such as that it is late."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.key == mail.message.key, OutboxRow.state == MailState.WAITING)
        .values(
            subject=mail.message.subject,
            message=encode(mail.message),
            why=storable(mail.why),
        )
    )


def list_waiting(session: Session) -> list[OutboxMail]:
    """Return the mails about items that wait for a try, oldest first."""
    is_waiting = OutboxRow.state == MailState.WAITING
    asked = select(OutboxRow).where(is_waiting, OutboxRow.item_uid != "")
    return [_mail(row) for row in session.scalars(asked.order_by(OutboxRow.id))]


def count_mails(session: Session) -> dict[MailState, int]:
    """Return how many mails are in each state that has any."""
    counted = session.execute(
        select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    )
    return {MailState(state): number for state, number in counted}


def list_mails(
    session: Session, states: Collection[MailState] = (), most: int = 200
) -> list[OutboxMail]:
    """Return mails in these states (all when none is named), newest first."""
    asked = select(OutboxRow).order_by(OutboxRow.id.desc()).limit(most)
    if states:
        asked = asked.where(OutboxRow.state.in_(sorted(states)))
    return [_mail(row) for row in session.scalars(asked)]


def find_mail(session: Session, mail_id: int) -> OutboxMail | None:
    """Return a mail by its number."""
    row = session.get(OutboxRow, mail_id)
    return _mail(row) if row else None


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the mail that waits longest was put in; None when none waits."""
    pending = (MailState.WAITING, MailState.SENDING)
    return session.scalar(
        select(OutboxRow.created_at)
        .where(OutboxRow.state.in_(pending))
        .order_by(OutboxRow.created_at)
        .limit(1)
    )


def _settle(session: Session, mail_id: int, worker: str, **values: object) -> bool:
    changed = session.scalars(
        update(OutboxRow)
        .where(
            OutboxRow.id == mail_id,
            OutboxRow.state == MailState.SENDING,
            OutboxRow.claimed_by == worker,
        )
        .values(claimed_at=None, claimed_by="", **values)
        .returning(OutboxRow.id)
    )
    return changed.first() is not None


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Cut a long list into pieces that fit the parameters of one statement."""
    ordered = sorted(values)
    for start in range(0, len(ordered), MOST_PARAMETERS):
        yield ordered[start : start + MOST_PARAMETERS]


def _mail(row: OutboxRow) -> OutboxMail:
    return OutboxMail(
        message=decode(row.message, MailMessage),
        item_uid=row.item_uid,
        why=row.why,
        planned_at=row.planned_at,
        state=MailState(row.state),
        id=row.id,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        attempts=row.attempts,
        sent_at=row.sent_at,
        error=row.error,
    )
