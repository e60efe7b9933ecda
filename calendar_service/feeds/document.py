"""What a rendered feed is, and what every renderer needs to know about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.span import Moment

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
    `domain` is the part of tag URIs that says who made them. `languages` are
    those that items are said in, `language` the first of them: two for
    bilingual feeds, none for just the one. `stylesheet` is what browsers show
    a reader feed with.
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
    languages: tuple[str, ...] = ()
    stylesheet: str = ""

    @property
    def spoken(self) -> tuple[str, ...]:
        """Return the languages of the items, the feed's own first."""
        return self.languages or (self.language,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document of a feed in several (RFC 5005 section 4); absolute addresses.

    The document that readers subscribe to leads to the archive before it; an
    archive, which changes no more, leads to both sides and to the present.
    """

    is_archive: bool = False
    current: str = ""
    prev_archive: str = ""
    next_archive: str = ""

    def links(self) -> dict[str, str]:
        """Return the addresses that there are, by the name of their relation."""
        named = {
            "current": self.current,
            "prev-archive": self.prev_archive,
            "next-archive": self.next_archive,
        }
        return {relation: url for relation, url in named.items() if url}


WHOLE = Page()
"""A feed in one document."""

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


def change_tag(domain: str, uid: str, revision: int) -> str:
    """Return the URI of what one revision of an item told."""
    return _tag(domain, f"change/{quote(uid, safe='@')}/{revision}")


def coming_tag(domain: str, uid: str, original: Moment) -> str:
    """Return the URI of one occurrence as something that is coming up."""
    stamp = f"{original:%Y%m%d}"
    if isinstance(original, datetime):
        stamp += f"{original:T%H%M%S}"
    return _tag(domain, f"coming/{quote(uid, safe='@')}/{stamp}")


def _tag(domain: str, path: str) -> str:
    # The year says who owned the domain when the first tag was made: never now.
    return f"tag:{domain},{TAG_YEAR}:{path}"
