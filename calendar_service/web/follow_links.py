"""What the links in mails to followers do: confirm, change, leave. No cookie.

The signed token in the address is proof enough, as in mail_actions. Looking
changes nothing; only POST acts, and twice is harmless.
"""

from dataclasses import replace

from flask import Blueprint, Response, request
from flask_babel import gettext

from calendar_service.domain.feed_choice import UnknownChoice
from calendar_service.domain.follower import Follower
from calendar_service.domain.wish_words import describe_wish
from calendar_service.services.following import (
    FollowsAlready,
    change,
    confirm,
    leave,
)
from calendar_service.services.mail_links import (
    BadLink,
    ExpiredLink,
    manage_link,
    read_confirm,
    read_follow,
)
from calendar_service.storage.database import Session
from calendar_service.storage.followers import find_follower
from calendar_service.web import http
from calendar_service.web.choice_words import not_offered_said
from calendar_service.web.errors import NotWhole
from calendar_service.web.language import language
from calendar_service.web.layout import page
from calendar_service.web.wishes import (
    offered,
    posted_choice,
    read_pace,
    read_wish,
    read_words,
    wish_query,
)

follow_links = Blueprint("follow_links", __name__, url_prefix="/mail")

GONE, UNPROCESSABLE = 410, 422


@follow_links.get("/confirm/<token>")
def confirmation(token: str) -> Response:
    """Show what is to be confirmed, with a button."""
    try:
        name = _confirmed(token)
    except ExpiredLink:
        return _expired()
    with http.reading() as session:
        return _confirm_page(token, find_follower(session, name))


@follow_links.post("/confirm/<token>")
def act_on_confirmation(token: str) -> Response:
    """Let the mails come."""
    try:
        name = _confirmed(token)
    except ExpiredLink:
        return _expired()
    with http.transaction() as session:
        follower = confirm(session, http.settings(), name, http.now())
    return _confirm_page(token, follower, done=True)


@follow_links.get("/leave/<token>")
def leaving(token: str) -> Response:
    """Show what is left, with a button."""
    name = _name(token)
    with http.reading() as session:
        return _leave_page(token, find_follower(session, name))


@follow_links.post("/leave/<token>")
def act_on_leaving(token: str) -> Response:
    """Leave at once: mail programs post here by themselves (RFC 8058)."""
    name = _name(token)
    with http.transaction() as session:
        former = find_follower(session, name)
        leave(session, name)
    return _leave_page(token, None, former)


@follow_links.get("/follow/<token>")
def managing(token: str) -> Response:
    """Show what is followed, to be changed or left."""
    name = _name(token)
    with http.reading() as session:
        return _manage_page(session, token, find_follower(session, name))


@follow_links.post("/follow/<token>")
def act_on_managing(token: str) -> Response:
    """Store what was chosen, or leave."""
    if request.form.get("do") == "leave":
        return act_on_leaving(token)
    name = _name(token)
    with http.transaction() as session:
        follower = find_follower(session, name)
        if follower is None or not follower.is_confirmed:
            return _leave_page(token, follower)
        wrong = ""
        try:
            chosen = replace(
                follower,
                wish=read_wish(session, request.form.to_dict(flat=False)),
                pace=read_pace(request.form.get("pace", "")),
                language=read_words(request.form.getlist("words")),
            )
            change(session, http.settings(), chosen, http.now())
            follower = chosen
        except UnknownChoice as unknown:
            wrong = not_offered_said(unknown)
        except FollowsAlready:
            wrong = gettext(
                "You follow exactly this already. Unsubscribe here if two mails"
                " come about the same."
            )
        return _manage_page(session, token, follower, wrong)


def _confirmed(token: str) -> str:
    try:
        return read_confirm(http.settings(), token, http.now())
    except BadLink:
        raise NotWhole from None


def _name(token: str) -> str:
    try:
        return read_follow(http.settings(), token)
    except BadLink:
        raise NotWhole from None


def _expired() -> Response:
    return page(
        "error.html",
        status=GONE,
        private=True,
        code=GONE,
        title=gettext("This link is too old"),
        sentence=gettext(
            "It confirms for three days. Ask for the mails once more on the"
            " subscribe page."
        ),
    )


def _confirm_page(
    token: str, follower: Follower | None, *, done: bool = False
) -> Response:
    manage = ""
    if follower is not None and follower.is_confirmed:
        manage = manage_link(http.settings(), follower.name, language())
    return page(
        "follow_confirm.html",
        private=True,
        status=200 if follower else GONE,
        token=token,
        follower=follower,
        wish=describe_wish(follower.wish, language()) if follower else "",
        manage=manage,
        done=done,
    )


def _leave_page(
    token: str, follower: Follower | None, former: Follower | None = None
) -> Response:
    """Show who can leave; `former` is who has just left."""
    return page(
        "follow_leave.html",
        private=True,
        token=token,
        follower=follower,
        wish=describe_wish(follower.wish, language()) if follower else "",
        again=wish_query(former.wish) if former else {},
        done=former is not None,
    )


def _manage_page(
    session: Session, token: str, follower: Follower | None, wrong: str = ""
) -> Response:
    if follower is None or not follower.is_confirmed:
        return _leave_page(token, follower)
    chosen = wish_query(follower.wish)
    pace, words = follower.pace, follower.language
    if wrong:
        # Nothing was stored: what was chosen stands there to be mended.
        chosen = posted_choice(request.form.to_dict(flat=False))
        pace = read_pace(request.form.get("pace", ""))
        words = read_words(request.form.getlist("words"))
    return page(
        "follow_manage.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        token=token,
        follower=follower,
        said=describe_wish(follower.wish, language()),
        chosen=chosen,
        pace=pace,
        words=words,
        wrong_choice=wrong,
        done=request.method == "POST" and not wrong,
        offers=offered(session),
    )
