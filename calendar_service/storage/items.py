"""Items: ask for them, store them, and what they were."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from operator import attrgetter

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from calendar_service.domain.history import Revision
from calendar_service.domain.item import Item, StaleItem
from calendar_service.domain.selection import (
    WITHDRAWN,
    Audience,
    Selection,
    visible_statuses,
    visible_to,
)
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.item_loading import load_items
from calendar_service.storage.item_rows import fill_row
from calendar_service.storage.search_index import index_item
from calendar_service.storage.storable import MOST_INTEGER, is_storable
from calendar_service.storage.tables import (
    ItemRow,
    ItemTagRow,
    ItemTextRow,
    RevisionRow,
    SlugRow,
    VersionRow,
)


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The calendar version, and when the last write raised it."""

    version: int = 0
    changed_at: datetime | None = None


def calendar_version(session: Session) -> int:
    """Return the number that goes up with every write; 0 before the first."""
    return session.scalar(select(VersionRow.number)) or 0


def calendar_state(session: Session) -> CalendarState:
    """Return the version and the instant of the last write, in one look-up."""
    row = session.execute(select(VersionRow.number, VersionRow.changed_at)).first()
    return CalendarState(*row) if row else CalendarState()


def lock_calendar(session: Session) -> None:
    """Make other writers wait until this transaction ends.

    On SQLite the transaction has done so already; PostgreSQL locks the row.
    """
    session.scalars(select(VersionRow).with_for_update()).one()


def list_items(session: Session, selection: Selection) -> list[Item]:
    """Return the selected items by first day, then uid.

    An item is selected by the days between its first and last occurrence; for
    a repeating one that does not say that an occurrence lies inside. Three
    queries, however many items.
    """
    return sorted(load_items(session, *conditions(selection)), key=_by_day)


def find_item(session: Session, uid: str) -> Item | None:
    """Return the item of any status, deleted ones too."""
    if not is_storable(uid):
        return None
    return next(iter(load_items(session, ItemRow.uid == uid)), None)


def find_items(session: Session, uids: Collection[str]) -> dict[str, Item]:
    """Return the items of these uids, of any status, by uid: a few at once."""
    found = load_items(session, ItemRow.uid.in_(sorted(uids)))
    return {item.uid: item for item in found}


def find_by_slug(session: Session, slug: str) -> Item | None:
    """Return the item that has this slug, or had it before a rename."""
    if not is_storable(slug):
        return None
    former = select(SlugRow.item_id).where(SlugRow.slug == slug)
    found = load_items(session, or_(ItemRow.slug == slug, ItemRow.id.in_(former)))
    return max(found, key=lambda item: item.slug == slug, default=None)


def taken_slugs(session: Session, start: str) -> set[str]:
    """Return the slugs, present and former, that begin like this."""
    current = select(ItemRow.slug).where(
        ItemRow.slug.startswith(start, autoescape=True)
    )
    former = select(SlugRow.slug).where(SlugRow.slug.startswith(start, autoescape=True))
    return {*session.scalars(current), *session.scalars(former)}


def store_item(
    session: Session,
    item: Item,
    *,
    actor: str,
    seen: int | None,
    now: datetime,
    announces: Sequence[str] = (),
) -> Item:
    """Store a new state of an item with its history; return it with its version.

    `seen` is the revision the change was made from, None for a new item.
    `announces` says what the change means to readers (domain/announcement).
    Raises StaleItem when the stored one is another by now.
    """
    lock_calendar(session)
    # What this session loaded before it had to wait may have changed meanwhile.
    now_stored = select(ItemRow).execution_options(populate_existing=True)
    row = session.scalar(now_stored.where(ItemRow.uid == item.uid))
    if (row.revision if row else None) != seen:
        raise StaleItem(find_item(session, item.uid) or item)
    stamped = replace(item, version=raise_version(session, now))
    if row is None:
        row = ItemRow(uid=item.uid)
        session.add(row)
    elif row.slug != item.slug:
        _keep_slug(session, row, item.slug)
    fill_row(row, stamped)
    session.flush()
    session.add(_revision(row, stamped, actor, now, announces))
    index_item(session, row.id, stamped)
    session.flush()
    return stamped


def list_revisions(session: Session, uid: str) -> list[Revision]:
    """Return an item's history, oldest first."""
    if not is_storable(uid):
        return []
    rows = session.scalars(
        select(RevisionRow)
        .join(ItemRow, ItemRow.id == RevisionRow.item_id)
        .where(ItemRow.uid == uid)
        .order_by(RevisionRow.revision)
    )
    return [
        Revision(decode(row.snapshot, Item), row.actor, row.at, row.version)
        for row in rows
    ]


def find_revision(session: Session, uid: str, number: int) -> Item | None:
    """Return an item as it was at one of its revisions."""
    if not is_storable(uid) or not 0 <= number <= MOST_INTEGER:
        return None
    found = session.scalar(
        select(RevisionRow.snapshot)
        .join(ItemRow, ItemRow.id == RevisionRow.item_id)
        .where(ItemRow.uid == uid, RevisionRow.revision == number)
    )
    return decode(found, Item) if found else None


def find_revisions(
    session: Session, wanted: Collection[tuple[str, int]]
) -> dict[tuple[str, int], Item]:
    """Return items as they were, by uid and revision, in one look-up."""
    found = session.execute(
        select(ItemRow.uid, RevisionRow.revision, RevisionRow.snapshot)
        .join(RevisionRow, RevisionRow.item_id == ItemRow.id)
        .where(tuple_(ItemRow.uid, RevisionRow.revision).in_(sorted(wanted)))
    )
    return {
        (uid, revision): decode(snapshot, Item) for uid, revision, snapshot in found
    }


def changed_since(session: Session, version: int) -> list[Item]:
    """Return what was written after a calendar version, in order of writing.

    Deleted items are among them: they are the tombstones.
    """
    if version > MOST_INTEGER:
        return []
    found = load_items(session, ItemRow.version > max(version, 0))
    return sorted(found, key=attrgetter("version"))


def count_items(session: Session) -> int:
    """Return how many items there are, of any status."""
    return session.scalar(select(func.count()).select_from(ItemRow)) or 0


def conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    """Ask in SQL what domain/selection.is_selected asks of a value."""
    yield from _visible(selection.audience, with_deleted=selection.with_deleted)
    if selection.kinds:
        yield ItemRow.kind.in_(sorted(selection.kinds))
    if selection.without_kinds:
        yield ItemRow.kind.not_in(sorted(selection.without_kinds))
    if selection.places:
        yield _placed(sorted(filter(is_storable, selection.places - {""})))
    if selection.tags:
        names = sorted(filter(is_storable, selection.tags))
        tagged = select(ItemTagRow.item_id).where(ItemTagRow.name.in_(names))
        yield ItemRow.id.in_(tagged)
    if selection.last is not None:
        yield ItemRow.first_on <= selection.last
    if selection.first is not None:
        yield or_(ItemRow.last_on.is_(None), ItemRow.last_on >= selection.first)
    if selection.withdrawn_first is not None:
        yield _is_fresh(selection.withdrawn_first)


def _placed(names: Sequence[str]) -> ColumnElement[bool]:
    named = select(ItemTextRow.item_id).where(ItemTextRow.place.in_(names))
    venue = ItemRow.body["place"]["venue"].as_string()
    return or_(ItemRow.city.in_(names), venue.in_(names), ItemRow.id.in_(named))


def _is_fresh(first: date) -> ColumnElement[bool]:
    start = datetime.combine(first, time(), UTC)
    return or_(
        ItemRow.status.not_in(sorted(WITHDRAWN)),
        ItemRow.last_on >= first,
        and_(ItemRow.last_on.is_(None), ItemRow.updated_at >= start),
    )


def _visible(
    audience: Audience, *, with_deleted: bool
) -> Iterator[ColumnElement[bool]]:
    """Ask in SQL what domain/selection.is_visible asks of a value."""
    statuses = visible_statuses(audience, with_deleted=with_deleted)
    yield ItemRow.status.in_(sorted(statuses))
    yield ItemRow.visibility.in_(sorted(visible_to(audience)))
    if audience is not Audience.EDITORS:
        yield ItemRow.published_at.is_not(None)


def raise_version(session: Session, now: datetime) -> int:
    """Raise the version for a write; its instant never goes back, as clocks may."""
    row = session.scalars(select(VersionRow).with_for_update()).one()
    row.number += 1
    row.changed_at = max(now, row.changed_at or now)
    return row.number


def _keep_slug(session: Session, row: ItemRow, slug: str) -> None:
    """Let the former slug lead here, and free the new one if it was ours before."""
    former = session.get(SlugRow, slug)
    if former is not None:
        session.delete(former)
    session.add(SlugRow(slug=row.slug, item_id=row.id))


def _revision(
    row: ItemRow, item: Item, actor: str, now: datetime, announces: Sequence[str]
) -> RevisionRow:
    return RevisionRow(
        item_id=row.id,
        revision=item.revision,
        version=item.version,
        at=now,
        actor=actor,
        announces=",".join(announces),
        snapshot=encode(item),
    )


def _by_day(item: Item) -> tuple[str, str]:
    return item.span.start.isoformat(), item.uid
