"""What the feeds hold, whether they are sound, and who has fetched them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.coming_up import Coming, list_coming
from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    STAFF_FEED_KINDS,
    choice_query,
)
from calendar_service.domain.item import Visibility
from calendar_service.domain.selection import Audience
from calendar_service.feeds.proof import prove_calendar
from calendar_service.services.feed_requests import (
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    demand_format,
    find_feed,
    query_of,
    selection_of,
)
from calendar_service.services.publishing import Publisher, make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import (
    Poll,
    SavedFeed,
    list_polls,
    list_saved_feeds,
)
from calendar_service.storage.items import list_items
from calendar_service.storage.renditions import items_named, list_flaws, list_keys

LARGE = 900_000
"""Google Calendar takes about 1 MB and loses what is beyond."""
NEXT_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """One feed as it is now; `version` is the calendar's.

    `query` says which items are in it, as an address does; "" is all.
    `changed` is the version of the last change to one of them, or to the one
    that was asked about: whoever fetched that or a later one is up to date.
    """

    name: str
    query: str
    address: str
    visibility: Visibility
    items: int
    octets: int
    version: int
    changed: int
    polls: tuple[Poll, ...]

    @property
    def is_large(self) -> bool:
        return self.octets > LARGE

    @property
    def newest(self) -> int:
        """Return how many subscriptions have fetched the last change."""
        return sum(map(self.is_up_to_date, self.polls))

    def is_up_to_date(self, poll: Poll) -> bool:
        """Tell whether a subscription has the last change."""
        return poll.version >= self.changed


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a feed. `level` is ok, note or problem."""

    level: str
    feed: str
    message: str


def describe_feeds(
    settings: Settings, database: Database, now: datetime, only: str = ""
) -> list[FeedState]:
    """Return all feeds, or one by its name, as they are for those they are for."""
    publisher = make_publisher(settings, database, lambda: now, time.monotonic)
    with database.reading() as session:
        polls = list_polls(session)
    return [
        _state(publisher, asked, now, polls)
        for asked in list_feeds(settings, database)
        if only in {"", asked.name}
    ]


def list_reach(
    settings: Settings, database: Database, now: datetime, uid: str
) -> list[FeedState]:
    """Return the feeds that hold an item; those up to date have its last change.

    An unknown uid, or an item that no feed shows, is in none.
    """
    publisher = make_publisher(settings, database, lambda: now, time.monotonic)
    today = publisher.day(now)
    with database.reading() as session:
        polls = list_polls(session)
        ids = {*items_named(session, [uid])}
    found = []
    for asked in list_feeds(settings, database):
        with database.reading() as session:
            keys = list_keys(session, selection_of(asked, today))
        held = [key.version for key in keys if key.item_id in ids]
        if held:
            state = _state(publisher, asked, now, polls)
            found.append(replace(state, changed=held[0]))
    return found


def list_next(
    settings: Settings, database: Database, now: datetime, name: str, most: int = 5
) -> list[Coming]:
    """Return what comes next in a feed within a year, what is running included."""
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    for asked in list_feeds(settings, database):
        if asked.name == name:
            chosen = selection_of(asked, today)
            last = min(chosen.last or today.max, today + timedelta(days=NEXT_DAYS))
            first = max(chosen.first or today, today)
            near = replace(chosen, first=first, last=last)
            with database.reading() as session:
                items = list_items(session, near)
            days = (last - first).days
            return list_coming(items, first, days, settings.timezone)[:most]
    return []


def check_feeds(settings: Settings, database: Database, now: datetime) -> list[Finding]:
    """Make every feed in every language and format, and read it back."""
    publisher = make_publisher(settings, database, lambda: now, time.monotonic)
    found: list[Finding] = []
    for asked in list_feeds(settings, database, settings.languages):
        found += _findings(publisher, asked, now)
    with database.reading() as session:
        flaws = list_flaws(session)
    return found + [
        Finding("problem", flaw.form, f"{flaw.uid}: {flaw.problems.splitlines()[0]}")
        for flaw in flaws
    ]


def _findings(
    publisher: Publisher, asked: FeedAsked, now: datetime
) -> Iterator[Finding]:
    name = f"{asked.name} {'+'.join(asked.choice.languages)}"
    try:
        # What readers follow reads itself back while it is made.
        for form in FeedFormat:
            if form not in {FeedFormat.ICS, asked.format}:
                publisher.document(_in_form(asked, form), now)
        body = publisher.document(asked, now).document.body
    except Exception as wrong:  # noqa: BLE001 - the other feeds are looked at too
        yield Finding("problem", name, f"not made: {type(wrong).__name__}: {wrong}")
        return
    if asked.format is not FeedFormat.ICS:
        yield Finding("ok", name, f"{body.count(b'<entry>')} entries")
        return
    problems = prove_calendar(body)
    for problem in problems:
        yield Finding("problem", name, problem)
    size = f"{len(body):,} octets"
    if len(body) > LARGE:
        yield Finding("note", name, f"{size}; Google Calendar takes about 1,000,000")
    if not problems:
        events = body.count(b"BEGIN:VEVENT")
        yield Finding("ok", name, f"{events} events in {size}")


def list_feeds(
    settings: Settings, database: Database, languages: tuple[str, ...] = ()
) -> Iterator[FeedAsked]:
    """Yield each feed as a calendar, news as Atom: as it is, and in the languages."""
    with database.reading() as session:
        saved = {feed.name: feed for feed in list_saved_feeds(session)}
    for name in (*FEED_KINDS, *STAFF_FEED_KINDS, *saved):
        form = _form(name)
        audience = _audience(name, saved.get(name))
        with database.reading() as session:
            base, feed = find_feed(session, name, audience, settings.languages)
        for spoken in dict.fromkeys([base.languages, *((one,) for one in languages)]):
            own = replace(base, languages=spoken)
            query = "&".join(f"{n}={v}" for n, v in query_of(own, base).items())
            yield FeedAsked(
                name=name,
                format=form,
                choice=own,
                address=f"{settings.base_url}/feeds/{name}.{form}"
                + (f"?{query}" if query else ""),
                audience=audience,
                saved=feed,
            )


def _in_form(asked: FeedAsked, form: FeedFormat) -> FeedAsked:
    address = asked.address.replace(f".{asked.format}", f".{form}", 1)
    return replace(asked, format=form, address=address)


def _audience(name: str, saved: SavedFeed | None) -> Audience:
    if name in STAFF_FEED_KINDS:
        return Audience.STAFF
    if saved is not None and saved.visibility is Visibility.STAFF:
        return Audience.STAFF
    return Audience.PUBLIC


def _form(name: str) -> FeedFormat:
    try:
        demand_format(name, FeedFormat.ICS)
    except UnknownFeed:
        return FeedFormat.ATOM
    return FeedFormat.ICS


def _state(
    publisher: Publisher, asked: FeedAsked, now: datetime, polls: list[Poll]
) -> FeedState:
    published = publisher.document(asked, now)
    body = published.document.body
    mark = b"BEGIN:VEVENT" if asked.format is FeedFormat.ICS else b"<entry>"
    is_public = asked.audience is Audience.PUBLIC
    with publisher.maker.database.reading() as session:
        keys = list_keys(session, selection_of(asked, published.day))
    chosen = choice_query(asked.choice)
    return FeedState(
        name=asked.name,
        query="&".join(f"{n}={v}" for n, v in chosen.items() if n != "lang"),
        address=asked.address,
        visibility=Visibility.PUBLIC if is_public else Visibility.STAFF,
        items=body.count(mark),
        octets=len(body),
        version=published.state.version,
        changed=max((key.version for key in keys), default=0),
        polls=tuple(poll for poll in polls if poll.feed == asked.name),
    )
