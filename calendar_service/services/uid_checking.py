"""Items whose VEVENTs would go out under the same uid."""

import re
from collections.abc import Iterable, Mapping

from calendar_service.domain.item import Item
from calendar_service.feeds.series import parts_of
from calendar_service.storage.database import Session
from calendar_service.storage.renditions import items_named

OF_A_DAY = re.compile(r"-\d{8}(T\d{4}(\d\d)?)?(?=@[^@]*$|$)")
"""What series.parts_of puts behind the uid of an item with separate days."""


def list_doubles(session: Session, items: Mapping[int, Item]) -> dict[int, str]:
    """Return, by item id, the problem of each that takes the uid of an earlier one.

    Days of one item have uids made of its own; an import may bring an item
    that has just such a uid. Clients would take the two for one: the item
    that was there first keeps the uid.
    """
    own = {item_id: _uids_of(item) for item_id, item in items.items()}
    earlier = items_named(session, _suspects(own.values()))
    return {
        item_id: f"UID {min(shared)} is that of {other.uid} too"
        for item_id, uids in own.items()
        for other_id, other in earlier.items()
        if other_id < item_id and (shared := uids & _uids_of(other))
    }


def _suspects(owned: Iterable[set[str]]) -> set[str]:
    """Return the uids of items that may have one of these, as item or as a day."""
    found = set().union(*owned)
    return found | {OF_A_DAY.sub("", uid) for uid in found}


def _uids_of(item: Item) -> set[str]:
    return {part.uid for part in parts_of(item)}
