"""A reader who follows part of the calendar by mail, without an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendar_service.domain.item import ItemKind
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.span import to_instant

LINK_LASTS = timedelta(days=3)
"""How long the link of a confirmation mail confirms."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""One address is asked to confirm one wish once in this time."""
ASKED_IS_KEPT = timedelta(days=7)
"""What nobody confirms is forgotten after this time."""
RECENT = timedelta(hours=1)
MOST_FROM_ONE_CLIENT = 10
MOST_FROM_ALL = 200
MOST_TO_ONE_ADDRESS = 3
"""Tries of an hour; of a day, MOST_IN_A_DAY mails go to one address."""
MOST_IN_A_DAY = 5
WEEK = timedelta(days=7)
SEND_AT = time(9)


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

    `name` is random and stands for both in links and keys. The address is in
    lower case. `confirmed_at` is None as long as nobody has said that the
    address is theirs. Changes of the calendar up to the version `told` are
    known to the follower, or older than the wish.
    """

    name: str
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
class Tries:
    """How often was asked of late, this try counted.

    Within the hour: by the client and for the address. Asked in all within the
    hour, and the address within a day, count what was mailed, this one not.
    """

    by_client: int
    for_address: int
    mailed_to_all: int
    mailed_to_address: int

    def is_too_many(self) -> bool:
        """Tell whether one more would help somebody to flood mailboxes."""
        return (
            self.by_client > MOST_FROM_ONE_CLIENT or self.mailed_to_all >= MOST_FROM_ALL
        )

    def would_bother(self) -> bool:
        """Tell whether one mailbox would get too much; nobody is told so."""
        return (
            self.for_address > MOST_TO_ONE_ADDRESS
            or self.mailed_to_address >= MOST_IN_A_DAY
        )


def is_asked_too_soon(known: Follower | None, now: datetime) -> bool:
    """Tell whether the address was asked about this wish a moment ago."""
    return known is not None and now < known.asked_at + ASKED_AGAIN_AFTER


def is_link_over(asked_at: datetime, now: datetime) -> bool:
    return now >= asked_at + LINK_LASTS


def week_due(now: datetime, zone: str) -> date | None:
    """Return the Monday whose letter has come due; None before its hour.

    It goes out at 09:00 of the office, or late, within its week.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    due_at = to_instant(datetime.combine(monday, SEND_AT), zone)
    return monday if now >= due_at else None


def last_week_due(now: datetime, zone: str) -> date:
    """Return the Monday whose letter was the last to come due.

    Whoever begins now hears first on the Monday after it.
    """
    due = week_due(now, zone)
    if due is not None:
        return due
    return now.astimezone(ZoneInfo(zone)).date() - WEEK


@dataclass(frozen=True, slots=True)
class Counts:
    """How many follow, by pace and by wish, and how many have not confirmed."""

    immediate: int
    weekly: int
    unconfirmed: int
    by_wish: dict[Wish, int]


def count_followers(followers: Sequence[Follower]) -> Counts:
    """Count wishes, not people: one address may follow several things."""
    confirmed = [follower for follower in followers if follower.is_confirmed]
    paces = [follower.pace for follower in confirmed]
    return Counts(
        immediate=paces.count(Pace.IMMEDIATE),
        weekly=paces.count(Pace.WEEKLY),
        unconfirmed=len(followers) - len(confirmed),
        by_wish=_by_wish(confirmed),
    )


def _by_wish(followers: Sequence[Follower]) -> dict[Wish, int]:
    """Return how many follow each wish, most first."""
    counts: dict[Wish, int] = {}
    for follower in followers:
        counts[follower.wish] = counts.get(follower.wish, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: -each[1]))
