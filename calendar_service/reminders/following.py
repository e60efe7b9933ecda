"""What a reader who follows by mail is told, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendar_service.domain.announcement import OFF, Announcement
from calendar_service.domain.coming_up import Coming, list_coming
from calendar_service.domain.follower import Follower
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.recurrence import bounds
from calendar_service.domain.selection import Audience, is_selected, is_visible
from calendar_service.domain.span import end_instant

NEWS_IS_NEW = timedelta(days=7)
DAYS_AHEAD = 6


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What one revision told the public; `item` is as it is now.

    `version` is the calendar's with which the revision was written, `before`
    the item as of the revision before.
    """

    version: int
    item: Item
    announcements: tuple[Announcement, ...]
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that was known, and all that has become of it since.

    `was` is the item as it was known.
    """

    item: Item
    announcements: tuple[Announcement, ...]
    was: Item | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail says; all empty says nothing and is not sent."""

    new: tuple[Item, ...] = ()
    changed: tuple[Changed, ...] = ()
    coming: tuple[Coming, ...] = ()

    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.coming)


def plan_news(
    follower: Follower,
    changes: Iterable[PublicChange],
    until: int,
    now: datetime,
    zone: str,
) -> Letter:
    """Return what is new to a follower, up to the version `until`, as one letter.

    However much was written since they were last told, each item is named
    once, by what it comes to: what is new and moved is new, what is new and
    cancelled is nothing. Nothing is said of what is over, or hidden by now. Whoever
    followed what it was is told even if they do not follow what it has become.
    """
    said: dict[str, list[PublicChange]] = {}
    for change in sorted(changes, key=lambda each: each.version):
        if follower.told < change.version <= until:
            said.setdefault(change.item.uid, []).append(change)
    chosen = replace(follower.wish.selection(), with_deleted=True)
    new: list[Item] = []
    changed: list[Changed] = []
    for told in said.values():
        item, was = told[-1].item, _known_as(told)
        is_followed = is_selected(item, chosen) or (
            was is not None and _is_public(item) and is_selected(was, chosen)
        )
        if not is_followed or _is_over(item, now, zone):
            continue
        sums_up = _sum_up(item, [each for one in told for each in one.announcements])
        if sums_up == (Announcement.NEW,):
            new.append(item)
        elif sums_up:
            changed.append(Changed(item, sums_up, was))
    return Letter(new=tuple(new), changed=tuple(changed))


def plan_week(
    follower: Follower,
    changes: Iterable[PublicChange],
    items: Sequence[Item],
    until: int,
    at: tuple[datetime, str],
) -> Letter:
    """Return the letter of a week: what is new, and what comes until next Monday.

    `items` are those near; `at` is now, and the office's zone. Whether it is
    due, week_due tells.
    """
    now, zone = at
    chosen = follower.wish.selection()
    followed = [
        item
        for item in items
        if item.kind is not ItemKind.NEWS and is_selected(item, chosen)
    ]
    today = now.astimezone(ZoneInfo(zone)).date()
    coming = list_coming(followed, today, DAYS_AHEAD - today.weekday(), zone)
    letter = plan_news(follower, changes, until, now, zone)
    return replace(letter, coming=tuple(coming))


def _known_as(told: Sequence[PublicChange]) -> Item | None:
    """Return the item as the public knew it before, None where they did not."""
    known = (each.before for each in told if each.before is not None)
    return next(filter(_is_public, known), None)


def _is_public(item: Item) -> bool:
    return is_visible(item, Audience.PUBLIC, with_deleted=True)


def _sum_up(item: Item, said: Sequence[Announcement]) -> tuple[Announcement, ...]:
    """Return what several announcements come to, in their usual order."""
    is_off = item.status in OFF
    if Announcement.NEW in said:
        return () if is_off else (Announcement.NEW,)
    switches = [
        each for each in said if each in {Announcement.CANCELLED, Announcement.RESTORED}
    ]
    was_off = switches[:1] == [Announcement.RESTORED]
    if is_off:
        return (Announcement.CANCELLED,) if switches and not was_off else ()
    known = set(said) - {Announcement.CANCELLED}
    if not was_off:
        known.discard(Announcement.RESTORED)
    return tuple(each for each in Announcement if each in known)


def _is_over(item: Item, now: datetime, zone: str) -> bool:
    """Tell whether there is nothing left to come; news grows old in a week."""
    today = now.astimezone(ZoneInfo(zone)).date()
    _, last = bounds(item.span, item.recurrence)
    if item.kind is ItemKind.NEWS:
        return last is not None and last < today - NEWS_IS_NEW
    if item.recurrence.is_single():
        return end_instant(item.span, zone) <= now
    return last is not None and last < today
