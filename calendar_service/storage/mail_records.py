"""Mails of the outbox as pages list them: without their bodies."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from calendar_service.storage.outbox import MailState
from calendar_service.storage.tables import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRecord:
    """What is known of one mail; `error` is what its server said last."""

    id: int
    key: str
    item_uid: str
    address: str
    subject: str
    state: MailState
    why: str
    planned_at: datetime
    next_try_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str


def list_records(
    session: Session, states: Collection[MailState], most: int
) -> list[MailRecord]:
    """Return mails in these states, newest first."""
    asked = _newest().where(OutboxRow.state.in_(sorted(states)))
    return [_record(row) for row in session.scalars(asked.limit(most))]


def records_about(session: Session, item_uid: str) -> list[MailRecord]:
    """Return all mails about an item, newest first."""
    asked = _newest().where(OutboxRow.item_uid == item_uid)
    return [_record(row) for row in session.scalars(asked)]


def waiting_keys(session: Session) -> list[str]:
    """Return the keys of all mails that wait for a first or another try."""
    waiting = OutboxRow.state == MailState.WAITING
    asked = select(OutboxRow.key).where(waiting).order_by(OutboxRow.id)
    return list(session.scalars(asked))


def _newest() -> Select[OutboxRow]:
    return (
        select(OutboxRow)
        .options(defer(OutboxRow.message, raiseload=True))
        .order_by(OutboxRow.id.desc())
    )


def _record(row: OutboxRow) -> MailRecord:
    named = {f.name: getattr(row, f.name) for f in fields(MailRecord)}
    return MailRecord(**named | {"state": MailState(row.state)})
