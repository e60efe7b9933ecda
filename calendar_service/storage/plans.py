"""Up to where planning has come: what was told, and when to look again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from calendar_service.storage.inserting import insert_into
from calendar_service.storage.mail_tables import MailAnswerRow, PlanningRow
from calendar_service.storage.outbox import MailState, batches
from calendar_service.storage.tables import ABOUT_ITEMS, OutboxRow

NAME = "reminders"
LOOK_AHEAD = timedelta(hours=6)
"""How long nothing is looked at even if all stays as it is."""
OUT = (MailState.SENDING, MailState.SENT, MailState.FAILED)
"""States of mails that somebody has, or may have, or will not get in another try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`version` is the calendar's up to which changes were told.

    As long as everything is as the `fingerprint` says, nothing falls due from
    `looked_at` to before `look_at`; none of both is for not known.
    """

    version: int
    fingerprint: str = ""
    looked_at: datetime | None = None
    look_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """Return when something falls due; None where nothing soon does."""
        if self.looked_at is None or self.look_at is None:
            return None
        is_far = self.look_at - self.looked_at >= LOOK_AHEAD
        return None if is_far else self.look_at


@dataclass(frozen=True, slots=True)
class MailsSoFar:
    """What tells one state of outbox and answers from another, without reading them.

    Of mails about items alone: all others come and go without being planned anew.
    """

    last_sent_at: datetime | None
    last_answer: int
    failed: int
    waiting: int


def find_planned(session: Session) -> Planned:
    """Return how far planning has come."""
    row = session.get(PlanningRow, NAME, populate_existing=True)
    if row is None:
        return Planned(version=0)
    return Planned(
        version=row.version,
        fingerprint=row.fingerprint,
        looked_at=row.looked_at,
        look_at=row.look_at,
    )


def lock_planning(session: Session, name: str) -> None:
    """Let one process at a time plan what the name says, until its transaction ends.

    On SQLite all writers wait for each other; PostgreSQL locks the row.
    """
    new = insert_into(session, PlanningRow).values(name=name, version=0, fingerprint="")
    session.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    locked = select(PlanningRow.name).where(PlanningRow.name == name)
    session.execute(locked.with_for_update())


def store_told(session: Session, version: int) -> None:
    """Note up to which change people were told; never back from a later one."""
    new = insert_into(session, PlanningRow).values(
        name=NAME, version=version, fingerprint=""
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["name"],
            set_={"version": version},
            where=PlanningRow.version < version,
        )
    )


def store_look(
    session: Session, fingerprint: str, looked_at: datetime, look_at: datetime
) -> None:
    """Note that nothing falls due before `look_at` while all stays as it is."""
    look = {"fingerprint": fingerprint, "looked_at": looked_at, "look_at": look_at}
    new = insert_into(session, PlanningRow).values(name=NAME, version=0, **look)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_=look))


def forget_look(session: Session) -> None:
    """Let it be looked again whatever was found: who looks may be another by now."""
    session.execute(
        update(PlanningRow).where(PlanningRow.name == NAME).values(fingerprint="")
    )


def mails_so_far(session: Session) -> MailsSoFar:
    """Return a few numbers, each from the end of an index."""

    def count(*conditions: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).where(*conditions)) or 0

    last_sent = select(func.max(OutboxRow.sent_at)).where(text(ABOUT_ITEMS))
    return MailsSoFar(
        last_sent_at=session.scalar(last_sent),
        last_answer=session.scalar(select(func.max(MailAnswerRow.id))) or 0,
        failed=count(OutboxRow.state == MailState.FAILED, OutboxRow.item_uid != ""),
        waiting=count(OutboxRow.state == MailState.WAITING, OutboxRow.item_uid != ""),
    )


def count_due(session: Session, now: datetime) -> int:
    """Return how many mails wait and may go out by now."""
    counted = select(func.count()).where(
        OutboxRow.state == MailState.WAITING, OutboxRow.next_try_at <= now
    )
    return session.scalar(counted) or 0


def told_keys(session: Session, item_uids: Collection[str]) -> dict[str, Sequence[str]]:
    """Return, by item, the keys of the mails that went out, in their order."""
    found: dict[str, list[tuple[datetime, int, str]]] = {}
    for batch in batches(item_uids):
        rows = session.execute(
            select(
                OutboxRow.item_uid,
                OutboxRow.sent_at,
                OutboxRow.created_at,
                OutboxRow.id,
                OutboxRow.key,
            ).where(OutboxRow.item_uid.in_(batch), OutboxRow.state.in_(OUT))
        )
        for uid, sent_at, created_at, mail_id, key in rows:
            found.setdefault(uid, []).append((sent_at or created_at, mail_id, key))
    return {uid: [key for *_, key in sorted(mails)] for uid, mails in found.items()}
