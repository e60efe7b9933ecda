"""What is coming up, as entries that appear when their date draws near."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from calendar_service.domain.coming_up import Coming, list_coming
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.texts import overlaid
from calendar_service.feeds.document import FeedInfo, LinkTo, coming_tag
from calendar_service.feeds.entries import Entry, entry_of, whole_second

DAYS = 14


def coming_up_entries(
    items: Iterable[Item],
    info: FeedInfo,
    link: LinkTo,
    today: date,
    days: int = DAYS,
) -> list[Entry]:
    """Return an entry for each occurrence in sight, soonest first.

    Each has an id of its own and counts as published when it came in sight:
    the same bytes all day long, and nothing old turns up as unread.
    """
    found = list_coming(items, today, days, info.timezone)
    return [_entry(coming, info, link) for coming in found]


def _entry(coming: Coming, info: FeedInfo, link: LinkTo) -> Entry:
    item = coming.item
    entry = entry_of(_as_item(coming), info, link(item))
    return replace(
        entry,
        id=coming_tag(info.domain, item.uid, coming.original),
        published=whole_second(coming.entered_at),
        updated=whole_second(max(coming.entered_at, item.updated_at)),
    )


def _as_item(coming: Coming) -> Item:
    """Return the item as this occurrence of it alone; a list of days stays whole."""
    item = coming.item
    if not item.recurrence.dates:
        item = replace(
            item,
            span=coming.occurrence.span,
            recurrence=Recurrence(),
            texts=overlaid(item.texts, coming.occurrence.texts),
        )
    return replace(item, status=ItemStatus.CANCELLED) if coming.cancelled else item
