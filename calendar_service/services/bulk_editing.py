"""One change to many items: said first, then all of them, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from calendar_service.domain.account import Account, may
from calendar_service.domain.draft import Draft, Problem, check
from calendar_service.domain.item import (
    Details,
    Item,
    ItemStatus,
    StaleItem,
    details_of,
    revise,
    with_status,
)
from calendar_service.services.editing import (
    NEEDED,
    demand_item,
    publish_item,
    save_item,
)
from calendar_service.storage.database import Session
from calendar_service.storage.items import lock_calendar

Seen = Mapping[str, int] | None


class Left(StrEnum):
    """Why an item stays as it is."""

    MAY_NOT = "may_not"
    HAS_TAG = "has_tag"
    NO_DRAFT = "no_draft"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change makes of one item; `left` or `becomes` is None.

    `problems` say what is wrong with what it would become.
    """

    item: Item
    becomes: Item | None = None
    left: Left | None = None
    problems: Sequence[Problem] = ()


def preview_tag(
    session: Session,
    actor: Account,
    uids: Sequence[str],
    tags: Sequence[str],
    now: datetime,
) -> list[Outcome]:
    """Return what tags would do to items. Raises UnknownItem."""
    found = []
    for item in _each(session, uids):
        draft = _tagged(item, tags)
        if not may(actor, NEEDED[item.status], item):
            found.append(Outcome(item, left=Left.MAY_NOT))
        elif draft.tags == item.tags:
            found.append(Outcome(item, left=Left.HAS_TAG))
        elif problems := check(draft):
            found.append(Outcome(item, left=Left.INVALID, problems=problems))
        else:
            tagged = replace(details_of(item), tags=draft.tags)
            found.append(Outcome(item, revise(item, tagged, now)))
    return found


def preview_publication(
    session: Session, actor: Account, uids: Sequence[str], now: datetime
) -> list[Outcome]:
    """Return what would become of items by publishing. Raises UnknownItem."""
    found = []
    for item in _each(session, uids):
        if item.status is not ItemStatus.DRAFT:
            found.append(Outcome(item, left=Left.NO_DRAFT))
        elif not may(actor, NEEDED[ItemStatus.PUBLISHED], item):
            found.append(Outcome(item, left=Left.MAY_NOT))
        else:
            found.append(Outcome(item, with_status(item, ItemStatus.PUBLISHED, now)))
    return found


def tag_items(
    session: Session,
    actor: Account,
    uids: Sequence[str],
    tags: Sequence[str],
    now: datetime,
    seen: Seen = None,
) -> int:
    """Give items tags. Return how many did not have them all.

    `seen` is the revision of each item that whoever asks has seen, None for
    any; here and below, another one raises StaleItem. Raises InvalidDraft,
    NotAllowed, UnknownItem; let that end the transaction.
    """
    lock_calendar(session)
    found = _each(session, uids, seen)
    drafts = [_tagged(i, tags) for i in found if not set(tags) <= set(i.tags)]
    for draft in drafts:
        save_item(session, actor, draft, now)
    return len(drafts)


def publish_items(
    session: Session,
    actor: Account,
    uids: Sequence[str],
    now: datetime,
    seen: Seen = None,
) -> int:
    """Publish the drafts among items; what is cancelled or deleted stays so.

    Return how many were published. Raises NotAllowed, StaleItem, UnknownItem.
    """
    lock_calendar(session)
    found = _each(session, uids, seen)
    drafts = [item for item in found if item.status is ItemStatus.DRAFT]
    for item in drafts:
        publish_item(session, actor, item.uid, now)
    return len(drafts)


def _each(session: Session, uids: Sequence[str], seen: Seen = None) -> list[Item]:
    """Return each item once, in the order asked for."""
    found = [demand_item(session, uid) for uid in dict.fromkeys(uids)]
    for item in found:
        if seen is not None and seen.get(item.uid) != item.revision:
            raise StaleItem(item)
    return found


def _tagged(item: Item, tags: Sequence[str]) -> Draft:
    """Return the item with the tags that it lacks behind its own."""
    return replace(_draft(item), tags=tuple(dict.fromkeys((*item.tags, *tags))))


def _draft(item: Item) -> Draft:
    said = {f.name: getattr(item, f.name) for f in fields(Details)}
    return Draft(**said, uid=item.uid, slug=item.slug, revision=item.revision)
