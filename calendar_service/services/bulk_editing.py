"""One change to many items: all of them, or none."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from calendar_service.domain.account import Account
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Details, Item, ItemStatus
from calendar_service.services.editing import demand_item, publish_item, save_item
from calendar_service.storage.database import Session
from calendar_service.storage.items import lock_calendar


def tag_items(
    session: Session, actor: Account, uids: Sequence[str], tag: str, now: datetime
) -> int:
    """Give items a tag. Return how many did not have it.

    Raises InvalidDraft, NotAllowed, UnknownItem; let that end the transaction.
    """
    lock_calendar(session)
    without = [
        item for uid in uids if tag not in (item := demand_item(session, uid)).tags
    ]
    for item in without:
        draft = replace(_draft(item), tags=(*item.tags, tag))
        save_item(session, actor, draft, now)
    return len(without)


def publish_items(
    session: Session, actor: Account, uids: Sequence[str], now: datetime
) -> int:
    """Publish the drafts among items; what is cancelled or deleted stays so.

    Return how many were published. Raises NotAllowed, UnknownItem.
    """
    lock_calendar(session)
    drafts = [
        uid for uid in uids if demand_item(session, uid).status is ItemStatus.DRAFT
    ]
    for uid in drafts:
        publish_item(session, actor, uid, now)
    return len(drafts)


def _draft(item: Item) -> Draft:
    said = {f.name: getattr(item, f.name) for f in fields(Details)}
    return Draft(**said, uid=item.uid, slug=item.slug, revision=item.revision)
