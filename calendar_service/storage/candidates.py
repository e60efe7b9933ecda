"""Items that may have to be reminded of: those that lie near a stretch of days."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.terms import reopened
from calendar_service.storage.item_loading import load_items
from calendar_service.storage.items import conditions
from calendar_service.storage.renditions import items_named
from calendar_service.storage.tables import ItemRow

LONGEST_EXPIRY = timedelta(days=366)
"""An expiry that is known to the year is stored by its first day."""
STAFF = Selection(audience=Audience.STAFF)


@dataclass(frozen=True, slots=True)
class Near:
    """Items of these kinds that touch the days first..last, both inclusive."""

    kinds: frozenset[ItemKind]
    first: date
    last: date


def list_candidates(
    session: Session, nears: Collection[Near], uids: Collection[str] = ()
) -> list[Item]:
    """Return the items that touch the days, and those named, by first day, then uid.

    An agreement touches a day by its own days, its notice deadline or its
    expiry. One whose next term is not published is open again.
    """
    chosen = [each for near in nears for each in _touching(near)]
    if uids:
        chosen.append(select(ItemRow.id).where(ItemRow.uid.in_(sorted(uids))))
    if not chosen:
        return []
    found = load_items(session, ItemRow.id.in_(union_all(*chosen)), *conditions(STAFF))
    open_again = reopened([*found, *_next_terms(session, found)])[: len(found)]
    return sorted(open_again, key=_by_day)


def _touching(near: Near) -> Iterator[Select[int]]:
    """Ask one question per index: all in one would be a walk through the table."""
    own = Selection(
        audience=Audience.STAFF, kinds=near.kinds, first=near.first, last=near.last
    )
    yield _ids(*conditions(own))
    if ItemKind.AGREEMENT in near.kinds:
        earliest = near.first - LONGEST_EXPIRY
        yield _ids(ItemRow.expires_on.between(earliest, near.last))
        yield _ids(ItemRow.notice_on.between(near.first, near.last))


def _ids(*asked: ColumnElement[bool]) -> Select[int]:
    return select(ItemRow.id).where(*asked)


def _next_terms(session: Session, items: Collection[Item]) -> list[Item]:
    """Return the terms that follow on these, where they are not among them."""
    following = {
        item.agreement.renewed_by
        for item in items
        if item.agreement and item.agreement.renewed_by
    }
    missing = following - {item.uid for item in items}
    return list(items_named(session, missing).values())


def _by_day(item: Item) -> tuple[str, str]:
    return item.span.start.isoformat(), item.uid
