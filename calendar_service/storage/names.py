"""Tags and towns that are in use, for lists to choose from."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_service.domain.selection import Selection
from calendar_service.storage.items import conditions
from calendar_service.storage.tables import ItemRow, ItemTagRow

MOST_NAMES = 200


def list_tags(session: Session, selection: Selection) -> list[str]:
    """Return the tags of the selected items in alphabetical order, the usual ones."""
    chosen = select(ItemRow.id).where(*conditions(selection))
    found = session.scalars(
        select(ItemTagRow.name)
        .where(ItemTagRow.item_id.in_(chosen))
        .group_by(ItemTagRow.name)
        .order_by(func.count().desc(), ItemTagRow.name)
        .limit(MOST_NAMES)
    )
    return sorted(found, key=str.casefold)


def list_towns(session: Session, selection: Selection) -> list[str]:
    """Return the towns of the selected items in alphabetical order, the usual ones."""
    found = session.scalars(
        select(ItemRow.city)
        .where(ItemRow.city != "", *conditions(selection))
        .group_by(ItemRow.city)
        .order_by(func.count().desc(), ItemRow.city)
        .limit(MOST_NAMES)
    )
    return sorted(found, key=str.casefold)
