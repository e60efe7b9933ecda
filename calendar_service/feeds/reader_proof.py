"""Read a rendered reader feed back and compare it with the entries it was made of."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lxml import etree

from calendar_service.feeds.document import ATOM, JSON_FEED, RSS, Document
from calendar_service.feeds.entries import Entry

ATOM_SPACE = "{http://www.w3.org/2005/Atom}"
Told = tuple[str, str, str]
"""An entry's id, title and address."""


def prove_reader_feed(document: Document, entries: Sequence[Entry]) -> list[str]:
    """Return everything that is wrong with the bytes; nothing if all is well."""
    try:
        found = READERS[document.media_type](document.body)
    except (ValueError, KeyError, TypeError, etree.LxmlError) as wrong:
        return [f"cannot be read: {wrong}"]
    meant = [(entry.id, entry.title.text, entry.url) for entry in entries]
    return [*_differences(meant, found), *_doubles(found)]


def _differences(meant: Sequence[Told], found: Sequence[Told]) -> Iterator[str]:
    if len(meant) != len(found):
        yield f"has {len(found)} entries and not {len(meant)}"
        return
    for one, other in zip(meant, found, strict=True):
        if one != other:
            yield f"{one[0]} reads as {other}"


def _doubles(found: Sequence[Told]) -> Iterator[str]:
    for name, number in Counter(entry[0] for entry in found).items():
        if number > 1:
            yield f"{name} is there {number} times"


def _read_atom(body: bytes) -> list[Told]:
    return [
        (
            _text(entry, f"{ATOM_SPACE}id"),
            _text(entry, f"{ATOM_SPACE}title"),
            str(_alternate(entry).get("href")),
        )
        for entry in _root(body).iter(f"{ATOM_SPACE}entry")
    ]


def _read_rss(body: bytes) -> list[Told]:
    return [
        (_text(item, "guid"), _text(item, "title"), _text(item, "link"))
        for item in _root(body).iter("item")
    ]


def _read_json(body: bytes) -> list[Told]:
    items = json.loads(body)["items"]
    return [(item["id"], item.get("title", ""), item["url"]) for item in items]


def _alternate(entry: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the link to the entry's page: one that names no other relation."""
    for link in entry.iter(f"{ATOM_SPACE}link"):
        if link.get("rel", "alternate") == "alternate":
            return link
    raise ValueError("an entry has no address")


def _root(body: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    # Nothing outside the bytes is looked up, and no entity is made larger.
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False))


def _text(element: Any, name: str) -> str:  # noqa: ANN401 - lxml has no types
    found = element.find(name)
    if found is None:
        raise ValueError(f"an entry has no {name.rpartition('}')[2]}")
    return found.text or ""


READERS: dict[str, Callable[[bytes], list[Told]]] = {
    ATOM: _read_atom,
    RSS: _read_rss,
    JSON_FEED: _read_json,
}
