"""What a rendered feed is, and what every renderer needs to know about it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

from calendar_service.domain.item import Item, ItemKind

TAG_YEAR = 2026
ICAL = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"

LinkTo = Callable[[Item], str]
"""How a renderer learns the absolute address of an item's page."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes ready to be sent; `etag` is a strong one with its quotes."""

    body: bytes
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class Color:
    """A colour twice: RFC 7986 takes the names of CSS3, Apple takes "#RRGGBB"."""

    name: str
    hexadecimal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInfo:
    """A feed as a whole.

    `id` is a URI that outlives the address, such as `feed_tag` makes. `author`
    is the office's name and `timezone` its zone. All addresses are absolute.
    `domain` is the part of tag URIs that says who made them.
    """

    title: str
    id: str
    self_url: str
    home_url: str
    language: str
    domain: str
    author: str
    description: str = ""
    timezone: str = "Asia/Tbilisi"
    color: Color | None = None


COLORS = {
    ItemKind.OBSERVANCE: Color("mediumpurple", "#9370DB"),
    ItemKind.MEETING: Color("steelblue", "#4682B4"),
    ItemKind.STUDY_VISIT: Color("seagreen", "#2E8B57"),
    ItemKind.SCREENING: Color("crimson", "#DC143C"),
    ItemKind.CAMPAIGN: Color("darkorange", "#FF8C00"),
    ItemKind.TRAINING: Color("teal", "#008080"),
    ItemKind.DEADLINE: Color("firebrick", "#B22222"),
    ItemKind.AGREEMENT: Color("slategray", "#708090"),
    ItemKind.NEWS: Color("dodgerblue", "#1E90FF"),
}
OFFICE_COLOR = Color("steelblue", "#4682B4")


def make_document(body: bytes, media_type: str) -> Document:
    """Give bytes their strong validator (RFC 9110 8.8.3): the same, the same."""
    return Document(body, media_type, f'"{sha256(body).hexdigest()}"')


def feed_tag(domain: str, name: str) -> str:
    """Return a feed's own URI (RFC 4151), which survives a new address."""
    return _tag(domain, f"feed/{quote(name)}")


def item_tag(domain: str, uid: str) -> str:
    """Return an item's URI (RFC 4151), made of its uid alone."""
    return _tag(domain, f"item/{quote(uid, safe='@')}")


def _tag(domain: str, path: str) -> str:
    # The year says who owned the domain when the first tag was made: never now.
    return f"tag:{domain},{TAG_YEAR}:{path}"
