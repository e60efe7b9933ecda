"""An item's rendered bytes, made once per change, and the flaws of some."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.domain.selection import Selection
from calendar_service.storage.feed_tables import FlawRow, RenditionRow
from calendar_service.storage.inserting import insert_into
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


def list_keys(session: Session, selection: Selection, after: int = 0) -> list[ItemKey]:
    """Return the selected items as keys, oldest item first: one light query.

    `after` leaves out what was not written since that calendar version.
    """
    asked = select(ItemRow.id, ItemRow.version).where(*conditions(selection))
    if after:
        asked = asked.where(ItemRow.version > after)
    return [ItemKey(*row) for row in session.execute(asked.order_by(ItemRow.id))]


def list_written(session: Session, after: int) -> list[int]:
    """Return which items, selected or not, were written since a calendar version."""
    return list(session.scalars(select(ItemRow.id).where(ItemRow.version > after)))


def list_rendered(session: Session, form: str, renderer: str) -> set[ItemKey]:
    """Return which items at which version are rendered, or known to be flawed."""
    found: set[ItemKey] = set()
    for row in (RenditionRow, FlawRow):
        asked = select(row.item_id, row.version).where(
            row.form == form, row.renderer == renderer
        )
        found.update(ItemKey(*key) for key in session.execute(asked))
    return found


def items_of(session: Session, keys: Iterable[ItemKey]) -> dict[int, Item]:
    """Return the items of these keys by id, as they are now."""
    found: dict[int, Item] = {}
    for ids in in_batches(key.item_id for key in keys):
        found |= load_by_id(session, ItemRow.id.in_(ids))
    return found


def items_named(session: Session, uids: Iterable[str]) -> dict[int, Item]:
    """Return the items that have one of these uids, by id."""
    found: dict[int, Item] = {}
    for named in in_batches(sorted(uids)):
        found |= load_by_id(session, ItemRow.uid.in_(named))
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
    """Store renditions that are proved; a newer one that is there stays.

    What was wrong with them, as another renderer made them, is forgotten.
    """
    values = [
        {
            "item_id": rendition.key.item_id,
            "form": form,
            "renderer": renderer,
            "version": rendition.key.version,
            "body": rendition.body,
            "zones": rendition.zones,
        }
        # Always in the same order, or two processes would wait for each other.
        for rendition in sorted(renditions, key=lambda each: each.key.item_id)
    ]
    if not values:
        return
    statement = insert_into(session, RenditionRow)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["item_id", "form"],
        set_={name: new[name] for name in ("renderer", "version", "body", "zones")},
        where=(RenditionRow.version < new.version)
        | (RenditionRow.renderer != new.renderer),
    )
    session.execute(statement, values)
    identity = tuple_(FlawRow.item_id, FlawRow.version)
    for keys in in_batches((value["item_id"], value["version"]) for value in values):
        session.execute(delete(FlawRow).where(FlawRow.form == form, identity.in_(keys)))


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
    """Keep what is wrong with an item's rendition; a newer version's flaw stays.

    The flaw of a new version has not been told yet, even if the former's was.
    """
    said = {
        "renderer": renderer,
        "version": key.version,
        "problems": problems,
        "found_at": now,
    }
    new = insert_into(session, FlawRow).values(item_id=key.item_id, form=form, **said)
    is_same = FlawRow.version == key.version
    told_at = case((is_same, FlawRow.told_at), else_=None)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["item_id", "form"],
            set_={**said, "told_at": told_at},
            where=FlawRow.version <= key.version,
        )
    )


def list_flaws(session: Session, *, untold: bool = False) -> list[Flaw]:
    """Return the flaws of items as they are now, oldest first."""
    asked = (
        select(FlawRow, ItemRow.uid)
        .join(ItemRow, ItemRow.id == FlawRow.item_id)
        .where(FlawRow.version == ItemRow.version)
        .order_by(FlawRow.found_at, FlawRow.item_id, FlawRow.form)
        .execution_options(populate_existing=True)
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
        told = update(FlawRow).where(
            FlawRow.item_id == flaw.key.item_id,
            FlawRow.form == flaw.form,
            FlawRow.version == flaw.key.version,
        )
        session.execute(told.values(told_at=now))


def forget_renditions(session: Session) -> int:
    """Drop all stored renditions, to have them made anew. Return how many."""
    number = session.scalar(select(func.count()).select_from(RenditionRow)) or 0
    session.execute(delete(RenditionRow))
    session.execute(delete(FlawRow))
    return number


def in_batches(parts: Iterable[Part], size: int = AT_ONCE) -> Iterator[list[Part]]:
    """Cut a long list: databases bound the number of values in a statement."""
    whole = list(parts)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
