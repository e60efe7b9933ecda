"""What is in somebody's care: the items whose focal point they are."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from calendar_service.domain.item import ItemKind, ItemStatus
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.tables import ItemRow
from calendar_service.storage.waiting import Heap

LIVE = (ItemStatus.PUBLISHED, ItemStatus.DRAFT)


def list_in_care(
    session: Session,
    addresses: Collection[str],
    today: date,
    most: int,
    kinds: Collection[ItemKind] = (),
) -> Heap:
    """Return what lies ahead and has one of these people as its focal point.

    Agreements as long as they run, whenever they were signed. `addresses` are
    in lower case; no `kinds` are all of them. Four queries, however many items.
    """
    asked = (
        select(ItemRow.id, func.count().over())
        .where(
            ItemRow.status.in_(LIVE),
            _address().in_(sorted(addresses)),
            or_(ItemRow.last_on.is_(None), ItemRow.last_on >= today, _runs(today)),
        )
        .order_by(ItemRow.first_on, ItemRow.id)
        .limit(most)
    )
    if kinds:
        asked = asked.where(ItemRow.kind.in_(sorted(kinds)))
    rows = session.execute(asked).all()
    items = load_by_id(session, ItemRow.id.in_([item_id for item_id, _ in rows]))
    number = rows[0][1] if rows else 0
    return Heap(number, [items[item_id] for item_id, _ in rows])


def _address() -> ColumnElement[str]:
    said = ItemRow.body["focal_point"]["email"].as_string()
    return func.lower(func.trim(said))


def _runs(today: date) -> ColumnElement[bool]:
    terms = ItemRow.body["agreement"]
    return and_(
        ItemRow.kind == ItemKind.AGREEMENT,
        or_(ItemRow.expires_on.is_(None), ItemRow.expires_on >= today),
        func.coalesce(terms["renewed_by"].as_string(), "") == "",
        terms["ended_on"].as_string().is_(None),
    )
