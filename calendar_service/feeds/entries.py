"""Items as the entries of reader feeds: what Atom, RSS and JSON Feed all say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from calendar_service.domain.item import Item
from calendar_service.domain.texts import Words
from calendar_service.domain.when import describe_when
from calendar_service.feeds.bilingual import (
    BETWEEN,
    places_of,
    summaries_of,
    titles_of,
)
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import FeedInfo, LinkTo, item_tag
from calendar_service.feeds.h_event import body_of, iso_bounds
from calendar_service.feeds.series import is_withdrawn
from calendar_service.feeds.wording import categories_of, image_url

# A feed without entries has a date too: one that stays, whenever it is asked.
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing for readers: an item, an occurrence, a change.

    The language of a title in two languages is empty. `lead` says all in one
    line of plain text. `starts` and `ends` are ISO 8601 in the precision known,
    the end inclusive for whole days and empty where unknown. `html` is a safe
    fragment.
    """

    id: str
    url: str
    title: Words
    when: str
    summary: str
    lead: str
    html: str
    categories: tuple[str, ...]
    published: datetime
    updated: datetime
    starts: str
    ends: str
    place: str
    image: str


def entries_of(items: Iterable[Item], info: FeedInfo, link: LinkTo) -> list[Entry]:
    """Return entries in news order: the newest first publication comes first."""
    newest = sorted(items, key=lambda item: item.uid)
    newest.sort(key=first_told, reverse=True)
    return [entry_of(item, info, link(item)) for item in newest]


def feed_updated(entries: Sequence[Entry]) -> datetime:
    """Return the last change of all entries."""
    return max((entry.updated for entry in entries), default=NOTHING_YET)


def entry_of(item: Item, info: FeedInfo, url: str) -> Entry:
    """Return the entry of one item."""
    languages = info.spoken
    cancelled = is_withdrawn(item)
    title = titles_of(item.kind, item.texts, languages, cancelled=cancelled)
    when = when_said(item, languages)
    summary = summaries_of(item.texts, languages).text
    place = places_of(item, item.texts, languages).text
    starts, ends = iso_bounds(item)
    return Entry(
        id=item_tag(info.domain, item.uid),
        url=tidy_line(url),
        title=title,
        when=when,
        summary=summary,
        lead=lead_of(when, place, summary),
        html=body_of(item, title, languages),
        categories=tuple(categories_of(item, info.language)),
        published=whole_second(first_told(item)),
        # Atom 4.1.1: never before its publication, whatever clocks did.
        updated=whole_second(max(item.updated_at, first_told(item))),
        starts=starts,
        ends=ends,
        place=place,
        image=image_url(item),
    )


def when_said(item: Item, languages: Sequence[str]) -> str:
    """Say when in each language."""
    said = (describe_when(item.span, item.recurrence, each) for each in languages)
    return BETWEEN.join(dict.fromkeys(said))


def lead_of(*parts: str) -> str:
    """Return what there is of when, where and what it is about, on one line."""
    return " · ".join(filter(None, map(tidy_line, parts)))


def first_told(item: Item) -> datetime:
    """Return the instant of its first publication."""
    return item.published_at or item.created_at


def whole_second(moment: datetime) -> datetime:
    """Return a moment in UTC, as exactly as RSS can say it."""
    return moment.astimezone(UTC).replace(microsecond=0)
