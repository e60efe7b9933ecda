"""Items to iCalendar (RFC 5545 and 7986): an item's VEVENTs, and the whole."""

from collections.abc import Iterable, Iterator, Sequence

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
from calendar_service.feeds.ical_values import escaped, line
from calendar_service.feeds.timezones import (
    ZoneUse,
    is_utc,
    merge_uses,
    render_timezone,
)
from calendar_service.feeds.vevent import render_vevents, zones_of

PRODID = "-//calendar-service//calendar-service//EN"
REFRESH = "PT1H"
BEGIN = b"BEGIN:VCALENDAR\r\n"
END = b"END:VCALENDAR\r\n"


def render_calendar(items: Iterable[Item], info: FeedInfo, link: LinkTo) -> Document:
    """Return a feed; the same items give the same bytes, in whatever order."""
    # Oldest first: a new item is added at the end, an edited one stays in place.
    ordered = sorted(items, key=lambda item: (item.created_at, item.uid))
    vevents = [render_vevents(item, info.spoken, link) for item in ordered]
    return join_calendar(vevents, (use for i in ordered for use in zones_of(i)), info)


def join_calendar(
    vevents: Iterable[bytes | memoryview], zones: Iterable[ZoneUse], info: FeedInfo
) -> Document:
    """Put the VEVENTs of many items between a feed's head and its end."""
    bodies = list(vevents)
    uses = merge_uses(zones)
    if not any(bodies) and not uses and not is_utc(info.timezone):
        # RFC 5545 3.6 asks for a component; some clients refuse an empty calendar.
        uses = [ZoneUse(info.timezone, 2000, None)]
    return _joined(_feed_head(info), uses, bodies)


def render_single(item: Item, languages: Sequence[str], link: LinkTo) -> Document:
    """Return one item to be saved: no name, or Outlook makes a calendar of it."""
    vevents = [render_vevents(item, languages, link)]
    return _joined(_head(), merge_uses(zones_of(item)), vevents)


def _joined(
    head: bytes, uses: Sequence[ZoneUse], vevents: Sequence[bytes | memoryview]
) -> Document:
    zones = [render_timezone(use) for use in uses]
    return make_document(b"".join((head, *zones, *vevents, END)), ICAL)


def _head() -> bytes:
    return BEGIN + b"".join(
        (
            line("VERSION", "2.0"),
            line("PRODID", PRODID),
            line("CALSCALE", "GREGORIAN"),
            line("METHOD", "PUBLISH"),
        )
    )


def _feed_head(info: FeedInfo) -> bytes:
    return _head() + b"".join(_feed_lines(info))


def _feed_lines(info: FeedInfo) -> Iterator[bytes]:
    """Yield each property of RFC 7986 beside the older one that clients really read."""
    color = info.color or OFFICE_COLOR
    title = escaped(tidy_line(info.title))
    yield line("NAME", title, LANGUAGE=info.language)
    yield line("X-WR-CALNAME", title)
    if info.description:
        description = escaped(tidy_prose(info.description))
        yield line("DESCRIPTION", description, LANGUAGE=info.language)
        yield line("X-WR-CALDESC", description)
    yield line("X-WR-TIMEZONE", escaped(info.timezone))
    yield line("REFRESH-INTERVAL", REFRESH, VALUE="DURATION")
    yield line("X-PUBLISHED-TTL", REFRESH)
    yield line("COLOR", color.name)
    yield line("X-APPLE-CALENDAR-COLOR", color.hexadecimal)
    yield line("SOURCE", tidy_line(info.self_url), VALUE="URI")
    yield line("URL", tidy_line(info.home_url))
