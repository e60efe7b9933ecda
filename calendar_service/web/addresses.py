"""The public addresses of feeds, as they are handed out."""

from calendar_service.domain.feed_choice import FEED_KINDS
from calendar_service.domain.slug import make_slug
from calendar_service.web import http

ALL, NEWS = "all", "news"
TIMELY = ("coming-up", "changes")
FEEDS = {
    name: next(iter(kinds), None)  # None: events of every kind
    for name, kinds in FEED_KINDS.items()
    if name not in TIMELY
}
CALENDARS = {name: kind for name, kind in FEEDS.items() if name != NEWS}
FORMATS = {
    "ics": ("iCalendar", "text/calendar"),
    "rss": ("RSS", "application/rss+xml"),
    "atom": ("Atom", "application/atom+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}


def feed_url(name: str, extension: str, language: str | None = None) -> str:
    """Return the short address of a feed; `name` is a key of FEEDS."""
    return http.absolute(f"/feeds/{name}.{extension}", lang=language)


def calendar_url(name: str, language: str) -> str:
    """Return the address of a calendar for people to paste.

    Thunderbird calls a calendar after the end of its address, so it ends in
    the office's name.
    """
    office = make_slug(http.settings().office_name, (), fallback="calendar")
    ending = office if name == ALL else f"{office}-{name}"
    return http.absolute(f"/feeds/{name}/{ending}.ics", lang=language)


def webcal(url: str) -> str:
    """Return the address with the scheme that opens a calendar program."""
    return "webcal://" + url.partition("://")[2]
