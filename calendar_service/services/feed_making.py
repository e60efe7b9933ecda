"""Make one document: choose, gather what was rendered, join."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from calendar_service.config import Settings
from calendar_service.domain.announcement import Announcement
from calendar_service.domain.item import Item
from calendar_service.domain.span import to_instant
from calendar_service.feeds.alarms import with_alarm
from calendar_service.feeds.changes import ItemChange, change_entries
from calendar_service.feeds.coming_up import coming_up_entries
from calendar_service.feeds.document import WHOLE, Document, FeedInfo, Page
from calendar_service.feeds.entries import Entry, entries_of
from calendar_service.feeds.ical import join_calendar
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.squeezing import Piece, Squeezer, squeeze_whole
from calendar_service.feeds.syndication import render_atom, render_rss
from calendar_service.services.addresses import item_page
from calendar_service.services.feed_naming import info_of
from calendar_service.services.feed_paging import pages_of
from calendar_service.services.feed_requests import (
    CHANGES_DAYS,
    COMING_UP_DAYS,
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    selection_of,
)
from calendar_service.services.fragments import Fragment, Fragments
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import CalendarState, calendar_state, list_items
from calendar_service.storage.news import count_selected, list_announced, list_news
from calendar_service.storage.renditions import list_keys

MOST_CHANGES = 200
MOST_SQUEEZERS = 8
UNPAGED = frozenset({"coming-up", "changes"})
RENDERERS: dict[FeedFormat, Callable[[Sequence[Entry], FeedInfo, Page], Document]] = {
    FeedFormat.RSS: render_rss,
    FeedFormat.ATOM: render_atom,
    FeedFormat.JSON: render_json_feed,
}

Made = tuple[CalendarState, Document, bytes]


@dataclass
class FeedMaker:
    """Makes documents for one process; it keeps fragments and squeezed parts."""

    settings: Settings
    database: Database
    fragments: Fragments
    _squeezers: OrderedDict[FeedAsked, Squeezer] = field(default_factory=OrderedDict)

    def make(
        self, asked: FeedAsked, day: date
    ) -> tuple[CalendarState, Document, bytes]:
        """Return what a document was made from, the document, and its gzip form.

        Raises UnknownFeed for a page that is not there.
        """
        if asked.format is FeedFormat.ICS:
            return self._calendar(asked, day)
        info = info_of(asked, self.settings)
        with self.database.reading() as session:
            state = calendar_state(session)
            entries, page = self._entries(session, asked, info, day)
        document = RENDERERS[asked.format](entries, info, page)
        return state, document, squeeze_whole(document.body)

    def _calendar(self, asked: FeedAsked, day: date) -> Made:
        if asked.page is not None:
            raise UnknownFeed("A calendar has no pages.")
        with self.database.reading() as session:
            state = calendar_state(session)
            keys = list_keys(session, selection_of(asked, day))
        info, choice = info_of(asked, self.settings), asked.choice
        fragments = self.fragments.list_fragments(keys, choice.languages)
        bodies = [fragment.body for fragment in fragments]
        if choice.alarm is not None:
            bodies = [with_alarm(body, choice.alarm, info.title) for body in bodies]
        zones = {zone for fragment in fragments for zone in fragment.zones}
        document = join_calendar(bodies, zones, info)
        return state, document, self._squeezed(asked, document, fragments, bodies)

    def _squeezed(
        self,
        asked: FeedAsked,
        document: Document,
        fragments: Sequence[Fragment],
        bodies: Sequence[bytes],
    ) -> bytes:
        """Squeeze what is new; what stands around the items is a piece of its own."""
        tail = document.body.rindex(b"END:VCALENDAR")
        head = tail - sum(map(len, bodies))
        pieces = [Piece(0, document.body[:head])]
        pieces += [
            Piece(fragment.key.item_id, body)
            for fragment, body in zip(fragments, bodies, strict=True)
        ]
        squeezer = self._squeezers.pop(asked, None) or Squeezer()
        self._squeezers[asked] = squeezer
        if len(self._squeezers) > MOST_SQUEEZERS:
            self._squeezers.popitem(last=False)
        return squeezer.squeeze([*pieces, Piece(0, document.body[tail:])])

    def _entries(
        self, session: Session, asked: FeedAsked, info: FeedInfo, day: date
    ) -> tuple[list[Entry], Page]:
        if asked.name in UNPAGED and asked.page is not None:
            raise UnknownFeed(f"The feed {asked.name} has no pages.")
        match asked.name:
            case "coming-up":
                return self._coming_up(session, asked, info, day), WHOLE
            case "changes":
                return self._changes(session, asked, info, day), WHOLE
            case _:
                return self._news(session, asked, info, day)

    def _coming_up(
        self, session: Session, asked: FeedAsked, info: FeedInfo, day: date
    ) -> list[Entry]:
        items = list_items(session, selection_of(asked, day))
        page_of = self._page_of(asked)
        return coming_up_entries(items, info, page_of, day, COMING_UP_DAYS)

    def _changes(
        self, session: Session, asked: FeedAsked, info: FeedInfo, day: date
    ) -> list[Entry]:
        midnight = to_instant(datetime.combine(day, time()), self.settings.timezone)
        since = midnight - timedelta(days=CHANGES_DAYS)
        selection = selection_of(asked, day)
        changes = [
            ItemChange(
                change.before,
                change.after,
                change.current,
                tuple(map(Announcement, change.announces)),
                change.at,
            )
            for change in list_announced(session, selection, since, MOST_CHANGES)
        ]
        return change_entries(changes, info, self._page_of(asked))

    def _news(
        self, session: Session, asked: FeedAsked, info: FeedInfo, day: date
    ) -> tuple[list[Entry], Page]:
        selection = selection_of(asked, day)
        cut = pages_of(count_selected(session, selection), asked)
        items = list_news(session, selection, cut.start, cut.number)
        return entries_of(items, info, self._page_of(asked)), cut.page

    def _page_of(self, asked: FeedAsked) -> Callable[[Item], str]:
        """Return how an entry finds the page of its item, in the feed's language."""
        language = asked.choice.language
        return lambda item: item_page(self.settings.base_url, item, language)
