"""What readers are told: items in news order, and what changed about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.domain.selection import Selection
from calendar_service.storage.codec import decode
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.items import conditions
from calendar_service.storage.tables import ItemRow, RevisionRow


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """One revision that meant something to readers.

    `before` is None where the item was new; `current` is the item as it is now.
    `version` is the calendar's with which it was written.
    """

    before: Item | None
    after: Item
    current: Item
    announces: tuple[str, ...]
    at: datetime
    version: int


def count_selected(session: Session, selection: Selection) -> int:
    """Return how many items a selection holds."""
    counted = select(func.count()).select_from(ItemRow).where(*conditions(selection))
    return session.scalar(counted) or 0


def list_news(
    session: Session, selection: Selection, start: int, number: int
) -> list[Item]:
    """Return selected items in the order of first publication, oldest first.

    `start` counts from the oldest, so that a place in the order stays the same
    while new items come.
    """
    chosen = (
        select(ItemRow.id)
        .where(*conditions(selection))
        .order_by(ItemRow.published_at, ItemRow.id)
        .offset(start)
        .limit(number)
    )
    ids = list(session.scalars(chosen))
    found = load_by_id(session, ItemRow.id.in_(ids))
    return [found[item_id] for item_id in ids if item_id in found]


def list_announced(
    session: Session, selection: Selection, since: datetime, most: int
) -> list[AnnouncedChange]:
    """Return the newest announced changes of the selected items, newest first."""
    chosen = select(ItemRow.id).where(*conditions(selection))
    rows = session.scalars(
        select(RevisionRow)
        .where(
            RevisionRow.announces != "",
            RevisionRow.at >= since,
            RevisionRow.item_id.in_(chosen),
        )
        .order_by(RevisionRow.at.desc(), RevisionRow.version.desc())
        .limit(most)
    ).all()
    return _announced(session, rows)


def has_announced(session: Session, version: int) -> bool:
    """Tell whether anything was announced after a calendar version."""
    found = select(RevisionRow.item_id).where(*_after(version)).limit(1)
    return session.scalar(found) is not None


def list_announced_after(
    session: Session, version: int, most: int
) -> list[AnnouncedChange]:
    """Return what was announced after a calendar version, in order of writing.

    Only of what the public sees by now, or saw until it was deleted.
    """
    public = conditions(Selection(with_deleted=True))
    chosen = select(ItemRow.id).where(*public)
    rows = session.scalars(
        select(RevisionRow)
        .where(*_after(version), RevisionRow.item_id.in_(chosen))
        .order_by(RevisionRow.version)
        .limit(most)
    ).all()
    return _announced(session, rows)


def list_told(session: Session, current: Item, most: int) -> list[AnnouncedChange]:
    """Return the newest announced changes of one item, newest first."""
    rows = session.scalars(
        select(RevisionRow)
        .join(ItemRow, ItemRow.id == RevisionRow.item_id)
        .where(ItemRow.uid == current.uid, RevisionRow.announces != "")
        .order_by(RevisionRow.revision.desc())
        .limit(most)
    ).all()
    before = _before(session, rows)
    return [_change(row, before, current) for row in rows]


def _after(version: int) -> tuple[ColumnElement[bool], ...]:
    return RevisionRow.version > version, RevisionRow.announces != ""


def _announced(session: Session, rows: Sequence[RevisionRow]) -> list[AnnouncedChange]:
    """Put each revision beside the one before, and the item as it is now."""
    before = _before(session, rows)
    current = load_by_id(session, ItemRow.id.in_({row.item_id for row in rows}))
    return [_change(row, before, current[row.item_id]) for row in rows]


def _change(
    row: RevisionRow, before: dict[tuple[int, int], Item], current: Item
) -> AnnouncedChange:
    return AnnouncedChange(
        before.get((row.item_id, row.revision - 1)),
        decode(row.snapshot, Item),
        current,
        tuple(row.announces.split(",")),
        row.at,
        row.version,
    )


def _before(
    session: Session, rows: Sequence[RevisionRow]
) -> dict[tuple[int, int], Item]:
    """Return the states that these revisions came from."""
    keys = [(row.item_id, row.revision - 1) for row in rows]
    if not keys:
        return {}
    identity = tuple_(RevisionRow.item_id, RevisionRow.revision)
    found = session.scalars(select(RevisionRow).where(identity.in_(keys)))
    return {(row.item_id, row.revision): decode(row.snapshot, Item) for row in found}
