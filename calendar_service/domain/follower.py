"""A reader who follows part of the calendar by mail, without an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from calendar_service.domain.item import ItemKind
from calendar_service.domain.selection import Audience, Selection

LINK_LASTS = timedelta(days=3)
"""How long the link of a confirmation mail confirms."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""One address is asked to confirm one wish once in this time."""
ASKED_IS_KEPT = timedelta(days=7)
"""What nobody confirms is forgotten after this time."""
RECENT = timedelta(hours=1)
MOST_FROM_ONE_CLIENT = 10
MOST_FROM_ALL = 200


class Pace(StrEnum):
    """How often somebody is written to."""

    IMMEDIATE = "immediate"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which public items somebody follows. Empty sets choose all."""

    kinds: frozenset[ItemKind] = frozenset()
    tags: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def selection(self) -> Selection:
        """Return what it chooses: of what the public sees, and nothing else."""
        return Selection(
            audience=Audience.PUBLIC,
            kinds=self.kinds,
            tags=self.tags,
            places=self.places,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """One address and one wish; an address may have several.

    The address is in lower case. `confirmed_at` is None as long as nobody has
    said that the address is theirs. Changes of the calendar up to the version
    `told` are known to the follower, or older than the wish.
    """

    address: str
    wish: Wish
    pace: Pace
    language: str
    asked_at: datetime
    confirmed_at: datetime | None = None
    told: int = 0

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were asked to confirm of late: through one client, and in all."""

    by_client: int
    in_all: int

    def is_too_many(self) -> bool:
        """Tell whether one more would help somebody to flood mailboxes."""
        return self.by_client >= MOST_FROM_ONE_CLIENT or self.in_all >= MOST_FROM_ALL


def is_asked_too_soon(known: Follower | None, now: datetime) -> bool:
    """Tell whether the address was asked about this wish a moment ago."""
    return known is not None and now < known.asked_at + ASKED_AGAIN_AFTER


def is_link_over(asked_at: datetime, now: datetime) -> bool:
    return now >= asked_at + LINK_LASTS


def count_by_wish(followers: Sequence[Follower]) -> dict[Wish, int]:
    """Return how many follow each wish, most first; who has not confirmed does not."""
    counts: dict[Wish, int] = {}
    for follower in followers:
        if follower.is_confirmed:
            counts[follower.wish] = counts.get(follower.wish, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: -each[1]))
