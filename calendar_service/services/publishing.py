"""The current document of a feed: the remembered one, or made anew."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.domain.span import to_instant
from calendar_service.feeds.document import Document
from calendar_service.services.calendar_making import Made
from calendar_service.services.feed_making import FeedMaker
from calendar_service.services.feed_requests import FeedAsked
from calendar_service.services.fragments import Fragments
from calendar_service.storage.database import Database
from calendar_service.storage.items import CalendarState, calendar_state

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 256
MOST_OCTETS = 40 * 1024 * 1024
NEVER = datetime.min.replace(tzinfo=UTC)
LOOK_EVERY = 0.04
"""Seconds that the calendar version is taken for granted by one process."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document that was made, and when it may have changed last.

    `gzip_etag` differs from the document's: a strong validator is of one
    representation (RFC 9110 8.8.3.3).
    """

    made: Made
    modified_at: datetime
    day: date

    @property
    def document(self) -> Document:
        return self.made.document

    @property
    def squeezed(self) -> bytes:
        """Return the gzip form; the first to ask waits while it is made."""
        return self.made.squeezed()

    @property
    def state(self) -> CalendarState:
        return self.made.state

    @property
    def gzip_etag(self) -> str:
        return f'{self.document.etag[:-1]}-gzip"'

    @property
    def octets(self) -> int:
        return len(self.document.body) + self.made.squeezed.octets


@dataclass(frozen=True, slots=True)
class Today:
    """A day in the office's zone, from instant to instant."""

    day: date
    begins: datetime
    ends: datetime


class Watch:
    """The calendar's state, looked at so often and no oftener."""

    def __init__(self, database: Database, ticks: Callable[[], float]) -> None:
        self._database = database
        self._ticks = ticks
        self._seen: tuple[float, CalendarState] | None = None

    def state(self) -> CalendarState:
        """Return the state as it was a moment ago at most."""
        now = self._ticks()
        if self._seen is None or not 0 <= now - self._seen[0] < LOOK_EVERY:
            with self._database.reading() as session:
                self._seen = (now, calendar_state(session))
        return self._seen[1]


@dataclass
class Publisher:
    """Makes documents, and remembers them under the version they were made from."""

    settings: Settings
    maker: FeedMaker
    watch: Watch
    _today: Today = Today(date.min, NEVER, NEVER)
    _made: OrderedDict[FeedAsked, Published] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def document(self, asked: FeedAsked, now: datetime) -> Published:
        """Return the feed as of today in the office's zone.

        Where a new version cannot be made, or the database not be asked, the
        last good one goes out: an error on a feed's address makes mail clients
        switch the calendar off.
        """
        remembered = self._remembered(asked)
        try:
            return self._current(asked, now, remembered)
        except Exception:
            if remembered is None:
                raise
            logger.exception("feed %s kept at its last good version", asked.name)
            return remembered

    def is_current(self, published: Published, now: datetime) -> bool:
        """Tell whether a document is still what `document` would return."""
        return published.state == self.watch.state() and published.day == self.day(now)

    def _current(
        self, asked: FeedAsked, now: datetime, remembered: Published | None
    ) -> Published:
        if remembered is not None and self.is_current(remembered, now):
            return remembered
        with self._making:
            # Somebody may have made it while this one waited.
            remembered = self._remembered(asked)
            if remembered is not None and self.is_current(remembered, now):
                return remembered
            return self._make(asked, self.day(now), remembered)

    def _make(self, asked: FeedAsked, day: date, before: Published | None) -> Published:
        made = self.maker.make(asked, day, before.made if before else None)
        midnight = to_instant(datetime.combine(day, time()), self.settings.timezone)
        changed_at = made.state.changed_at or datetime(2026, 1, 1, tzinfo=UTC)
        # A window moves at midnight, and what left it has changed the feed.
        published = Published(made, max(changed_at, midnight), day)
        self._remember(asked, published)
        return published

    def day(self, now: datetime) -> date:
        """Return the day in the office's zone, which is asked for at every poll."""
        if not self._today.begins <= now < self._today.ends:
            self._today = _today(now, self.settings.timezone)
        return self._today.day

    def _remembered(self, asked: FeedAsked) -> Published | None:
        with self._lock:
            if asked in self._made:
                self._made.move_to_end(asked)
            return self._made.get(asked)

    def _remember(self, asked: FeedAsked, published: Published) -> None:
        with self._lock:
            self._made[asked] = published
            self._made.move_to_end(asked)
            while len(self._made) > 1 and (
                len(self._made) > MOST_REMEMBERED
                or sum(made.octets for made in self._made.values()) > MOST_OCTETS
            ):
                self._made.popitem(last=False)


def _today(now: datetime, zone: str) -> Today:
    day = now.astimezone(ZoneInfo(zone)).date()
    begins, ends = (
        to_instant(datetime.combine(day + timedelta(days=n), time()), zone)
        for n in (0, 1)
    )
    return Today(day, begins, ends)


def make_publisher(
    settings: Settings, database: Database, clock: Clock, ticks: Callable[[], float]
) -> Publisher:
    """Join what makes and remembers documents; `ticks` are seconds that only rise."""
    fragments = Fragments(database, settings.base_url, clock)
    maker = FeedMaker(settings, database, fragments)
    return Publisher(settings, maker, Watch(database, ticks))
