"""Agreements among the items: those that run, and the one that is named."""

from sqlalchemy.orm import Session

from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.terms import reopened
from calendar_service.storage.items import find_by_slug, find_item, list_items


def list_terms(session: Session) -> list[Item]:
    """Return the published agreements; what is withdrawn has no standing.

    One whose next term was withdrawn is open again.
    """
    kinds = frozenset({ItemKind.AGREEMENT})
    chosen = Selection(audience=Audience.EDITORS, kinds=kinds)
    found = list_items(session, chosen)
    return reopened([i for i in found if i.status is ItemStatus.PUBLISHED])


def find_agreement(session: Session, name: str) -> Item | None:
    """Return the agreement of this uid or slug, whatever its status."""
    item = find_item(session, name) or find_by_slug(session, name)
    return item if item and item.kind is ItemKind.AGREEMENT else None
