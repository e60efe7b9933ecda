"""What a change of an item means to readers: moved, cancelled, in another place."""

from dataclasses import replace
from enum import StrEnum

from calendar_service.domain.item import Details, Item, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.selection import Audience, is_visible

OFF = frozenset({ItemStatus.CANCELLED, ItemStatus.DELETED})


class Announcement(StrEnum):
    """What readers are told of; all else is not worth an entry."""

    NEW = "new"
    MOVED = "moved"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    RESTORED = "restored"


def announcements(old: Item | None, new: Item) -> tuple[Announcement, ...]:
    """Return what readers are to be told of a revision, `old` being the one before.

    Only what the public can see counts: nothing for drafts and staff items,
    nor for what is withdrawn from the public without being cancelled. An item
    that the public sees for the first time is new, unless it comes as cancelled.
    """
    if not _is_public(new):
        return ()
    if old is None or not _is_public(old):
        return _first_told(old, new)
    if new.status in OFF:
        return () if old.status in OFF else (Announcement.CANCELLED,)
    changes = (
        (old.status in OFF, Announcement.RESTORED),
        (times_of(old) != times_of(new), Announcement.MOVED),
        (has_other_place(old, new), Announcement.REPLACED),
    )
    return tuple(announcement for is_so, announcement in changes if is_so)


def has_other_place(old: Item, new: Item) -> bool:
    """Tell whether it takes place elsewhere.

    A place that is only said in one more language, or found on the map, is
    still the same.
    """
    before, after = _places(old), _places(new)
    shared = before.keys() & after.keys()
    differs = any(before[language] != after[language] for language in shared)
    has_come_or_gone = bool(before) != bool(after)
    return differs or has_come_or_gone or _venue(old) != _venue(new)


def _is_public(item: Item) -> bool:
    return is_visible(item, Audience.PUBLIC, with_deleted=True)


def _first_told(old: Item | None, new: Item) -> tuple[Announcement, ...]:
    """Return what to say of what was hidden before.

    A draft that had been published once is known already, and so is what
    comes as deleted.
    """
    was_known = old is not None and old.status is ItemStatus.DRAFT and old.published_at
    if was_known or new.status is ItemStatus.DELETED:
        return ()
    off = new.status is ItemStatus.CANCELLED
    return (Announcement.CANCELLED if off else Announcement.NEW,)


def times_of(item: Details) -> tuple[object, Recurrence]:
    """Return all that says when; an occurrence that is only retitled says nothing."""
    recurrence = item.recurrence
    overrides = [
        replace(override, texts={})
        for override in recurrence.overrides
        if override.span is not None or override.cancelled
    ]
    return item.span, replace(
        recurrence,
        dates=tuple(sorted(set(recurrence.dates))),
        rdates=tuple(sorted(set(recurrence.rdates), key=str)),
        exdates=tuple(sorted(set(recurrence.exdates), key=str)),
        overrides=tuple(sorted(overrides, key=lambda each: str(each.original))),
    )


def _places(item: Item) -> dict[str, str]:
    return {
        language: text.place.strip()
        for language, text in item.texts.items()
        if text.place.strip()
    }


def _venue(item: Item) -> tuple[str, ...]:
    place = item.place
    return place.venue, place.city, place.country, place.online
