"""The feeds, for calendar clients and feed readers."""

import re
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask_babel import gettext

from calendar_service.domain.feed_choice import UnknownChoice, read_choice
from calendar_service.domain.item import Item
from calendar_service.domain.selection import Audience, is_visible
from calendar_service.feeds.ical import render_single
from calendar_service.services.feed_access import UnknownToken, open_token
from calendar_service.services.feed_polls import client_family
from calendar_service.services.feed_requests import (
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    UnknownName,
    chosen_within,
    demand_format,
    find_feed,
    query_of,
)
from calendar_service.services.publishing import Published
from calendar_service.storage.items import find_by_slug
from calendar_service.web import http
from calendar_service.web.choice_words import not_offered_said
from calendar_service.web.errors import NotHere, OddQuery
from calendar_service.web.feed_answers import PRIVATE, PUBLIC, FeedAnswer, answer_feed
from calendar_service.web.feed_lane import FeedLane

feeds = Blueprint("feeds", __name__)
GONE, UNKNOWN = 410, 404
NAME = "feed_lane"
SAY_THEIR_OWN = {
    (form.value, Audience.PUBLIC) for form in FeedFormat if form is not FeedFormat.ICS
}
PAGE = re.compile(r"(?:^|&)page=[0-9]*$")
CHOICE = r"(?:kind|tag|place|lang|from|until|alarm)=[\w.~!$'()*+,;:@/?%-]+"
SAID = re.compile(f"(?:{CHOICE}(?:&{CHOICE})*)?", re.ASCII)
MOST_SAID = 1_000


@feeds.get("/feeds/<name>.<ending>")
@feeds.get("/feeds/<name>/<readable>.<ending>")
def feed(name: str, ending: str, readable: str = "") -> Response:
    """Answer with one feed; the address alone decides what is in it.

    `readable` is for clients that name a calendar after the end of its address.
    """
    asked = _asked(name, ending, readable, Audience.PUBLIC)
    published = _publish(asked)
    _note(asked, None, published.state.version)
    lane().remember(request.environ, asked, published)
    return _response(answer_feed(published, request.environ, PUBLIC))


@feeds.get("/feeds/private/<secret>/<name>.<ending>")
@feeds.get("/feeds/private/<secret>/<name>/<readable>.<ending>")
def private_feed(secret: str, name: str, ending: str, readable: str = "") -> Response:  # noqa: ARG001 - for the client's eyes
    """Answer whoever knows the secret; a wrong one is the same 404 as none."""
    try:
        with http.reading() as session:
            token = open_token(session, secret, name)
    except UnknownToken:
        abort(UNKNOWN)
    # One document for all who have this feed: no secret ever stands in it.
    asked = _asked(name, ending, "", Audience.STAFF)
    published = _publish(asked)
    _note(asked, token.id, published.state.version)
    response = _response(answer_feed(published, request.environ, PRIVATE))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@feeds.get("/items/<slug>.ics")
def item_file(slug: str) -> Response:
    """Answer with one item to be put into a calendar."""
    with http.reading() as session:
        item = find_by_slug(session, slug)
    if item is None or not is_visible(item, Audience.PUBLIC, with_deleted=True):
        abort(UNKNOWN)
    if not is_visible(item, Audience.PUBLIC):
        abort(GONE)
    try:
        asked = {"lang": request.args.getlist("lang")}
        languages = read_choice(asked, http.settings().languages).languages
    except UnknownChoice as wrong:
        raise OddQuery(not_offered_said(wrong)) from None

    def page(shown: Item) -> str:
        return http.item_url(shown, languages[0])

    response = http.answer(render_single(item, languages, page))
    response.headers["Content-Disposition"] = f'attachment; filename="{item.slug}.ics"'
    return response


def lane() -> FeedLane:
    """Return what this application remembers of its feeds."""
    made: FeedLane = current_app.extensions[NAME]
    return made


def open_lane(app: Flask, made: FeedLane) -> None:
    """Let an application answer what it remembers before Flask is asked."""
    app.extensions[NAME] = made
    app.wsgi_app = made.wrap(app.wsgi_app)  # type: ignore[assignment,method-assign]  # as Flask documents it


def _asked(name: str, ending: str, readable: str, audience: Audience) -> FeedAsked:
    if ending not in set(FeedFormat):
        raise NotHere(
            gettext(
                "Feeds end in .ics, .rss, .atom or .json, not in .%(ending)s.",
                ending=ending[:20],
            )
        )
    languages = http.settings().languages
    try:
        demand_format(name, FeedFormat(ending))
        with http.reading() as session:
            base, saved = find_feed(session, name, audience, languages)
            query = request.args.to_dict(flat=False)
            choice = chosen_within(session, base, query, audience, languages)
    except (UnknownFeed, UnknownName) as wrong:
        raise NotHere(not_offered_said(wrong)) from None
    except UnknownChoice as wrong:
        raise OddQuery(not_offered_said(wrong)) from None
    parts = [quote(part, safe="") for part in (name, readable) if part]
    path = f"/feeds/{'/'.join(parts)}.{ending}"
    said = _as_said() if (ending, audience) in SAY_THEIR_OWN else None
    return FeedAsked(
        name=name,
        format=FeedFormat(ending),
        choice=choice,
        address=http.absolute(path, **query_of(choice, base))
        if said is None
        else f"{http.settings().base_url}{path}{said}",
        audience=audience,
        page=_page(),
        saved=saved,
    )


def _as_said() -> str | None:
    """Return the question of the address as it was asked, without a page.

    Readers and validators compare the address that a feed gives as its own
    letter by letter. None where it says what no feed knows, or in letters that
    no address has.
    """
    said = PAGE.sub("", request.query_string.decode("latin-1"))
    if len(said) > MOST_SAID or not SAID.fullmatch(said):
        return None
    return f"?{said}" if said else ""


def _page() -> int | None:
    said = request.args.get("page", "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 8):  # noqa: PLR2004 - digits
        raise NotHere(gettext("This feed has no page %(page)s.", page=said[:20]))
    return int(said)


def _publish(asked: FeedAsked) -> Published:
    try:
        return lane().publisher.document(asked, http.now())
    except UnknownFeed as wrong:
        raise NotHere(not_offered_said(wrong)) from None


def _note(asked: FeedAsked, token_id: int | None, version: int) -> None:
    client = client_family(request.headers.get("User-Agent", ""))
    lane().polls.note(asked.name, token_id, client, version, http.now())


def _response(answer: FeedAnswer) -> Response:
    response = Response(answer.body, answer.status)
    response.headers.clear()
    response.headers.extend(answer.headers)
    return response
