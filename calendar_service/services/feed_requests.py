"""What feed somebody asks for, and what it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    STAFF_FEED_KINDS,
    FeedChoice,
    NotOffered,
    UnknownChoice,
    choice_query,
    narrowed,
    read_choice,
)
from calendar_service.domain.item import ItemKind, Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.storage.database import Session
from calendar_service.storage.feeds import SavedFeed, find_saved_feed
from calendar_service.storage.news import count_selected

DAYS_BACK = 90
WITHDRAWN_DAYS_BACK = 14
COMING_UP_DAYS = 14
CHANGES_DAYS = 90
MOST_QUOTED = 80
NOBODY_HAS = {
    "tag": "No item has the tag %(value)s.",
    "place": "No item has the place %(value)s.",
}


class FeedFormat(StrEnum):
    """The formats, by the ending of the address."""

    ICS = "ics"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


class UnknownFeed(NotOffered, LookupError):
    """There is no such feed for whoever asks."""


class UnknownName(UnknownChoice):
    """The address names a tag or a place that no item has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAsked:
    """One document: which feed, chosen how, in which format, for whom.

    `page` is the number of an archive of a reader feed (RFC 5005), None for
    the feed itself. `address` is its own, without the page.
    """

    name: str
    format: FeedFormat
    choice: FeedChoice
    address: str
    audience: Audience = Audience.PUBLIC
    page: int | None = None
    saved: SavedFeed | None = field(default=None, hash=False)


def demand_format(name: str, form: FeedFormat) -> None:
    """Raise UnknownFeed for a format that a feed does not have."""
    if name == "news" and form is FeedFormat.ICS:
        raise UnknownFeed("News has no calendar; take .rss, .atom or .json.")


def find_feed(
    session: Session, name: str, audience: Audience, languages: Sequence[str]
) -> tuple[FeedChoice, SavedFeed | None]:
    """Return what a feed's name stands for. Raises UnknownFeed.

    A feed of staff is, for the public, one that does not exist.
    """
    known = FEED_KINDS if audience is Audience.PUBLIC else FEED_KINDS | STAFF_FEED_KINDS
    if name in known:
        return FeedChoice(kinds=known[name], languages=(languages[0],)), None
    saved = find_saved_feed(session, name)
    if saved is None or (
        saved.visibility is Visibility.STAFF and audience is Audience.PUBLIC
    ):
        raise UnknownFeed(
            "There is no feed %(name)s; /subscribe lists all.", name=name[:MOST_QUOTED]
        )
    query = {key: [value] for key, value in saved.query.items()}
    return read_choice(query, languages), saved


def chosen_within(
    session: Session,
    base: FeedChoice,
    query: Mapping[str, Sequence[str]],
    audience: Audience,
    languages: Sequence[str],
) -> FeedChoice:
    """Return a feed's choice, narrowed by an address. Raises UnknownChoice.

    Tags and places that no visible item has are unknown: an empty calendar
    would hide a slip of the pen.
    """
    asked = read_choice(query, languages)
    within = narrowed(asked, base.kinds)
    choice = FeedChoice(
        kinds=within.kinds,
        tags=asked.tags or base.tags,
        places=asked.places or base.places,
        languages=asked.languages if query.get("lang") else base.languages,
        first=asked.first or base.first,
        last=asked.last or base.last,
        alarm=base.alarm if asked.alarm is None else asked.alarm,
    )
    for name, values in (("tag", asked.tags), ("place", asked.places)):
        for value in sorted(values):
            _demand_known(session, name, value, audience)
    return choice


def selection_of(asked: FeedAsked, today: date) -> Selection:
    """Return which items a document is made from, as of a day.

    Calendars reach back 90 days by an item's end and ahead without a bound;
    what was cancelled or deleted stays for 14 days after its date.
    """
    choice = asked.choice
    calendar = asked.format is FeedFormat.ICS
    coming = asked.name == "coming-up"
    first = choice.first
    if first is None and coming:
        first = today
    elif first is None and calendar:
        first = today - timedelta(days=DAYS_BACK)
    last = choice.last
    if last is None and coming:
        last = today + timedelta(days=COMING_UP_DAYS)
    tells_of_ends = calendar or asked.name == "changes"
    return Selection(
        audience=asked.audience,
        kinds=choice.kinds,
        without_kinds=frozenset({ItemKind.NEWS}) if calendar or coming else frozenset(),
        tags=choice.tags,
        places=choice.places,
        first=first,
        last=last,
        withdrawn_first=(
            today - timedelta(days=WITHDRAWN_DAYS_BACK) if calendar else None
        ),
        with_deleted=tells_of_ends,
    )


def query_of(choice: FeedChoice, base: FeedChoice) -> dict[str, str]:
    """Return what an address says beyond the feed's name."""
    own = choice_query(base)
    return {n: v for n, v in choice_query(choice).items() if own.get(n) != v}


def _demand_known(session: Session, name: str, value: str, audience: Audience) -> None:
    one = frozenset({value})
    tags, places = (one, frozenset[str]()) if name == "tag" else (frozenset[str](), one)
    if not count_selected(
        session, Selection(audience=audience, tags=tags, places=places)
    ):
        raise UnknownName(NOBODY_HAS[name], value=value[:MOST_QUOTED])
