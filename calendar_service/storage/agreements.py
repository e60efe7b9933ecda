"""Agreements among the items: those that run, and the one that is named."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.terms import reopened
from calendar_service.storage.item_loading import load_items
from calendar_service.storage.items import find_by_slug, find_item, list_items
from calendar_service.storage.tables import ItemRow


def list_terms(session: Session) -> list[Item]:
    """Return the published agreements; what is withdrawn has no standing.

    One whose next term was withdrawn is open again.
    """
    kinds = frozenset({ItemKind.AGREEMENT})
    chosen = Selection(audience=Audience.EDITORS, kinds=kinds)
    found = list_items(session, chosen)
    return reopened([i for i in found if i.status is ItemStatus.PUBLISHED])


def list_ending(session: Session, first: date, last: date) -> list[Item]:
    """Return those of list_terms whose expiry or notice lies on the days named.

    Both inclusive, by the earliest reading of the expiry. Four queries, however
    many agreements there are.
    """
    found = load_items(
        session,
        ItemRow.kind == ItemKind.AGREEMENT,
        ItemRow.status == ItemStatus.PUBLISHED,
        or_(
            ItemRow.expires_on.between(first, last),
            ItemRow.notice_on.between(first, last),
        ),
    )
    return as_they_stand(session, found)


def as_they_stand(session: Session, items: Sequence[Item]) -> list[Item]:
    """Return the items, those open again whose next term is not published.

    At most one query, and none where nothing was renewed.
    """
    following = {i.agreement.renewed_by for i in items if i.agreement} - {""}
    if not following:
        return list(items)
    published = select(ItemRow.uid).where(
        ItemRow.uid.in_(sorted(following)), ItemRow.status == ItemStatus.PUBLISHED
    )
    return reopened(items, frozenset(session.scalars(published)))


def find_agreement(session: Session, name: str) -> Item | None:
    """Return the agreement of this uid or slug, whatever its status."""
    item = find_item(session, name) or find_by_slug(session, name)
    return item if item and item.kind is ItemKind.AGREEMENT else None
