"""The current document of a feed: the remembered one, or made anew."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.domain.span import to_instant
from calendar_service.feeds.document import Document
from calendar_service.services.feed_making import FeedMaker
from calendar_service.services.feed_requests import FeedAsked
from calendar_service.services.fragments import Fragments
from calendar_service.storage.database import Database
from calendar_service.storage.items import CalendarState, calendar_state

logger = logging.getLogger(__name__)

MOST_REMEMBERED = 256
MOST_OCTETS = 64 * 1024 * 1024
LOOK_EVERY = 0.04
"""Seconds that the calendar version is taken for granted by one process."""


@dataclass(frozen=True, slots=True)
class Published:
    """A document, its gzip form, and when it may have changed last.

    `gzip_etag` differs from the document's: a strong validator is of one
    representation (RFC 9110 8.8.3.3).
    """

    document: Document
    squeezed: bytes
    modified_at: datetime
    state: CalendarState
    day: date

    @property
    def gzip_etag(self) -> str:
        return f'{self.document.etag[:-1]}-gzip"'

    @property
    def octets(self) -> int:
        return len(self.document.body) + len(self.squeezed)


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
        return published.state == self.watch.state() and published.day == self._day(now)

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
            return self._make(asked, self._day(now), remembered)

    def _make(self, asked: FeedAsked, day: date, before: Published | None) -> Published:
        state, document, squeezed = self.maker.make(asked, day)
        midnight = to_instant(datetime.combine(day, time()), self.settings.timezone)
        changed_at = state.changed_at or datetime(2026, 1, 1, tzinfo=UTC)
        if before is not None and before.document.etag == document.etag:
            # The same bytes once: what points to them stays the same object.
            document, squeezed = before.document, before.squeezed
        # A window moves at midnight, and what left it has changed the feed.
        published = Published(document, squeezed, max(changed_at, midnight), state, day)
        self._remember(asked, published)
        return published

    def _day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.settings.timezone)).date()

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


def make_publisher(
    settings: Settings, database: Database, clock: Clock, ticks: Callable[[], float]
) -> Publisher:
    """Join what makes and remembers documents; `ticks` are seconds that only rise."""
    fragments = Fragments(database, settings.base_url, clock)
    maker = FeedMaker(settings, database, fragments)
    return Publisher(settings, maker, Watch(database, ticks))
