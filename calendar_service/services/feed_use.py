"""Who has fetched the last change of which feed, by program; nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.item import Visibility
from calendar_service.domain.selection import Audience
from calendar_service.services.feed_checking import list_feeds
from calendar_service.services.feed_requests import selection_of
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import Poll, SavedFeed, list_polls
from calendar_service.storage.renditions import list_keys


@dataclass(frozen=True, slots=True)
class ClientUse:
    """The subscriptions of one program to a feed."""

    client: str
    subscriptions: int
    newest: int
    last_at: datetime
    polls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedUse:
    """A feed, how many follow it, and how many have its last change."""

    name: str
    saved: SavedFeed | None
    visibility: Visibility
    clients: tuple[ClientUse, ...]

    @property
    def subscriptions(self) -> int:
        return sum(client.subscriptions for client in self.clients)

    @property
    def newest(self) -> int:
        return sum(client.newest for client in self.clients)

    @property
    def last_at(self) -> datetime | None:
        return max((client.last_at for client in self.clients), default=None)


def list_use(settings: Settings, database: Database, now: datetime) -> list[FeedUse]:
    """Return all feeds with their use. No feed is made for it."""
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    feeds = list(list_feeds(settings, database))
    found = []
    with database.reading() as session:
        polls = list_polls(session)
        for asked in feeds:
            keys = list_keys(session, selection_of(asked, today))
            changed = max((key.version for key in keys), default=0)
            own = [poll for poll in polls if poll.feed == asked.name]
            is_public = asked.audience is Audience.PUBLIC
            found.append(
                FeedUse(
                    name=asked.name,
                    saved=asked.saved,
                    visibility=Visibility.PUBLIC if is_public else Visibility.STAFF,
                    clients=tuple(_by_client(own, changed)),
                )
            )
    return found


def _by_client(polls: Iterable[Poll], changed: int) -> list[ClientUse]:
    """Count by program, what most use first."""
    ordered = sorted(polls, key=attrgetter("client"))
    counted = [
        _counted(client, list(own), changed)
        for client, own in groupby(ordered, key=attrgetter("client"))
    ]
    return sorted(counted, key=lambda use: (-use.subscriptions, use.client))


def _counted(client: str, polls: list[Poll], changed: int) -> ClientUse:
    return ClientUse(
        client=client,
        subscriptions=len(polls),
        newest=sum(poll.version >= changed for poll in polls),
        last_at=max(poll.last_at for poll in polls),
        polls=sum(poll.polls for poll in polls),
    )
