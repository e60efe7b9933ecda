"""One item as VEVENTs (RFC 5545 3.6.1), the part of a feed that can be kept."""

from collections.abc import Sequence
from datetime import datetime

from icalendar import Component, Event

from calendar_service.domain.item import Item, ItemStatus, Visibility, days_covered
from calendar_service.domain.span import Moment, Span, TimedSpan
from calendar_service.domain.texts import Words
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import COLORS, LinkTo
from calendar_service.feeds.ical_values import Raw, text, texts
from calendar_service.feeds.series import Part, parts_of
from calendar_service.feeds.timezones import ZoneUse, is_utc, years_of
from calendar_service.feeds.wording import (
    blocks_time,
    categories_of,
    description_of,
    image_url,
    place_of,
    title_of,
)


def render_vevents(item: Item, language: str, link: LinkTo) -> bytes:
    """Return all VEVENTs of an item, ready to be joined; none before, none after."""
    url = link(item)
    return b"".join(
        _vevent(item, part, language, url).to_ical(sorted=False)
        for part in parts_of(item)
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


def _vevent(item: Item, part: Part, language: str, url: str) -> Component:
    event = Event()
    event.add("uid", text(tidy_line(part.uid)))
    event.add("dtstamp", item.updated_at)
    event.add("created", item.created_at)
    event.add("last-modified", item.updated_at)
    event.add("sequence", item.revision)
    _add_times(event, part)
    _add_words(event, item, part, language, url)
    event.add("url", Raw(tidy_line(url)))
    _add_place(event, item)
    event.add("categories", texts(categories_of(item, language)))
    event.add("color", Raw(COLORS[item.kind].name))
    event.add("class", Raw(_class(item.visibility)))
    event.add("status", Raw(_status(item, part)))
    busy = blocks_time(item) and not part.cancelled
    event.add("transp", Raw("OPAQUE" if busy else "TRANSPARENT"))
    _add_organisers(event, item)
    return event


def _add_times(event: Event, part: Part) -> None:
    span = part.span
    if part.original is not None:
        _add_moments(event, "recurrence-id", [part.original], span)
    _add_moments(event, "dtstart", [span.start], span)
    if span.end is not None:
        _add_moments(event, "dtend", [span.end], span)
    if part.rule:
        event.add("rrule", Raw(part.rule))
    if part.exdates:
        _add_moments(event, "exdate", sorted(part.exdates, key=str), span)


def _add_moments(
    event: Event, name: str, moments: Sequence[Moment], span: Span
) -> None:
    """Write moments in the value type of their span (RFC 5545 3.8.2.4).

    The zone is named by hand: given an aware time, icalendar would write the
    zones that happen to equal UTC without their name.
    """
    stamps = ",".join(_stamp(moment) for moment in moments)
    if not isinstance(span, TimedSpan):
        event.add(name, Raw(stamps), {"VALUE": "DATE"})
    elif is_utc(span.zone):
        event.add(name, Raw(stamps.replace(",", "Z,") + "Z"))
    else:
        event.add(name, Raw(stamps), {"TZID": span.zone})


def _stamp(moment: Moment) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment:%Y%m%d}"


def _add_words(event: Event, item: Item, part: Part, language: str, url: str) -> None:
    title = title_of(item.kind, part.texts, language, cancelled=part.cancelled)
    said = {
        "summary": title,
        "description": description_of(item, part.texts, language, url),
        "location": place_of(item, part.texts, language),
    }
    for name, value in said.items():
        if value.text:
            event.add(name, text(value.text), _language(value))


def _language(said: Words) -> dict[str, str]:
    return {"LANGUAGE": said.language} if said.language else {}


def _add_place(event: Event, item: Item) -> None:
    place = item.place
    if place.latitude is not None and place.longitude is not None:
        event.add("geo", Raw(f"{place.latitude:.6f};{place.longitude:.6f}"))
    if place.online:
        event.add("conference", Raw(tidy_line(place.online)), {"VALUE": "URI"})
    if image_url(item):
        event.add("image", Raw(image_url(item)), {"VALUE": "URI"})


def _add_organisers(event: Event, item: Item) -> None:
    """Name who organises: as ORGANIZER only with an address, which it must have.

    A focal point's address is the staff's own business and stays out.
    """
    for party in item.organisers:
        name = tidy_line(party.name)
        if party.url.startswith("mailto:") and "organizer" not in event:
            event.add("organizer", Raw(tidy_line(party.url)), {"CN": _quotable(name)})
        else:
            event.add("contact", text(name))


def _quotable(name: str) -> str:
    # RFC 5545 3.2: a parameter has no escape for its own quotes.
    return name.replace('"', "'")


def _class(visibility: Visibility) -> str:
    return "PUBLIC" if visibility is Visibility.PUBLIC else "PRIVATE"


def _status(item: Item, part: Part) -> str:
    if part.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if item.status is ItemStatus.DRAFT else "CONFIRMED"
