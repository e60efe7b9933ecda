"""What items name already, for forms to offer: places, people, tags."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item, Party, Person, Place
from calendar_service.storage.item_loading import load_items
from calendar_service.storage.tables import ItemRow

LOOKED_AT = 300
MOST = 60
Named = TypeVar("Named", bound=Hashable)


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place as items name it, with its names in other languages."""

    place: Place
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picks:
    """What stands to choose from, the most used first."""

    places: tuple[KnownPlace, ...] = ()
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


def list_picks(session: Session) -> Picks:
    """Return what the 300 items that were last written name."""
    newest = select(ItemRow.id).order_by(ItemRow.version.desc()).limit(LOOKED_AT)
    items = load_items(session, ItemRow.id.in_(newest))
    return Picks(
        places=_most_used(_place(item) for item in items if item.place.venue),
        parties=_most_used(p for i in items for p in (*i.organisers, *i.partners)),
        people=_most_used(p for i in items for p in (i.focal_point, i.deputy) if p),
        tags=_most_used(tag for item in items for tag in item.tags),
        hashtags=_most_used(tag for item in items for tag in item.hashtags),
    )


def _place(item: Item) -> KnownPlace:
    names = ((code, text.place) for code, text in item.texts.items() if text.place)
    return KnownPlace(item.place, tuple(sorted(names)))


def _most_used(values: Iterable[Named]) -> tuple[Named, ...]:
    counted = Counter(values)
    ordered = sorted(counted, key=lambda value: (-counted[value], str(value)))
    return tuple(ordered[:MOST])
