"""An item's rendered bytes, made once per change, and the flaws of some."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.domain.selection import Selection
from calendar_service.storage.feed_tables import FlawRow, RenditionRow
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.items import conditions
from calendar_service.storage.tables import ItemRow

AT_ONCE = 500
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class ItemKey:
    """One item at one version: what a rendition is made from."""

    item_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """The bytes, and the zones they name, in the words of whoever made them."""

    key: ItemKey
    body: bytes
    zones: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why an item's newest rendition is not on line."""

    key: ItemKey
    uid: str
    form: str
    problems: str
    found_at: datetime


def list_keys(session: Session, selection: Selection) -> list[ItemKey]:
    """Return the selected items as keys, oldest item first: one light query."""
    rows = session.execute(
        select(ItemRow.id, ItemRow.version)
        .where(*conditions(selection))
        .order_by(ItemRow.id)
    )
    return [ItemKey(*row) for row in rows]


def items_of(session: Session, keys: Iterable[ItemKey]) -> dict[int, Item]:
    """Return the items of these keys by id, as they are now."""
    found: dict[int, Item] = {}
    for ids in in_batches(key.item_id for key in keys):
        found |= load_by_id(session, ItemRow.id.in_(ids))
    return found


def list_renditions(
    session: Session, form: str, renderer: str, item_ids: Collection[int]
) -> list[Rendition]:
    """Return what is stored for these items, of whatever version."""
    found: list[Rendition] = []
    for ids in in_batches(item_ids):
        rows = session.execute(
            select(
                RenditionRow.item_id,
                RenditionRow.version,
                RenditionRow.body,
                RenditionRow.zones,
            ).where(
                RenditionRow.item_id.in_(ids),
                RenditionRow.form == form,
                RenditionRow.renderer == renderer,
            )
        )
        found += [
            Rendition(ItemKey(item_id, version), body, zones)
            for item_id, version, body, zones in rows
        ]
    return found


def store_renditions(
    session: Session, form: str, renderer: str, renditions: Iterable[Rendition]
) -> None:
    """Store renditions that are proved; a newer one that is there stays."""
    values = [
        {
            "item_id": rendition.key.item_id,
            "form": form,
            "renderer": renderer,
            "version": rendition.key.version,
            "body": rendition.body,
            "zones": rendition.zones,
        }
        for rendition in renditions
    ]
    if not values:
        return
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(RenditionRow)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["item_id", "form"],
        set_={name: new[name] for name in ("renderer", "version", "body", "zones")},
        where=(RenditionRow.version < new.version)
        | (RenditionRow.renderer != new.renderer),
    )
    session.execute(statement, values)


def find_flaws(
    session: Session, form: str, renderer: str, keys: Collection[ItemKey]
) -> set[ItemKey]:
    """Return which of these keys are known not to prove themselves."""
    found: set[ItemKey] = set()
    for ids in in_batches(key.item_id for key in keys):
        rows = session.execute(
            select(FlawRow.item_id, FlawRow.version).where(
                FlawRow.item_id.in_(ids),
                FlawRow.form == form,
                FlawRow.renderer == renderer,
            )
        )
        found |= {ItemKey(*row) for row in rows}
    return found & set(keys)


def store_flaw(
    session: Session,
    key: ItemKey,
    form: str,
    renderer: str,
    problems: str,
    now: datetime,
) -> None:
    """Keep what is wrong with an item's rendition."""
    session.merge(
        FlawRow(
            item_id=key.item_id,
            form=form,
            renderer=renderer,
            version=key.version,
            problems=problems,
            found_at=now,
        )
    )
    session.flush()


def list_flaws(session: Session, *, untold: bool = False) -> list[Flaw]:
    """Return the flaws of items as they are now, oldest first."""
    asked = (
        select(FlawRow, ItemRow.uid)
        .join(ItemRow, ItemRow.id == FlawRow.item_id)
        .where(FlawRow.version == ItemRow.version)
        .order_by(FlawRow.found_at, FlawRow.item_id)
    )
    if untold:
        asked = asked.where(FlawRow.told_at.is_(None))
    return [
        Flaw(
            ItemKey(row.item_id, row.version), uid, row.form, row.problems, row.found_at
        )
        for row, uid in session.execute(asked)
    ]


def mark_told(session: Session, flaws: Iterable[Flaw], now: datetime) -> None:
    """Note that somebody has been told: once is enough."""
    for flaw in flaws:
        row = session.get(FlawRow, (flaw.key.item_id, flaw.form))
        if row is not None:
            row.told_at = now
    session.flush()


def forget_renditions(session: Session) -> int:
    """Drop all stored renditions, to have them made anew. Return how many."""
    number = session.scalar(select(func.count()).select_from(RenditionRow)) or 0
    session.execute(delete(RenditionRow))
    session.execute(delete(FlawRow))
    return number


def in_batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Cut a long list: databases bound the number of values in a statement."""
    whole = list(parts)
    for start in range(0, len(whole), AT_ONCE):
        yield whole[start : start + AT_ONCE]
