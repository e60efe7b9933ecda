"""An item's page for machines: schema.org's Event, as JSON-LD. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calendar_service.domain.span import Moment, Span, TimedSpan, to_instant
from calendar_service.domain.texts import words
from calendar_service.web.entries import Entry
from calendar_service.web.item_view import ItemView


def event_data(view: ItemView, url: str) -> dict[str, object]:
    """Return the schema.org Event of the occurrence that is shown."""
    return dict(_data(view, url))


def iso_moment(moment: Moment, zone: str) -> str:
    """Return a day, or wall time with the offset that its zone has then."""
    if isinstance(moment, datetime):
        return to_instant(moment, zone).astimezone(ZoneInfo(zone)).isoformat()
    return moment.isoformat()


def _data(view: ItemView, url: str) -> Iterator[tuple[str, object]]:
    item = view.item
    yield "@context", "https://schema.org"
    yield "@type", "Event"
    yield "@id", url
    yield "url", url
    yield "name", view.shown.title.text
    yield from _language(view.shown)
    yield from _dates(view.shown.span)
    yield from _status(view)
    if view.shown.summary.text:
        yield "description", view.shown.summary.text
    yield from _location(view)
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


def _language(shown: Entry) -> Iterator[tuple[str, object]]:
    """Say which languages name and description are really in."""
    said = [words.language for words in (shown.title, shown.summary) if words.text]
    spoken = list(dict.fromkeys(said))
    yield "inLanguage", spoken if len(spoken) > 1 else spoken[0]


def _status(view: ItemView) -> Iterator[tuple[str, str]]:
    """Say whether it takes place as it was first told; a move names the old start."""
    state = "EventScheduled"
    if view.shown.is_cancelled:
        state = "EventCancelled"
    elif view.moved_from is not None:
        state = "EventRescheduled"
        zone = getattr(view.moved_from, "zone", "UTC")
        yield "previousStartDate", iso_moment(view.moved_from.start, zone)
    yield "eventStatus", f"https://schema.org/{state}"


def _dates(span: Span) -> Iterator[tuple[str, str]]:
    if isinstance(span, TimedSpan):
        yield "startDate", iso_moment(span.start, span.zone)
        if span.end is not None:
            yield "endDate", iso_moment(span.end, span.zone)
        return
    yield "startDate", span.start.isoformat()
    yield "endDate", (span.end - timedelta(days=1)).isoformat()


def _location(view: ItemView) -> Iterator[tuple[str, object]]:
    online = view.item.place.online
    spot = _spot(view)
    found = [spot] if spot else []
    if online:
        found.append({"@type": "VirtualLocation", "url": online})
    if not found:
        # An observance is nowhere: neither a place nor an attendance is made up.
        return
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
