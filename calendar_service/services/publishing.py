"""The current document of a feed: the remembered one, or made anew."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.config import Settings
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.phrases import kind_names, phrase
from calendar_service.domain.selection import Selection
from calendar_service.feeds.document import (
    COLORS,
    OFFICE_COLOR,
    Document,
    FeedInfo,
    feed_tag,
)
from calendar_service.feeds.ical import render_calendar
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.syndication import render_atom, render_rss
from calendar_service.storage.database import Database
from calendar_service.storage.items import calendar_version, list_items

logger = logging.getLogger(__name__)

DAYS_BACK = 90
MOST_REMEMBERED = 128


class FeedFormat(StrEnum):
    """The formats, by the ending of the address."""

    ICS = "ics"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


FEEDS: dict[str, frozenset[ItemKind]] = {
    "all": frozenset(),
    "observances": frozenset({ItemKind.OBSERVANCE}),
    "meetings": frozenset({ItemKind.MEETING}),
    "study-visits": frozenset({ItemKind.STUDY_VISIT}),
    "screenings": frozenset({ItemKind.SCREENING}),
    "campaigns": frozenset({ItemKind.CAMPAIGN}),
    "trainings": frozenset({ItemKind.TRAINING}),
    "deadlines": frozenset({ItemKind.DEADLINE}),
    "news": frozenset({ItemKind.NEWS}),
}
RENDERERS: dict[
    FeedFormat,
    Callable[[Iterable[Item], FeedInfo, Callable[[Item], str]], Document],
] = {
    FeedFormat.ICS: render_calendar,
    FeedFormat.RSS: render_rss,
    FeedFormat.ATOM: render_atom,
    FeedFormat.JSON: render_json_feed,
}


@dataclass(frozen=True, slots=True)
class FeedAsked:
    """Which feed, in which format and language, under which address."""

    name: str
    format: FeedFormat
    language: str
    self_url: str

    def is_known(self) -> bool:
        """Tell whether there is such a feed; news has no calendar."""
        return self.name in FEEDS and not (
            self.name == "news" and self.format is FeedFormat.ICS
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A document, and the calendar version and day that it was made from."""

    version: int
    day: date
    document: Document


@dataclass
class Publisher:
    """Makes documents, and remembers them under the version they were made from."""

    settings: Settings
    database: Database
    link: Callable[[Item, str], str]
    _made: OrderedDict[FeedAsked, Made] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def document(self, asked: FeedAsked, today: date) -> Document:
        """Return the feed as of today in the office's zone.

        Where a new version cannot be made, or the database not be asked, the
        last good one goes out: an error on a feed's address makes mail clients
        switch the calendar off.
        """
        remembered = self._remembered(asked)
        try:
            return self._current(asked, today, remembered)
        except Exception:
            if remembered is None:
                raise
            logger.exception("feed %s kept at its last good version", asked.name)
            return remembered.document

    def _current(
        self, asked: FeedAsked, today: date, remembered: Made | None
    ) -> Document:
        with self.database.reading() as session:
            version = calendar_version(session)
            if remembered and (remembered.version, remembered.day) == (version, today):
                return remembered.document
            items = list_items(session, _selection(asked, today))
        document = self._render(asked, items)
        self._remember(asked, Made(version, today, document))
        return document

    def _render(self, asked: FeedAsked, items: list[Item]) -> Document:
        language = asked.language
        info = self._info(asked)
        return RENDERERS[asked.format](
            items, info, lambda item: self.link(item, language)
        )

    def _info(self, asked: FeedAsked) -> FeedInfo:
        settings, language = self.settings, asked.language
        kind = next(iter(FEEDS[asked.name]), None)
        name = kind_names(kind, language) if kind else phrase("all_items", language)
        return FeedInfo(
            title=f"{settings.office_name}: {name}",
            id=feed_tag(settings.uid_domain, f"{asked.name}/{language}"),
            self_url=asked.self_url,
            home_url=f"{settings.base_url}/agenda?lang={language}",
            language=language,
            domain=settings.uid_domain,
            author=settings.office_name,
            timezone=settings.timezone,
            color=COLORS[kind] if kind else OFFICE_COLOR,
        )

    def _remembered(self, asked: FeedAsked) -> Made | None:
        with self._lock:
            if asked in self._made:
                self._made.move_to_end(asked)
            return self._made.get(asked)

    def _remember(self, asked: FeedAsked, made: Made) -> None:
        with self._lock:
            self._made[asked] = made
            self._made.move_to_end(asked)
            while len(self._made) > MOST_REMEMBERED:
                self._made.popitem(last=False)


def _selection(asked: FeedAsked, today: date) -> Selection:
    """Take what ended up to 90 days ago and everything to come, without a cap.

    Deleted items are among them, so that calendars are told once more.
    """
    calendar = asked.format is FeedFormat.ICS
    news = frozenset({ItemKind.NEWS}) if calendar else frozenset()
    return Selection(
        kinds=FEEDS[asked.name],
        without_kinds=news,
        first=today - timedelta(days=DAYS_BACK),
        with_deleted=calendar,
    )
