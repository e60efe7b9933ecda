"""Rows as items: three queries, however many items."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.storage.codec import decode
from calendar_service.storage.item_rows import COLUMNS, TEXT_FIELDS
from calendar_service.storage.tables import ItemRow, ItemTagRow, ItemTextRow

Chosen = Select[int]


def load_items(session: Session, *conditions: ColumnElement[bool]) -> list[Item]:
    """Return the items whose rows meet all conditions, in no order."""
    return list(load_by_id(session, *conditions).values())


def load_by_id(session: Session, *conditions: ColumnElement[bool]) -> dict[int, Item]:
    """Return the same by the ids of their rows.

    Columns are asked for, not row objects: of 10,000 items those would cost
    more than everything else, and the session would keep them.
    """
    chosen = select(ItemRow.id).where(*conditions)
    texts, tags = _texts(session, chosen), _tags(session, chosen)
    columns = [getattr(ItemRow, name) for name in COLUMNS]
    asked = select(ItemRow.id, ItemRow.body, *columns).where(*conditions)
    return {
        item_id: decode(
            {
                **body,
                **dict(zip(COLUMNS, values, strict=True)),
                "texts": texts[item_id],
                "tags": tags[item_id],
            },
            Item,
        )
        for item_id, body, *values in session.execute(asked)
    }


def _texts(session: Session, chosen: Chosen) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the words by item and language, the languages in order."""
    found: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    columns = [getattr(ItemTextRow, name) for name in TEXT_FIELDS]
    asked = select(ItemTextRow.item_id, ItemTextRow.language, *columns)
    rows = session.execute(asked.where(ItemTextRow.item_id.in_(chosen))).all()
    # Here, not in SQL: two databases order text in two ways.
    for item_id, language, *said in sorted(rows, key=lambda row: row.language):
        found[item_id][language] = dict(zip(TEXT_FIELDS, said, strict=True))
    return found


def _tags(session: Session, chosen: Chosen) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    asked = select(ItemTagRow.item_id, ItemTagRow.name).order_by(ItemTagRow.position)
    for item_id, name in session.execute(asked.where(ItemTagRow.item_id.in_(chosen))):
        found[item_id].append(name)
    return found
