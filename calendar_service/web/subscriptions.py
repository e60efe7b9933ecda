"""Private feeds of whoever is signed in: give, renew, end."""

from urllib.parse import quote

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.feed_access import (
    NewSecret,
    UnknownToken,
    end_token,
    give_token,
    renew_token,
)
from calendar_service.services.feed_requests import UnknownFeed
from calendar_service.storage.feeds import list_saved_feeds, list_tokens
from calendar_service.web import auth, http
from calendar_service.web.addresses import FORMATS, NEWS, webcal
from calendar_service.web.choice_words import not_offered_said
from calendar_service.web.errors import OddQuery
from calendar_service.web.feed_names import feed_names
from calendar_service.web.language import link
from calendar_service.web.layout import page

subscriptions = Blueprint("subscriptions", __name__)
UNKNOWN = 404


@subscriptions.get("/staff/feeds")
@auth.staff_only
def feeds() -> Response:
    """Show one's own private feeds, and the form for another."""
    return _page()


@subscriptions.post("/staff/feeds")
@auth.staff_only
def add() -> Response:
    """Give a private address; this answer is the only one that shows it."""
    who, label = _who(), request.form.get("label", "").strip()
    try:
        with http.transaction() as session:
            feed = request.form.get("feed", "")
            given = give_token(session, who, who.email, feed, label, http.now())
    except UnknownFeed as wrong:
        raise OddQuery(not_offered_said(wrong)) from None
    except InvalidDraft as wrong:
        raise OddQuery(str(wrong)) from None
    return _page(given)


@subscriptions.post("/staff/feeds/<int:number>/renew")
@auth.staff_only
def renew(number: int) -> Response:
    """Put another address in place; the former one is dead at once."""
    try:
        with http.transaction() as session:
            given = renew_token(session, _who(), number)
    except UnknownToken:
        abort(UNKNOWN)
    return _page(given)


@subscriptions.post("/staff/feeds/<int:number>/end")
@auth.staff_only
def end(number: int) -> AnyResponse:
    """End a private feed."""
    try:
        with http.transaction() as session:
            end_token(session, _who(), number, http.now())
    except UnknownToken:
        abort(UNKNOWN)
    return http.go_to(link("subscriptions.feeds"))


def _page(given: NewSecret | None = None) -> Response:
    who = _who()
    with http.reading() as session:
        tokens = list_tokens(session, who.email)
        saved = list_saved_feeds(session)
    response = page(
        "subscriptions.html",
        private=True,
        tokens=[token for token in tokens if token.revoked_at is None],
        names=feed_names(saved),
        given=given,
        addresses=_addresses(given) if given else {},
        formats=FORMATS,
        webcal=webcal,
    )
    # An address that is a secret must not travel as a Referer.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _addresses(given: NewSecret) -> dict[str, str]:
    start = f"/feeds/private/{given.secret}/{quote(given.feed)}"
    # News happens on no day: it has no calendar.
    endings = [ending for ending in FORMATS if (given.feed, ending) != (NEWS, "ics")]
    return {ending: http.absolute(f"{start}.{ending}") for ending in endings}


def _who() -> Account:
    who = auth.account()
    if who is None:
        abort(UNKNOWN)
    return who
