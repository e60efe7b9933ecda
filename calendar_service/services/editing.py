"""Save, publish, cancel, delete and restore items."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.announcement import announcements
from calendar_service.domain.draft import Draft, InvalidDraft, Problem, demand_valid
from calendar_service.domain.item import (
    Details,
    Item,
    ItemStatus,
    details_of,
    new_item,
    revise,
    with_status,
)
from calendar_service.domain.slug import make_slug
from calendar_service.domain.texts import words
from calendar_service.storage.database import Session
from calendar_service.storage.items import (
    find_by_slug,
    find_item,
    find_revision,
    lock_calendar,
    store_item,
    taken_slugs,
)

NEEDED = {
    ItemStatus.DRAFT: Action.DRAFT,
    ItemStatus.PUBLISHED: Action.PUBLISH,
    ItemStatus.CANCELLED: Action.CANCEL,
    ItemStatus.DELETED: Action.DELETE,
}


class UnknownItem(LookupError):
    """There is no item of that uid."""


def add_items(
    session: Session,
    actor: Account,
    drafts: Sequence[Draft],
    now: datetime,
    uid_domain: str,
) -> list[Item]:
    """Add new items, all or none. Raises InvalidDraft with every problem.

    Of several drafts a problem names which it is: "2.kind". Let the error end
    the transaction: what was sound has been added in it by then.
    """
    problems: list[Problem] = []
    added: list[Item] = []
    for number, draft in enumerate(drafts, 1):
        try:
            added.append(add_item(session, actor, draft, now, uid_domain))
        except InvalidDraft as wrong:
            problems += numbered(wrong.problems, number, len(drafts))
    if problems:
        raise InvalidDraft(problems)
    return added


def numbered(problems: Sequence[Problem], number: int, of: int) -> list[Problem]:
    """Return the problems with the place of their draft in front, if it has one."""
    if of == 1:
        return list(problems)
    return [
        Problem(f"{number}.{p.field}" if p.field else f"{number}", p.message)
        for p in problems
    ]


def add_item(
    session: Session, actor: Account, draft: Draft, now: datetime, uid_domain: str
) -> Item:
    """Add one new item; its uid is made here, the only randomness."""
    demand(actor, NEEDED[draft.status], draft)
    demand_valid(draft)
    lock_calendar(session)
    uid = draft.uid or f"{uuid.uuid4()}@{uid_domain}"
    if find_item(session, uid) is not None:
        raise InvalidDraft([Problem("uid", f"an item with the uid {uid} exists")])
    slug = _free_slug(session, draft)
    item = new_item(draft, uid=uid, slug=slug, now=now)
    item = replace(item, revision=draft.revision or 0)
    return store_item(
        session,
        item,
        actor=actor.email,
        seen=None,
        now=now,
        announces=announcements(None, item),
    )


def save_item(session: Session, actor: Account, draft: Draft, now: datetime) -> Item:
    """Change the item that `draft.uid` names, from the revision it names.

    Raises StaleItem when somebody else changed it meanwhile, InvalidDraft,
    NotAllowed, UnknownItem. A draft that changes nothing is no new revision.
    """
    item = demand_item(session, draft.uid)
    _demand_move(actor, (item.status, item), (draft.status, draft))
    demand_valid(draft)
    changed = revise(item, details_of(draft), now)
    if draft.slug and draft.slug != item.slug:
        lock_calendar(session)
        _demand_free(session, draft.slug, item.uid)
        changed = _renamed(item, changed, draft.slug, now)
    return _store(session, actor, changed, item, draft.revision, now)


def publish_item(
    session: Session, actor: Account, uid: str, now: datetime, seen: int | None = None
) -> Item:
    """Publish a draft, or take a cancellation or deletion back.

    `seen` is the revision that whoever asks has seen, None for any; here and
    below, another one raises StaleItem.
    """
    return _set_status(session, actor, uid, ItemStatus.PUBLISHED, now, seen)


def withdraw_item(
    session: Session, actor: Account, uid: str, now: datetime, seen: int | None = None
) -> Item:
    """Make a draft of an item again: the public is told nothing."""
    return _set_status(session, actor, uid, ItemStatus.DRAFT, now, seen)


def cancel_item(
    session: Session, actor: Account, uid: str, now: datetime, seen: int | None = None
) -> Item:
    """Cancel an item: it stays, marked, so that everybody is told.

    Raises InvalidDraft for a deleted one, which this would bring back.
    """
    if demand_item(session, uid).status is ItemStatus.DELETED:
        raise InvalidDraft([Problem("status", "a deleted item cannot be cancelled")])
    return _set_status(session, actor, uid, ItemStatus.CANCELLED, now, seen)


def delete_item(
    session: Session, actor: Account, uid: str, now: datetime, seen: int | None = None
) -> Item:
    """Delete an item softly; feeds take it back as cancelled first."""
    return _set_status(session, actor, uid, ItemStatus.DELETED, now, seen)


def restore_item(
    session: Session,
    actor: Account,
    uid: str,
    revision: int,
    now: datetime,
    seen: int | None = None,
) -> Item:
    """Make an earlier revision the newest again; nothing of the history is lost.

    Raises UnknownItem for one that is not there, or says that it is deleted:
    what stood there may never have been public, and delete_item deletes.
    """
    item = demand_item(session, uid)
    former = find_revision(session, uid, revision)
    if former is None or former.status is ItemStatus.DELETED:
        raise UnknownItem(f"the item has no revision {revision} to go back to")
    _demand_move(actor, (item.status, item), (former.status, former))
    changed = revise(item, details_of(former), now)
    if changed is not item:
        first = item.published_at or former.published_at or changed.published_at
        changed = replace(changed, published_at=first)
    return _store(session, actor, changed, item, seen, now)


def demand_item(session: Session, uid: str) -> Item:
    """Return the item, deleted ones too. Raises UnknownItem."""
    item = find_item(session, uid)
    if item is None:
        raise UnknownItem(f"there is no item with the uid {uid!r}")
    return item


def _set_status(
    session: Session,
    actor: Account,
    uid: str,
    status: ItemStatus,
    now: datetime,
    seen: int | None,
) -> Item:
    item = demand_item(session, uid)
    _demand_move(actor, (item.status, item), (status, item))
    return _store(session, actor, with_status(item, status, now), item, seen, now)


def _demand_move(actor: Account, *ends: tuple[ItemStatus, Details]) -> None:
    """Ask for what both ends take: who may not publish may not take it back.

    Likewise for kinds: a limit holds for what an item was and what it becomes.
    """
    for status, details in ends:
        demand(actor, NEEDED[status], details)


def _store(
    session: Session,
    actor: Account,
    changed: Item,
    item: Item,
    seen: int | None,
    now: datetime,
) -> Item:
    if changed is item and seen in {None, item.revision}:
        return item
    seen = item.revision if seen is None else seen
    return store_item(
        session,
        changed,
        actor=actor.email,
        seen=seen,
        now=now,
        announces=announcements(item, changed),
    )


def _renamed(item: Item, changed: Item, slug: str, now: datetime) -> Item:
    revision = max(changed.revision, item.revision + 1)
    return replace(changed, slug=slug, revision=revision, updated_at=now)


def _free_slug(session: Session, draft: Draft) -> str:
    if draft.slug:
        _demand_free(session, draft.slug)
        return draft.slug
    return make_slug(_title(draft), _Taken(session), fallback=draft.kind)


def _demand_free(session: Session, slug: str, uid: str = "") -> None:
    """Raise InvalidDraft where the slug leads to another item than `uid`, or did."""
    found = find_by_slug(session, slug)
    if found is not None and found.uid != uid:
        raise InvalidDraft([Problem("slug", f"{slug} is taken by another item")])


def _title(details: Details) -> str:
    return words(details.texts, "title", "en").text


class _Taken:
    """The slugs that are taken; asked for once, as numbers are added at the end."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: set[str] | None = None

    def __contains__(self, slug: object) -> bool:
        if self._found is None:
            self._found = taken_slugs(self._session, str(slug))
        return slug in self._found
