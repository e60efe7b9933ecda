"""Who has fetched which version: counted in memory, written now and then."""

import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calendar_service.storage.database import Database, DatabaseError
from calendar_service.storage.feeds import Poll, record_polls

logger = logging.getLogger(__name__)

WRITE_EVERY = timedelta(seconds=20)
MOST_KEPT = 5_000
FAMILIES = (
    ("Thunderbird", "Thunderbird"),
    ("Google-Calendar", "Google Calendar"),
    ("Microsoft", "Outlook"),
    ("Outlook", "Outlook"),
    ("CalendarAgent", "Apple Calendar"),
    ("dataaccessd", "Apple Calendar"),
    ("iOS", "Apple Calendar"),
    ("macOS", "Apple Calendar"),
    ("ICSx5", "ICSx5"),
    ("DAVx5", "DAVx5"),
    ("Nextcloud", "Nextcloud"),
    ("Evolution", "Evolution"),
    ("newsboat", "newsboat"),
    ("Feedly", "Feedly"),
    ("Feedbin", "Feedbin"),
    ("Inoreader", "Inoreader"),
    ("NetNewsWire", "NetNewsWire"),
    ("Miniflux", "Miniflux"),
    ("FreshRSS", "FreshRSS"),
    ("Mozilla/", "browser"),
)


def client_family(user_agent: str) -> str:
    """Return a program's name, and nothing that tells one person from another."""
    for mark, family in FAMILIES:
        if mark in user_agent:
            return family
    return "other"


@dataclass
class PollBook:
    """The polls of one process since they were last written down.

    No addresses are kept: a subscription is a token, or a client family.
    """

    database: Database
    _polls: dict[tuple[str, str], Poll] = field(default_factory=dict)
    _written_at: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(
        self, feed: str, token_id: int | None, client: str, version: int, now: datetime
    ) -> None:
        """Count one poll; write all that came together when it is time."""
        subscriber = f"token:{token_id}" if token_id else f"public:{client}"
        with self._lock:
            key = (feed, subscriber)
            before = self._polls.get(key)
            if before is None and len(self._polls) >= MOST_KEPT:
                return
            self._polls[key] = Poll(
                feed=feed,
                subscriber=subscriber,
                client=client,
                version=version,
                last_at=now,
                polls=1 + (before.polls if before else 0),
            )
            if self._written_at is None:
                self._written_at = now
            if now - self._written_at < WRITE_EVERY:
                return
            waiting, self._polls = self._polls, {}
            self._written_at = now
        self._write(waiting)

    def write(self) -> None:
        """Write down what is left, at the end of a process or a test."""
        with self._lock:
            waiting, self._polls = self._polls, {}
        self._write(waiting)

    def _write(self, polls: dict[tuple[str, str], Poll]) -> None:
        """Write, or let it be: a feed goes out whether its use is noted or not."""
        if not polls:
            return
        try:
            with self.database.transaction() as session:
                record_polls(session, polls)
        except DatabaseError:
            logger.warning("the use of feeds could not be noted")
