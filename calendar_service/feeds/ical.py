"""Items to iCalendar (RFC 5545 and 7986): an item's VEVENTs, and the whole."""

from collections.abc import Iterable, Sequence

from icalendar import Calendar, Component

from calendar_service.domain.item import Item
from calendar_service.feeds.content import tidy_line, tidy_prose
from calendar_service.feeds.document import (
    ICAL,
    OFFICE_COLOR,
    Document,
    FeedInfo,
    LinkTo,
    make_document,
)
from calendar_service.feeds.ical_values import Raw, text
from calendar_service.feeds.timezones import (
    ZoneUse,
    is_utc,
    merge_uses,
    render_timezone,
)
from calendar_service.feeds.vevent import render_vevents, zones_of

PRODID = "-//calendar-service//calendar-service//EN"
REFRESH = "PT1H"
END = b"END:VCALENDAR\r\n"


def render_calendar(items: Iterable[Item], info: FeedInfo, link: LinkTo) -> Document:
    """Return a feed; the same items give the same bytes, in whatever order."""
    # Oldest first: a new item is added at the end, an edited one stays in place.
    ordered = sorted(items, key=lambda item: (item.created_at, item.uid))
    vevents = [render_vevents(item, info.language, link) for item in ordered]
    return join_calendar(vevents, (use for i in ordered for use in zones_of(i)), info)


def join_calendar(
    vevents: Iterable[bytes], zones: Iterable[ZoneUse], info: FeedInfo
) -> Document:
    """Put the VEVENTs of many items between a feed's head and its end."""
    bodies = list(vevents)
    uses = merge_uses(zones)
    if not any(bodies) and not uses and not is_utc(info.timezone):
        # RFC 5545 3.6 asks for a component; some clients refuse an empty calendar.
        uses = [ZoneUse(info.timezone, 2000, None)]
    return _joined(_feed_head(info), uses, bodies)


def render_single(item: Item, language: str, link: LinkTo) -> Document:
    """Return one item to be saved: no name, or Outlook makes a calendar of it."""
    vevents = [render_vevents(item, language, link)]
    return _joined(_head(), merge_uses(zones_of(item)), vevents)


def _joined(
    head: Component, uses: Sequence[ZoneUse], vevents: Sequence[bytes]
) -> Document:
    top = head.to_ical(sorted=False).removesuffix(END)
    zones = [render_timezone(use) for use in uses]
    return make_document(b"".join((top, *zones, *vevents, END)), ICAL)


def _head() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _feed_head(info: FeedInfo) -> Calendar:
    calendar = _head()
    color = info.color or OFFICE_COLOR
    language = {"LANGUAGE": info.language}
    # Each property of RFC 7986 beside the older one that clients really read.
    calendar.add("name", text(tidy_line(info.title)), language)
    calendar.add("x-wr-calname", text(tidy_line(info.title)))
    if info.description:
        calendar.add("description", text(tidy_prose(info.description)), language)
        calendar.add("x-wr-caldesc", text(tidy_prose(info.description)))
    calendar.add("x-wr-timezone", text(info.timezone))
    calendar.add("refresh-interval", Raw(REFRESH), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", Raw(REFRESH))
    calendar.add("color", Raw(color.name))
    calendar.add("x-apple-calendar-color", Raw(color.hexadecimal))
    calendar.add("source", Raw(tidy_line(info.self_url)), {"VALUE": "URI"})
    calendar.add("url", Raw(tidy_line(info.home_url)))
    return calendar
