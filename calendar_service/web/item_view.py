"""What an item's page says: words, coming dates, what was changed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from markupsafe import Markup

from calendar_service.domain.announcement import Announcement
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.span import Span, first_day, moved_to
from calendar_service.domain.texts import Words, has_language, words
from calendar_service.domain.when import describe_span, describe_when
from calendar_service.feeds.changes import (
    Difference,
    ItemChange,
    change_word,
    differences,
)
from calendar_service.feeds.content import html_of
from calendar_service.feeds.wording import (
    hashtags_said,
    seats_said,
    summary_of,
    title_of,
)
from calendar_service.web.entries import Entry, make_entry, place_said

MAP = "https://www.openstreetmap.org"
MOST_COMING = 12
LOOKS_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Told:
    """One announced change: when it was made, its names, what is other than before."""

    at: datetime
    names: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item in one language.

    `shown` is the occurrence that the page is about: the one that runs or
    comes next, else the last, with its day and hours as its own zone has them
    in `shown_day` and `shown_when`. `stands_in` is the language that its words are
    really in, where that is another than the one asked for; `stands_in_partly`
    that of the summary or the description, where only they are. `moved_from` is
    the former time of what is shown, where it was announced at another.
    """

    item: Item
    language: str
    shown: Entry
    shown_day: date
    shown_when: str
    coming: list[Entry]
    has_more: bool
    title: Words
    summary: Words
    description: Words
    html: Markup
    place: Words
    when: str
    office_time: str
    seats: str
    hashtags: str
    stands_in: str
    stands_in_partly: str
    is_over: bool
    told: list[Told]
    moved_from: Span | None

    @property
    def is_cancelled(self) -> bool:
        return self.item.status is ItemStatus.CANCELLED


def make_view(
    item: Item,
    language: str,
    today: date,
    office_zone: str,
    changes: Sequence[ItemChange] = (),
) -> ItemView:
    """Put everything on an item's page into words; `changes` are newest first."""
    occurrences = expand(item.span, item.recurrence, today, today + LOOKS_AHEAD)
    coming = [
        make_entry(item, occurrence, language, office_zone)
        for occurrence in islice(occurrences, MOST_COMING)
    ]
    shown = shown_entry(item, language, today, office_zone)
    description = words(item.texts, "description", language)
    title = title_of(item.kind, item.texts, language)
    summary = summary_of(item.texts, language)
    return ItemView(
        item=item,
        language=language,
        shown=shown,
        shown_day=first_day(shown.span),
        shown_when=describe_span(shown.span, language),
        coming=coming if not item.recurrence.is_single() else [],
        has_more=len(occurrences) > MOST_COMING or item.recurrence.is_endless(),
        title=title,
        summary=summary,
        description=description,
        # html_of has sanitised it.
        html=Markup(html_of(description.text)),  # noqa: S704 - see the line above
        place=place_said(item, item.texts, language),
        when=describe_when(item.span, item.recurrence, language),
        office_time=shown.when if shown.zone else "",
        seats=seats_said(item, language),
        hashtags=hashtags_said(item.hashtags),
        stands_in="" if has_language(item.texts, language) else title.language,
        stands_in_partly=_partly(language, title, summary, description),
        is_over=not coming,
        told=[_told(change, language) for change in changes if change.old],
        moved_from=_moved_from(item, shown.span, changes),
    )


def _partly(language: str, title: Words, *more: Words) -> str:
    """Return the language of words that are in another one than the title."""
    others = (said.language for said in more if said.text)
    if title.language != language:
        return ""
    return next((other for other in others if other != language), "")


def _told(change: ItemChange, language: str) -> Told:
    names = [change_word(name, language) for name in change.announcements]
    found = [each for each in differences(change, language) if each.before]
    return Told(change.at, " · ".join(names), found)


def _moved_from(item: Item, shown: Span, changes: Sequence[ItemChange]) -> Span | None:
    """Return when the occurrence that is shown was to be before it was moved."""
    for override in item.recurrence.overrides:
        if override.span == shown and override.span is not None:
            return moved_to(item.span, override.original)
    if not item.recurrence.is_single():
        return None
    moves = (c.old for c in changes if c.old and Announcement.MOVED in c.announcements)
    before = next(moves, None)
    return before.span if before and before.recurrence.is_single() else None


def shown_entry(item: Item, language: str, today: date, office_zone: str) -> Entry:
    """Return the occurrence that runs or comes next, else the last one."""
    found = expand(item.span, item.recurrence, today, today + LOOKS_AHEAD)
    live = [occurrence for occurrence in found if not occurrence.cancelled] or found
    if not live:
        return _last(item, today, language, office_zone)
    return make_entry(item, live[0], language, office_zone)


def map_url(item: Item, place: str) -> str:
    """Return a link to OpenStreetMap: the spot, else a search for the place."""
    where = item.place
    if where.latitude is not None and where.longitude is not None:
        spot = f"{where.latitude}/{where.longitude}"
        pin = {"mlat": str(where.latitude), "mlon": str(where.longitude)}
        return f"{MAP}/?{urlencode(pin)}#map=17/{spot}"
    if not (where.venue or where.city or words(item.texts, "place", "en").text):
        return ""
    return f"{MAP}/search?{urlencode({'query': place})}"


def _last(item: Item, today: date, language: str, office_zone: str) -> Entry:
    """Return the newest occurrence that is over, or the item's own first span."""
    past = expand(item.span, item.recurrence, date.min + LOOKS_AHEAD, today)
    newest = past[-1] if past else Occurrence(item.span.start, item.span)
    return make_entry(item, newest, language, office_zone)
