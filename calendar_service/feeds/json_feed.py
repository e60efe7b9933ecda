"""Entries to JSON Feed 1.1 (jsonfeed.org)."""

import json
from collections.abc import Sequence

from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import (
    JSON_FEED,
    WHOLE,
    Document,
    FeedInfo,
    Page,
    make_document,
)
from calendar_service.feeds.entries import Entry

VERSION = "https://jsonfeed.org/version/1.1"
EVENT_MODULE = "http://purl.org/rss/1.0/modules/event/"


def render_json_feed(
    entries: Sequence[Entry], info: FeedInfo, page: Page = WHOLE
) -> Document:
    """Return a JSON Feed; an extension `_event` says when and where it is."""
    feed: dict[str, object] = {
        "version": VERSION,
        "title": tidy_line(info.title),
        "home_page_url": info.home_url,
        "feed_url": info.self_url,
        # "The next" are the older ones.
        "next_url": page.prev_archive,
        "description": tidy_line(info.description),
        "language": info.language,
        "authors": [{"name": tidy_line(info.author), "url": info.home_url}],
        "items": [_item(entry) for entry in entries],
    }
    text = json.dumps(_filled(feed), ensure_ascii=False, indent=1)
    return make_document(f"{text}\n".encode(), JSON_FEED)


def _item(entry: Entry) -> dict[str, object]:
    event: dict[str, object] = {
        "about": EVENT_MODULE,
        "startdate": entry.starts,
        "enddate": entry.ends,
        "location": entry.place,
    }
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title.text,
        "content_html": entry.html,
        "summary": entry.summary or entry.when,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": list(entry.categories),
        "language": entry.title.language,
        "_event": _filled(event),
    }
    return _filled(item)


def _filled(members: dict[str, object]) -> dict[str, object]:
    """Leave out empty members; an empty list of items is one, and stays."""
    return {name: value for name, value in members.items() if value != ""}
