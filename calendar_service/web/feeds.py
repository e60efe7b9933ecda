"""The feeds, for calendar clients and feed readers."""

from flask import Blueprint, Response, abort, current_app, request

from calendar_service.domain.item import Item
from calendar_service.domain.selection import Audience, is_visible
from calendar_service.feeds.ical import render_single
from calendar_service.services.publishing import FeedAsked, FeedFormat, Publisher
from calendar_service.storage.items import find_by_slug
from calendar_service.web import http

feeds = Blueprint("feeds", __name__)
GONE, UNKNOWN, BAD = 410, 404, 400


@feeds.get("/feeds/<name>.<ending>")
@feeds.get("/feeds/<name>/<readable>.<ending>")
def feed(name: str, ending: str, readable: str = "") -> Response:
    """Answer with one feed; the address alone decides what is in it.

    `readable` is for clients that name a calendar after the end of its address.
    """
    asked = _asked(name, ending, readable)
    return http.answer(publisher().document(asked, http.today()))


@feeds.get("/items/<slug>.ics")
def item_file(slug: str) -> Response:
    """Answer with one item to be put into a calendar."""
    with http.reading() as session:
        item = find_by_slug(session, slug)
    if item is None or not is_visible(item, Audience.PUBLIC, with_deleted=True):
        abort(UNKNOWN)
    if not is_visible(item, Audience.PUBLIC):
        abort(GONE)
    language = _language()
    document = render_single(item, language, lambda it: http.item_url(it, language))
    response = http.answer(document)
    response.headers["Content-Disposition"] = f'attachment; filename="{item.slug}.ics"'
    return response


def publisher() -> Publisher:
    """Return the one that remembers this process's documents."""
    made: Publisher | None = current_app.extensions.get("publisher")
    if made is None:
        made = Publisher(http.settings(), http.database(), _item_link)
        current_app.extensions["publisher"] = made
    return made


def _asked(name: str, ending: str, readable: str) -> FeedAsked:
    if ending not in set(FeedFormat):
        abort(UNKNOWN, f"Feeds end in .ics, .rss, .atom or .json, not in .{ending}.")
    path = (
        f"/feeds/{name}/{readable}.{ending}" if readable else f"/feeds/{name}.{ending}"
    )
    chosen = request.args.get("lang")
    asked = FeedAsked(
        name, FeedFormat(ending), _language(), http.absolute(path, lang=chosen)
    )
    if not asked.is_known():
        abort(UNKNOWN, f"There is no feed {name}.{ending}; /subscribe lists all.")
    return asked


def _language() -> str:
    languages = http.settings().languages
    chosen = request.args.get("lang", languages[0])
    if chosen not in languages:
        abort(BAD, f"lang={chosen} is not one of {', '.join(languages)}.")
    return chosen


def _item_link(item: Item, language: str) -> str:
    return http.item_url(item, language)
