"""Which items: kinds, tags, places, window, and who may see them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    Visibility,
    days_covered,
)

WITHDRAWN = frozenset({ItemStatus.CANCELLED, ItemStatus.DELETED})


class Audience(StrEnum):
    """For whom a list is made; the one visibility rule starts here."""

    PUBLIC = "public"
    STAFF = "staff"
    EDITORS = "editors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A choice of items. Empty sets choose all; the window is inclusive.

    `with_deleted` adds tombstones of items that had been published, for feeds
    that have to take them back. The window is tested on an item's last day:
    what still runs does not vanish. `withdrawn_first` is the same test for
    what was cancelled or deleted, which leaves earlier; one without an end
    counts by the day of its last change. `places` are compared with venue,
    city and the place names of all languages.
    """

    audience: Audience = Audience.PUBLIC
    kinds: frozenset[ItemKind] = frozenset()
    without_kinds: frozenset[ItemKind] = frozenset()
    tags: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    withdrawn_first: date | None = None
    with_deleted: bool = False


def visible_statuses(audience: Audience, *, with_deleted: bool) -> set[ItemStatus]:
    """Return the statuses that an audience sees; storage asks the same question."""
    statuses = {ItemStatus.PUBLISHED, ItemStatus.CANCELLED}
    if audience is Audience.EDITORS:
        statuses.add(ItemStatus.DRAFT)
    if with_deleted:
        statuses.add(ItemStatus.DELETED)
    return statuses


def visible_to(audience: Audience) -> set[Visibility]:
    """Return the visibilities that an audience sees."""
    if audience is Audience.PUBLIC:
        return {Visibility.PUBLIC}
    return set(Visibility)


def is_visible(item: Item, audience: Audience, *, with_deleted: bool = False) -> bool:
    """Tell whether the audience may see the item: the one visibility rule.

    Cancelled and deleted items that were never published stay unseen, or the
    public would learn of drafts by their end.
    """
    if item.visibility not in visible_to(audience):
        return False
    if item.status not in visible_statuses(audience, with_deleted=with_deleted):
        return False
    return audience is Audience.EDITORS or item.published_at is not None


def is_selected(item: Item, selection: Selection) -> bool:
    """Tell whether an item belongs to a selection, as storage answers it in SQL."""
    first, last = days_covered(item)
    return (
        is_visible(item, selection.audience, with_deleted=selection.with_deleted)
        and (not selection.kinds or item.kind in selection.kinds)
        and item.kind not in selection.without_kinds
        and (not selection.tags or bool(selection.tags.intersection(item.tags)))
        and (not selection.places or bool(selection.places & places_of(item)))
        and (selection.last is None or first <= selection.last)
        and (selection.first is None or last is None or last >= selection.first)
        and not _is_long_withdrawn(item, last, selection.withdrawn_first)
    )


def places_of(item: Item) -> set[str]:
    """Return every name under which the item's place may be asked for."""
    names = {text.place for text in item.texts.values()}
    return {name for name in (item.place.venue, item.place.city, *names) if name}


def _is_long_withdrawn(item: Item, last: date | None, since: date | None) -> bool:
    if since is None or item.status not in WITHDRAWN:
        return False
    return (last or item.updated_at.date()) < since
