"""Make one document: choose, gather what was rendered, join."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from calendar_service.config import Settings
from calendar_service.domain.announcement import Announcement
from calendar_service.domain.feed_choice import TERMS
from calendar_service.domain.item import Item
from calendar_service.domain.span import to_instant
from calendar_service.feeds.changes import ItemChange, change_entries
from calendar_service.feeds.coming_up import coming_up_entries
from calendar_service.feeds.document import WHOLE, Document, FeedInfo, Page
from calendar_service.feeds.entries import Entry, entries_of
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.reader_proof import prove_reader_feed
from calendar_service.feeds.squeezing import squeeze_whole
from calendar_service.feeds.syndication import render_atom, render_rss
from calendar_service.services.addresses import item_page
from calendar_service.services.calendar_making import (
    Made,
    Squeezed,
    UnsoundFeed,
    make_calendar,
)
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
from calendar_service.services.fragments import Fragments
from calendar_service.services.terms_making import make_terms
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import calendar_state, list_items
from calendar_service.storage.news import count_selected, list_announced, list_news

MOST_CHANGES = 200
UNPAGED = frozenset({"coming-up", "changes"})
RENDERERS: dict[FeedFormat, Callable[[Sequence[Entry], FeedInfo, Page], Document]] = {
    FeedFormat.RSS: render_rss,
    FeedFormat.ATOM: render_atom,
    FeedFormat.JSON: render_json_feed,
}


@dataclass(frozen=True)
class FeedMaker:
    """Makes documents; it keeps nothing."""

    settings: Settings
    database: Database
    fragments: Fragments

    def make(self, asked: FeedAsked, day: date, before: Made | None = None) -> Made:
        """Return a document, made with what is still good in the one before it.

        Raises UnknownFeed for a page that is not there, and UnsoundFeed where
        what was made does not read back as it was meant.
        """
        info = info_of(asked, self.settings)
        if asked.format is FeedFormat.ICS:
            if asked.page is not None:
                raise UnknownFeed("A calendar has no pages.")
            selection = selection_of(asked, day)
            if asked.name == TERMS:
                link = self._page_of(asked)
                return make_terms(self.database, asked.choice, info, selection, link)
            return make_calendar(self.fragments, asked.choice, info, selection, before)
        with self.database.reading() as session:
            state = calendar_state(session)
            entries, page = self._entries(session, asked, info, day)
        document = RENDERERS[asked.format](entries, info, page)
        problems = prove_reader_feed(document, entries)
        if problems:
            raise UnsoundFeed(problems[0])
        if before and before.document == document:
            return Made(state, before.document, before.squeezed)
        return Made(state, document, Squeezed(partial(squeeze_whole, document.body)))

    def _entries(
        self, session: Session, asked: FeedAsked, info: FeedInfo, day: date
    ) -> tuple[list[Entry], Page]:
        if asked.name in UNPAGED and asked.page is not None:
            raise UnknownFeed("The feed %(name)s has no pages.", name=asked.name)
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
