"""What an item's page says: words, coming dates, and the same for machines. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from markupsafe import Markup

from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Occurrence, expand
from calendar_service.domain.span import Span, TimedSpan, to_instant
from calendar_service.domain.texts import Words, has_language, words
from calendar_service.domain.when import describe_day, describe_when
from calendar_service.feeds.content import html_of
from calendar_service.feeds.wording import (
    hashtags_said,
    place_of,
    seats_said,
    summary_of,
    title_of,
)
from calendar_service.web.entries import Entry, make_entry

MOST_COMING = 12
LOOKS_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """An item in one language.

    `shown` is the occurrence that the page is about: the one that runs or
    comes next, else the last. `stands_in` is the language that its words are
    really in, where that is another than the one asked for.
    """

    item: Item
    language: str
    shown: Entry
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
    is_over: bool

    @property
    def is_cancelled(self) -> bool:
        return self.item.status is ItemStatus.CANCELLED

    def as_data(self, url: str) -> dict[str, object]:
        """Return the schema.org Event of the occurrence that is shown."""
        return dict(_data(self, url))


def make_view(item: Item, language: str, today: date, office_zone: str) -> ItemView:
    """Put everything on an item's page into words."""
    occurrences = expand(item.span, item.recurrence, today, today + LOOKS_AHEAD)
    coming = [
        make_entry(item, occurrence, language, office_zone)
        for occurrence in islice(occurrences, MOST_COMING)
    ]
    shown = shown_entry(item, language, today, office_zone)
    description = words(item.texts, "description", language)
    title = title_of(item.kind, item.texts, language)
    return ItemView(
        item=item,
        language=language,
        shown=shown,
        coming=coming if not item.recurrence.is_single() else [],
        has_more=len(occurrences) > MOST_COMING or item.recurrence.is_endless(),
        title=title,
        summary=summary_of(item.texts, language),
        description=description,
        # html_of has sanitised it.
        html=Markup(html_of(description.text)),  # noqa: S704 - see the line above
        place=place_of(item, item.texts, language),
        when=describe_when(item.span, item.recurrence, language),
        office_time=_office_time(shown.span, language, office_zone),
        seats=seats_said(item, language),
        hashtags=hashtags_said(item.hashtags),
        stands_in="" if has_language(item.texts, language) else title.language,
        is_over=not coming,
    )


def shown_entry(item: Item, language: str, today: date, office_zone: str) -> Entry:
    """Return the occurrence that runs or comes next, else the last one."""
    found = expand(item.span, item.recurrence, today, today + LOOKS_AHEAD)
    live = [occurrence for occurrence in found if not occurrence.cancelled] or found
    if not live:
        return _last(item, today, language, office_zone)
    return make_entry(item, live[0], language, office_zone)


def _last(item: Item, today: date, language: str, office_zone: str) -> Entry:
    """Return the newest occurrence that is over, or the item's own first span."""
    past = expand(item.span, item.recurrence, date.min + LOOKS_AHEAD, today)
    newest = past[-1] if past else Occurrence(item.span.start, item.span)
    return make_entry(item, newest, language, office_zone)


def _office_time(span: Span, language: str, office_zone: str) -> str:
    """Say a time of another zone in the office's."""
    if not isinstance(span, TimedSpan) or span.dates_only or span.zone == office_zone:
        return ""
    start = to_instant(span.start, span.zone).astimezone(ZoneInfo(office_zone))
    return f"{describe_day(start, language)}, {start:%H:%M}"


def _data(view: ItemView, url: str) -> Iterator[tuple[str, object]]:
    item = view.item
    yield "@context", "https://schema.org"
    yield "@type", "Event"
    yield "@id", url
    yield "url", url
    yield "name", view.shown.title.text
    yield "inLanguage", view.title.language
    yield from _dates(view.shown.span)
    state = "EventCancelled" if view.shown.is_cancelled else "EventScheduled"
    yield "eventStatus", f"https://schema.org/{state}"
    if view.shown.summary.text:
        yield "description", view.shown.summary.text
    yield from _location(view, url)
    if item.image:
        yield "image", item.image.url
    if item.organisers:
        yield (
            "organizer",
            [
                {"@type": "Organization", "name": party.name}
                | ({"url": party.url} if party.url else {})
                for party in item.organisers
            ],
        )
    if item.seats and item.seats.number is not None:
        yield "maximumAttendeeCapacity", item.seats.number


def _dates(span: Span) -> Iterator[tuple[str, str]]:
    if isinstance(span, TimedSpan):
        yield "startDate", _with_offset(span.start, span.zone)
        if span.end is not None:
            yield "endDate", _with_offset(span.end, span.zone)
        return
    yield "startDate", span.start.isoformat()
    yield "endDate", (span.end - timedelta(days=1)).isoformat()


def _with_offset(wall: datetime, zone: str) -> str:
    return to_instant(wall, zone).astimezone(ZoneInfo(zone)).isoformat()


def _location(view: ItemView, url: str) -> Iterator[tuple[str, object]]:
    online = view.item.place.online
    spot = _spot(view)
    found = [spot] if spot else []
    if online:
        found.append({"@type": "VirtualLocation", "url": online})
    # Readers of the markup ask for a place: what has none is met on its page.
    found = found or [{"@type": "VirtualLocation", "url": url}]
    yield "location", found[0] if len(found) == 1 else found
    modes = {(True, True): "Mixed", (False, True): "Online"}
    mode = modes.get((bool(spot), bool(online)), "Offline")
    yield "eventAttendanceMode", f"https://schema.org/{mode}EventAttendanceMode"


def _spot(view: ItemView) -> dict[str, object]:
    """Return the place where people meet; empty where there is none."""
    place = view.item.place
    said = words(view.item.texts, "place", view.language).text
    if not (said or place.venue or place.city or place.country):
        return {}
    address = {"addressLocality": place.city, "addressCountry": place.country}
    named = {name: value for name, value in address.items() if value}
    spot: dict[str, object] = {"@type": "Place", "name": view.place.text}
    if named:
        spot["address"] = {"@type": "PostalAddress", **named}
    if place.latitude is not None and place.longitude is not None:
        spot["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return spot
