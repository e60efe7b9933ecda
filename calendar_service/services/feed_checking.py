"""What the feeds hold, whether they are sound, and who has fetched them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.feed_choice import FEED_KINDS
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
)
from calendar_service.services.publishing import Publisher, make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import Poll, list_polls, list_saved_feeds
from calendar_service.storage.renditions import list_flaws

LARGE = 900_000
"""Google Calendar takes about 1 MB and loses what is beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """One feed as it is now; `version` is the newest there is."""

    name: str
    address: str
    visibility: Visibility
    items: int
    octets: int
    version: int
    polls: tuple[Poll, ...]

    @property
    def is_large(self) -> bool:
        return self.octets > LARGE


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
        for asked in _all(settings, database, (settings.language,))
        if only in {"", asked.name}
    ]


def check_feeds(settings: Settings, database: Database, now: datetime) -> list[Finding]:
    """Make every calendar in every language and read it back."""
    publisher = make_publisher(settings, database, lambda: now, time.monotonic)
    found: list[Finding] = []
    for asked in _all(settings, database, settings.languages):
        if asked.format is not FeedFormat.ICS:
            continue
        body = publisher.document(asked, now).document.body
        name = f"{asked.name} {asked.choice.language}"
        problems = prove_calendar(body)
        found += [Finding("problem", name, problem) for problem in problems]
        if len(body) > LARGE:
            size = f"{len(body):,} octets; Google Calendar takes about 1,000,000"
            found.append(Finding("note", name, size))
        if not problems:
            found.append(Finding("ok", name, f"{body.count(b'BEGIN:VEVENT')} events"))
    with database.reading() as session:
        flaws = list_flaws(session)
    return found + [
        Finding("problem", flaw.form, f"{flaw.uid}: {flaw.problems.splitlines()[0]}")
        for flaw in flaws
    ]


def _all(
    settings: Settings, database: Database, languages: tuple[str, ...]
) -> Iterator[FeedAsked]:
    """Yield each feed as a calendar, news as Atom, in each of the languages."""
    with database.reading() as session:
        saved = {feed.name: feed for feed in list_saved_feeds(session)}
    for name in (*FEED_KINDS, *saved):
        form = _form(name)
        public = name in FEED_KINDS or saved[name].visibility is Visibility.PUBLIC
        audience = Audience.PUBLIC if public else Audience.STAFF
        with database.reading() as session:
            base, feed = find_feed(session, name, audience, settings.languages)
        for language in languages:
            own = replace(base, languages=(language,))
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
    return FeedState(
        name=asked.name,
        address=asked.address,
        visibility=Visibility.PUBLIC if is_public else Visibility.STAFF,
        items=body.count(mark),
        octets=len(body),
        version=published.state.version,
        polls=tuple(poll for poll in polls if poll.feed == asked.name),
    )
