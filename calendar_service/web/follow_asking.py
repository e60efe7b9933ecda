"""Ask to follow by mail. Whether an address follows already is nobody's business."""

from collections.abc import Mapping
from ipaddress import ip_network

from flask import Blueprint, Response, abort, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.feed_choice import UnknownChoice
from calendar_service.domain.follower import Wish
from calendar_service.services.following import (
    Asking,
    TooManyAsked,
    ask,
    count_try,
)
from calendar_service.storage.database import Session
from calendar_service.web import http, tries
from calendar_service.web.choice_words import not_offered_said
from calendar_service.web.errors import OddQuery, TooOften
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.wishes import (
    CHOICES,
    offered,
    posted_choice,
    read_pace,
    read_wish,
    read_words,
    wish_query,
)

follow_asking = Blueprint("follow_asking", __name__)

MOST_ADDRESS = 254
WAIT_SECONDS = 3_600
NOT_FOUND, UNPROCESSABLE = 404, 422


@follow_asking.before_request
def demand_switched_on() -> None:
    if not http.settings().follow_by_mail:
        abort(NOT_FOUND)


@follow_asking.get("/subscribe/mail")
def form() -> Response:
    """Show the form, with what was chosen on the subscribe page."""
    if request.args.get("sent") == "yes":
        return page("follow_sent.html", private=True)
    try:
        with http.reading() as session:
            wish = read_wish(session, request.args.to_dict(flat=False))
            return _form(session, wish_query(wish))
    except UnknownChoice as wrong:
        raise OddQuery(not_offered_said(wrong)) from None


@follow_asking.post("/subscribe/mail")
def send() -> AnyResponse:
    """Take the wish; what comes back is the same whatever is known of the address."""
    try:
        with http.reading() as session:
            wish = read_wish(session, request.form.to_dict(flat=False))
    except UnknownChoice as wrong:
        return _wrong(not_offered_said(wrong))
    asking = _asking(wish)
    try:
        with http.transaction() as session:
            count_try(session, asking, http.now())
        with http.transaction() as session:
            ask(session, asking, http.now())
    except InvalidDraft:
        return _wrong(address=True)
    except TooManyAsked:
        raise TooOften(
            gettext(
                "So many have asked for mails within the hour that we wait a"
                " little. Please try again later."
            ),
            retry_after=WAIT_SECONDS,
        ) from None
    return http.go_to(link("follow_asking.form", sent="yes"))


def _asking(wish: Wish) -> Asking:
    address = request.form.get("address", "").strip()
    return Asking(
        address=address,
        wish=wish,
        pace=read_pace(request.form.get("pace", "")),
        language=read_words(request.form.getlist("words")),
        client=tries.subject("follow-client", _network(tries.client())),
        mailbox=tries.subject("follow-mailbox", address[:MOST_ADDRESS].lower()),
    )


def _network(client: str) -> str:
    """Return whom to count: with IPv6 one household has a whole network."""
    try:
        return str(ip_network((client, 64), strict=False))
    except ValueError:
        return client


def _wrong(choice: str = "", *, address: bool = False) -> Response:
    """Show the form as it was sent, with what is wrong."""
    chosen = posted_choice(request.form.to_dict(flat=False))
    with http.reading() as session:
        answer = _form(session, chosen, choice, is_address_wrong=address)
    answer.status_code = UNPROCESSABLE
    return answer


def _form(
    session: Session,
    chosen: Mapping[str, list[str]],
    choice: str = "",
    *,
    is_address_wrong: bool = False,
) -> Response:
    asked = request.form or request.args
    return page(
        "follow_ask.html",
        private=True,
        query={name: request.args.getlist(name) for name in CHOICES},
        chosen=chosen,
        pace=read_pace(asked.get("pace", "")),
        words=read_words(asked.getlist("words")),
        address=request.form.get("address", "")[:MOST_ADDRESS],
        most=MOST_ADDRESS,
        wrong_choice=choice,
        is_address_wrong=is_address_wrong,
        offers=offered(session),
    )
