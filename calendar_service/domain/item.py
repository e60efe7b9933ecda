"""One dated thing: what it is, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.recurrence import Recurrence, bounds
from calendar_service.domain.span import Span
from calendar_service.domain.texts import Text


class ItemKind(StrEnum):
    """What an item is. News goes to the reader feeds only."""

    OBSERVANCE = "observance"
    MEETING = "meeting"
    STUDY_VISIT = "study_visit"
    SCREENING = "screening"
    CAMPAIGN = "campaign"
    TRAINING = "training"
    DEADLINE = "deadline"
    AGREEMENT = "agreement"
    NEWS = "news"


class ItemStatus(StrEnum):
    """Where an item stands; deleted ones are kept as tombstones."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    DELETED = "deleted"


class Visibility(StrEnum):
    """Who may see a published item."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: names in the office's first language; texts may say it in others."""

    venue: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    online: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A person or organisation with a role, such as "funder" or "host"."""

    name: str
    role: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff, reached by mail."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words to show for it."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture and the words for those who do not see it."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Seats:
    """Places are limited; the number may not be known."""

    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Everything about an item that a person may propose or change."""

    kind: ItemKind
    span: Span
    texts: Mapping[str, Text]
    recurrence: Recurrence = field(default_factory=Recurrence)
    status: ItemStatus = ItemStatus.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    place: Place = field(default_factory=Place)
    tags: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    organisers: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    focal_point: Person | None = None
    deputy: Person | None = None
    links: tuple[Link, ...] = ()
    image: Image | None = None
    seats: Seats | None = None
    notes: str = ""
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Details):
    """An accepted item.

    `uid` is made once and never changes; `slug` may. `revision` counts the
    changes and is both the edit lock and SEQUENCE (RFC 5545 3.8.7.4), so it
    starts at 0. `version` is the calendar version of the last write.
    `published_at` is the first publication. It stays, unless a draft is deleted:
    what had been public left calendars before, and what it says now never was.
    """

    uid: str
    slug: str
    created_at: datetime
    updated_at: datetime
    revision: int = 0
    version: int = 0
    published_at: datetime | None = None


class StaleItem(Exception):
    """Somebody else changed the item since it was loaded."""

    def __init__(self, current: Item) -> None:
        super().__init__(f"the item is at revision {current.revision} by now")
        self.current = current


def details_of(item: Details) -> Details:
    """Return an item's details without its identity."""
    return Details(**{f.name: getattr(item, f.name) for f in fields(Details)})


def new_item(details: Details, *, uid: str, slug: str, now: datetime) -> Item:
    """Make the first revision of an item.

    One that comes as cancelled had been announced elsewhere: it counts as
    published, so that the cancellation is seen.
    """
    item = Item(
        **{f.name: getattr(details, f.name) for f in fields(Details)},
        uid=uid,
        slug=slug,
        created_at=now,
        updated_at=now,
    )
    if item.status is ItemStatus.CANCELLED:
        return replace(item, published_at=now)
    return _published(item, now)


def revise(item: Item, details: Details, now: datetime) -> Item:
    """Return the next revision, or the very same item where nothing changed."""
    changes = {
        f.name: getattr(details, f.name)
        for f in fields(Details)
        if getattr(details, f.name) != getattr(item, f.name)
    }
    if not changes:
        return item
    changed = replace(item, **changes, revision=item.revision + 1, updated_at=now)
    if item.status is ItemStatus.DRAFT and changed.status is ItemStatus.DELETED:
        return replace(changed, published_at=None)
    return _published(changed, now)


def with_status(item: Item, status: ItemStatus, now: datetime) -> Item:
    """Return the next revision in another status: cancelled, deleted, restored."""
    return revise(item, replace(details_of(item), status=status), now)


def days_covered(item: Details) -> tuple[date, date | None]:
    """Return the first and the last day of everything; None for no end."""
    return bounds(item.span, item.recurrence)


def _published(item: Item, now: datetime) -> Item:
    if item.status is ItemStatus.PUBLISHED and item.published_at is None:
        return replace(item, published_at=now)
    return item
