"""An item's history in pages, newest first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.domain.history import Revision
from calendar_service.domain.item import Item
from calendar_service.storage.codec import decode
from calendar_service.storage.storable import MOST_INTEGER, is_storable
from calendar_service.storage.tables import ItemRow, RevisionRow


def newest_revisions(
    session: Session, uid: str, most: int, before: int | None = None
) -> list[Revision]:
    """Return at most so many revisions below `before`, newest first."""
    if not is_storable(uid):
        return []
    asked = (
        select(RevisionRow)
        .join(ItemRow, ItemRow.id == RevisionRow.item_id)
        .where(ItemRow.uid == uid)
        .order_by(RevisionRow.revision.desc())
        .limit(most)
    )
    if before is not None:
        asked = asked.where(RevisionRow.revision < min(before, MOST_INTEGER))
    return [
        Revision(decode(row.snapshot, Item), row.actor, row.at, row.version)
        for row in session.scalars(asked)
    ]
