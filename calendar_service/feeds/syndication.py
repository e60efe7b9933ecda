"""Entries to Atom (RFC 4287) and RSS 2.0, archives among them (RFC 5005)."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import (
    ATOM,
    RSS,
    WHOLE,
    Document,
    FeedInfo,
    Page,
    make_document,
)
from calendar_service.feeds.entries import Entry, feed_updated

GENERATOR = "calendar-service"
MINUTES_TO_LIVE = "60"
IMAGE_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
SIGNS = re.compile("([&<>])")
WORDS = ("title", "subtitle", "summary")
XML = "http://www.w3.org/XML/1998/namespace"
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "fh": "http://purl.org/syndication/history/1.0",
}


def render_atom(
    entries: Sequence[Entry], info: FeedInfo, page: Page = WHOLE
) -> Document:
    """Return an Atom feed. feedgen fills gaps with the present: every date is set."""
    feed = FeedGenerator()
    feed.register_extension("event", _FeedExtension, _EntryExtension, atom=True)
    feed.id(info.id)
    feed.title(tidy_line(info.title))
    feed.updated(feed_updated(entries))
    feed.author(name=tidy_line(info.author), uri=info.home_url)
    feed.link(href=info.self_url, rel="self", type="application/atom+xml")
    feed.link(href=info.home_url, rel="alternate", type="text/html")
    for relation, url in page.links().items():
        feed.link(href=url, rel=relation, type="application/atom+xml")
    feed.event.page = page
    feed.language(info.language)
    feed.generator(GENERATOR)
    if info.description:
        feed.subtitle(tidy_line(info.description))
    for entry in entries:
        _add_atom_entry(feed, entry, info)
    return make_document(_styled(feed.atom_str(pretty=True), info), ATOM)


def render_rss(
    entries: Sequence[Entry], info: FeedInfo, page: Page = WHOLE
) -> Document:
    """Return an RSS feed.

    Made with lxml alone: feedgen writes the dates of RSS by changing the
    locale of the whole process, which no server with threads can bear.
    """
    rss = etree.Element("rss", version="2.0", nsmap=SPACES)
    channel = etree.SubElement(rss, "channel")
    _add_words(channel, "title", tidy_line(info.title))
    _add(channel, "link", info.home_url)
    _add_words(channel, "description", tidy_line(info.description or info.title))
    _add(channel, "language", info.language)
    _add(channel, "lastBuildDate", _rfc822(feed_updated(entries)))
    _add(channel, "generator", GENERATOR)
    _add(channel, "ttl", MINUTES_TO_LIVE)
    self_link = {"href": info.self_url, "rel": "self", "type": "application/rss+xml"}
    etree.SubElement(channel, _named("atom:link"), self_link)
    _add_page(channel, page)
    for entry in entries:
        _add_rss_item(channel, entry, info)
    body = etree.tostring(
        rss, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return make_document(_styled(body, info), RSS)


def _add_atom_entry(feed: Any, entry: Entry, info: FeedInfo) -> None:  # noqa: ANN401 - feedgen has no types
    made = FeedEntry()
    # feedgen puts new entries first unless told otherwise.
    feed.add_entry(made, order="append")
    made.id(entry.id)
    made.title(entry.title.text)
    made.published(entry.published)
    made.updated(entry.updated)
    made.link(href=entry.url, rel="alternate", type="text/html")
    made.content(entry.html, type="html")
    made.summary(entry.lead)
    for category in entry.categories:
        made.category(term=category)
    made.event.entry, made.event.language = entry, info.language


def _add_rss_item(channel: Any, entry: Entry, info: FeedInfo) -> None:  # noqa: ANN401 - lxml has no types
    item = etree.SubElement(channel, "item")
    _add_words(item, "title", entry.title.text)
    _add(item, "link", entry.url)
    # Readers take it for HTML.
    _add(item, "description", escape(entry.lead, quote=False))
    _add(item, "content:encoded", entry.html)
    _add_words(item, "dc:creator", tidy_line(info.author))
    for category in entry.categories:
        _add_words(item, "category", category)
    if _image_type(entry) and "." in (urlsplit(entry.image).hostname or ""):
        # An enclosure is on the web: a host without a dot is none there.
        image = {"url": entry.image, "length": "0", "type": _image_type(entry)}
        etree.SubElement(item, "enclosure", image)
    _add(item, "guid", entry.id, isPermaLink="false")
    _add(item, "pubDate", _rfc822(entry.published))
    _add(item, "atom:updated", entry.updated.isoformat())
    _extend(item, entry, info.language)


def _add_page(channel: Any, page: Page) -> None:  # noqa: ANN401 - lxml has no types
    for relation, url in page.links().items():
        link = {"href": url, "rel": relation, "type": "application/rss+xml"}
        etree.SubElement(channel, _named("atom:link"), link)
    if page.is_archive:
        etree.SubElement(channel, _named("fh:archive"))


def _styled(body: bytes, info: FeedInfo) -> bytes:
    """Tell browsers how to show the feed as a page (W3C xml-stylesheet)."""
    if not info.stylesheet:
        return body
    declaration, _, rest = body.partition(b"\n")
    href = escape(info.stylesheet)
    told = f'<?xml-stylesheet href="{href}" type="text/css"?>'.encode()
    return b"\n".join((declaration, told, rest))


def _extend(element: Any, entry: Entry, language: str) -> None:  # noqa: ANN401 - lxml has no types
    """Add what neither format has of its own: the event's date, the language."""
    if entry.title.language not in ("", language):
        element.set(f"{{{XML}}}lang", entry.title.language)
    _add(element, "ev:startdate", entry.starts)
    if entry.ends:
        _add(element, "ev:enddate", entry.ends)
    if entry.place:
        _add(element, "ev:location", entry.place)


def _image_type(entry: Entry) -> str:
    """Return the media type of the entry's image by its name; "" is for unknown.

    Both formats want a type; a guess would be a lie. RSS wants a length too,
    which nobody knows of an image elsewhere: 0 is the customary answer.
    """
    ending = urlsplit(entry.image).path.lower().rpartition(".")[2]
    return IMAGE_TYPES.get(ending, "")


def _number_signs(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    for child in element:
        if child.tag in WORDS:
            _put_words(child, child.text)


def _add(parent: Any, name: str, text: str, **attributes: str) -> None:  # noqa: ANN401 - lxml has no types
    etree.SubElement(parent, _named(name), attributes).text = text


def _add_words(parent: Any, name: str, text: str) -> None:  # noqa: ANN401 - lxml has no types
    _put_words(etree.SubElement(parent, _named(name)), text)


def _put_words(element: Any, text: str) -> None:  # noqa: ANN401 - lxml has no types
    """Write plain text so that nobody takes "Q1&Q2" for HTML (RSS Profile).

    The same to every reader of XML, but for the signs of markup, which stand
    as numbers.
    """
    element.text, *rest = SIGNS.split(text)
    for sign, after in zip(rest[::2], rest[1::2], strict=True):
        numbered = etree.Entity(f"#x{ord(sign):X}")
        numbered.tail = after
        element.append(numbered)


def _named(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}" if colon else name


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


class _FeedExtension:
    """Declares the namespaces, once for the feed, and marks an archive."""

    page: Page = WHOLE

    def extend_ns(self) -> dict[str, str]:
        archive = {"fh": SPACES["fh"]} if self.page.is_archive else {}
        return {"ev": SPACES["ev"], **archive}

    def extend_atom(self, feed: Any) -> Any:  # noqa: ANN401 - feedgen has no types
        _number_signs(feed)
        if self.page.is_archive:
            etree.SubElement(feed, _named("fh:archive"))
        return feed


class _EntryExtension:
    """Adds to an Atom entry what feedgen knows nothing of."""

    entry: Entry
    language: str

    def extend_atom(self, element: Any) -> Any:  # noqa: ANN401 - feedgen has no types
        _number_signs(element)
        _extend(element, self.entry, self.language)
        if _image_type(self.entry):
            # feedgen leaves rel and type out of the links of entries, and gives
            # its elements their namespace last of all.
            etree.SubElement(
                element,
                "link",
                href=self.entry.image,
                rel="enclosure",
                type=_image_type(self.entry),
            )
        return element
