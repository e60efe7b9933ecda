"""Links that put one occurrence into a calendar on the web. Pure."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from calendar_service.domain.span import DaySpan, Span, TimedSpan, to_instant
from calendar_service.feeds.content import plain_of
from calendar_service.web.item_view import ItemView

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"
LONGEST_DETAILS = 500
HOUR = timedelta(hours=1)


def add_links(view: ItemView, url: str) -> dict[str, str]:
    """Return the addresses by the name of the calendar; none for a vague date.

    They take the occurrence that is shown. What repeats is left to the file for
    Outlook, whose links would make it look like a single event.
    """
    if not view.shown.is_exact or view.is_cancelled:
        return {}
    links = {"Google": f"{GOOGLE}?{urlencode(_google(view, url))}"}
    if view.item.recurrence.is_single():
        query = urlencode(_outlook(view, url))
        links["Outlook.com"] = f"{OUTLOOK}?{query}"
        links["Microsoft 365"] = f"{OFFICE}?{query}"
    return links


def _google(view: ItemView, url: str) -> dict[str, str]:
    first, last = _bounds(view.shown.span)
    said = {
        "action": "TEMPLATE",
        "text": view.shown.title.text,
        "dates": f"{_compact(first)}/{_compact(last)}",
        "details": _details(view, url),
        "location": view.shown.place.text,
    }
    if isinstance(view.shown.span, TimedSpan):
        said["ctz"] = view.shown.span.zone
    return {name: value for name, value in said.items() if value}


def _outlook(view: ItemView, url: str) -> dict[str, str]:
    span = view.shown.span
    if isinstance(span, DaySpan):
        start, end = span.start.isoformat(), span.end.isoformat()
    else:
        first, last = _bounds(span)
        start, end = (f"{_instant(at, span.zone)}" for at in (first, last))
    said = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": view.shown.title.text,
        "startdt": start,
        "enddt": end,
        "allday": "true" if isinstance(span, DaySpan) else "",
        "body": _details(view, url),
        "location": view.shown.place.text,
    }
    return {name: value for name, value in said.items() if value}


def _bounds(span: Span) -> tuple[object, object]:
    """Return both ends, the last exclusive; an open end is an hour later."""
    if isinstance(span, DaySpan):
        return span.start, span.end
    return span.start, span.end or span.start + HOUR


def _compact(moment: object) -> str:
    pattern = "%Y%m%dT%H%M%S" if isinstance(moment, datetime) else "%Y%m%d"
    return format(moment, pattern)


def _instant(moment: object, zone: str) -> str:
    if not isinstance(moment, datetime):
        raise TypeError("a timed span has wall times")
    return f"{to_instant(moment, zone):%Y-%m-%dT%H:%M:%SZ}"


def _details(view: ItemView, url: str) -> str:
    said = view.summary.text or plain_of(view.description.text)
    if len(said) > LONGEST_DETAILS:
        said = said[:LONGEST_DETAILS].rsplit(" ", 1)[0] + " …"
    return f"{said}\n\n{url}".strip()
