"""One item as VEVENTs (RFC 5545 3.6.1), the part of a feed that can be kept."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from calendar_service.domain.item import Item, ItemStatus, Visibility, days_covered
from calendar_service.domain.span import Moment, Span, TimedSpan
from calendar_service.domain.texts import Words
from calendar_service.feeds.bilingual import (
    descriptions_of,
    places_of,
    titles_of,
)
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import COLORS, LinkTo
from calendar_service.feeds.ical_values import escaped, escaped_list, line
from calendar_service.feeds.series import Part, parts_of
from calendar_service.feeds.timezones import ZoneUse, is_utc, years_of
from calendar_service.feeds.wording import (
    blocks_time,
    categories_of,
    image_url,
)

RENDERER = "2"
"""Names the form of the bytes: raised with every change of what an item becomes.

Stored renditions of another name are made anew.
"""


def render_vevents(item: Item, languages: Sequence[str], link: LinkTo) -> bytes:
    """Return all VEVENTs of an item, ready to be joined; none before, none after.

    With two languages titles, places and descriptions are said in both; all
    else is in the first.
    """
    url = tidy_line(link(item))
    return b"".join(
        each for part in parts_of(item) for each in _vevent(item, part, languages, url)
    )


def zones_of(item: Item) -> list[ZoneUse]:
    """Return the zones that an item's VEVENTs name, and the years they cover."""
    first, last = days_covered(item)
    zones = {
        part.span.zone
        for part in parts_of(item)
        if isinstance(part.span, TimedSpan) and not part.span.dates_only
    }
    return [years_of(zone, first, last) for zone in sorted(zones) if not is_utc(zone)]


def _vevent(
    item: Item, part: Part, languages: Sequence[str], url: str
) -> Iterator[bytes]:
    yield b"BEGIN:VEVENT\r\n"
    yield line("UID", escaped(tidy_line(part.uid)))
    yield line("DTSTAMP", _utc(item.updated_at))
    yield line("CREATED", _utc(item.created_at))
    yield line("LAST-MODIFIED", _utc(item.updated_at))
    yield line("SEQUENCE", str(item.revision))
    yield from _times(part)
    yield from _words(item, part, languages, url)
    yield line("URL", url)
    yield from _place(item)
    yield line("CATEGORIES", escaped_list(categories_of(item, languages[0])))
    yield line("COLOR", COLORS[item.kind].name)
    yield line("CLASS", _class(item.visibility))
    yield line("STATUS", _status(item, part))
    busy = blocks_time(item) and not part.cancelled
    yield line("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    yield from _organisers(item)
    yield b"END:VEVENT\r\n"


def _times(part: Part) -> Iterator[bytes]:
    span = part.span
    if part.original is not None:
        yield _moments("RECURRENCE-ID", [part.original], span)
    yield _moments("DTSTART", [span.start], span)
    if span.end is not None:
        yield _moments("DTEND", [span.end], span)
    if part.rule:
        yield line("RRULE", part.rule)
    if part.exdates:
        yield _moments("EXDATE", sorted(part.exdates, key=str), span)


def _moments(name: str, moments: Sequence[Moment], span: Span) -> bytes:
    """Write moments in the value type of their span (RFC 5545 3.8.2.4)."""
    stamps = ",".join(_stamp(moment) for moment in moments)
    if not isinstance(span, TimedSpan):
        return line(name, stamps, VALUE="DATE")
    if is_utc(span.zone):
        return line(name, stamps.replace(",", "Z,") + "Z")
    return line(name, stamps, TZID=span.zone)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _stamp(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment:%Y%m%d}"


def _words(
    item: Item, part: Part, languages: Sequence[str], url: str
) -> Iterator[bytes]:
    said = {
        "SUMMARY": titles_of(
            item.kind, part.texts, languages, cancelled=part.cancelled
        ),
        "DESCRIPTION": descriptions_of(item, part.texts, languages, url),
        "LOCATION": places_of(item, part.texts, languages),
    }
    for name, value in said.items():
        if value.text:
            yield line(name, escaped(value.text), **_language(value))


def _language(said: Words) -> dict[str, str]:
    return {"LANGUAGE": said.language} if said.language else {}


def _place(item: Item) -> Iterator[bytes]:
    place = item.place
    if place.latitude is not None and place.longitude is not None:
        yield line("GEO", f"{place.latitude:.6f};{place.longitude:.6f}")
    if place.online:
        yield line("CONFERENCE", tidy_line(place.online), VALUE="URI")
    if image_url(item):
        yield line("IMAGE", image_url(item), VALUE="URI")


def _organisers(item: Item) -> Iterator[bytes]:
    """Name who organises: as ORGANIZER only with an address, which it must have.

    A focal point's address is the staff's own business and stays out.
    """
    mailed = next((p for p in item.organisers if p.url.startswith("mailto:")), None)
    contacts = b"".join(
        line("CONTACT", escaped(tidy_line(party.name)))
        for party in item.organisers
        if party is not mailed
    )
    if mailed is None:
        yield contacts
        return
    organiser = line("ORGANIZER", tidy_line(mailed.url), CN=tidy_line(mailed.name))
    is_first = mailed is item.organisers[0]
    yield organiser + contacts if is_first else contacts + organiser


def _class(visibility: Visibility) -> str:
    return "PUBLIC" if visibility is Visibility.PUBLIC else "PRIVATE"


def _status(item: Item, part: Part) -> str:
    if part.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if item.status is ItemStatus.DRAFT else "CONFIRMED"
