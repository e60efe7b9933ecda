"""Another password for whoever forgot theirs: a mail with a link, and a form.

The link's token goes from the address into the cookie of forms at once, so that
no page with it in its address is shown, logged or told to others.
"""

from datetime import timedelta

from flask import Blueprint, Response, request, session
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account
from calendar_service.domain.draft_text import address_problem
from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
)
from calendar_service.services.mail_links import BadLink, ExpiredLink
from calendar_service.services.resetting import (
    UsedLink,
    ask_for_reset,
    find_reset,
    use_reset,
)
from calendar_service.web import auth, http, tries
from calendar_service.web.errors import TooOften
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.passwords import posted_password
from calendar_service.web.useless_links import UselessLink, useless_page

resetting = Blueprint("resetting", __name__)

HELD = "password-link"
HOUR = timedelta(hours=1)
LIMITS = {
    # Somebody who asks for many addresses, and all who ask together.
    "reset-client": (20, HOUR),
    "reset-all": (200, HOUR),
}
PER_ADDRESS = {"reset-address": (3, HOUR)}
"""As long as a link works: one of the last three mails always helps."""
YES = "yes"
UNPROCESSABLE = 422


@resetting.get("/login/forgotten")
def forgotten() -> Response:
    """Ask for the address, or say that a mail is on its way if it has an account."""
    return _ask(sent=request.args.get("sent", "") == YES)


@resetting.post("/login/forgotten")
def send_link() -> AnyResponse:
    """Queue a mail; the answer is the same whether there is an account or not."""
    email = request.form.get("email", "").strip()
    if address_problem(email):
        wrong = gettext("That is no e-mail address. Write one like nino@example.org.")
        return _ask(email=email, wrong=wrong)
    named = {"reset-client": tries.client(), "reset-all": ""}
    subjects = {name: tries.subject(name, value) for name, value in named.items()}
    own = {"reset-address": tries.subject("reset-address", email.lower())}
    with http.transaction() as opened:
        if tries.is_beyond(opened, LIMITS, subjects):
            raise TooOften(
                gettext("Many links were asked for. Please try again in an hour."),
                retry_after=int(HOUR.total_seconds()),
            )
        is_enough = tries.is_beyond(opened, PER_ADDRESS, own)
        tries.count(opened, subjects | own)
        if not is_enough:
            ask_for_reset(opened, http.settings(), email, http.now())
    return http.go_to(link("resetting.forgotten", sent=YES))


@resetting.get("/mail/password/<token>")
def open_link(token: str) -> AnyResponse:
    """Take the token out of the address, if it is any good. Nothing changes."""
    try:
        _find(token)
    except UselessLink as wrong:
        return useless_page(wrong)
    session[HELD] = token
    return http.go_to(link("resetting.choose"))


@resetting.get("/login/password")
def choose() -> Response:
    """Show the form for another password."""
    try:
        return _form(_find(_held()))
    except UselessLink as wrong:
        return useless_page(wrong)


@resetting.post("/login/password")
def put() -> AnyResponse:
    """Put the password in place. Nobody is signed in by it; all sign-ins end."""
    token = _held()
    try:
        account = _find(token)
        given = posted_password()
        if given.wrong:
            return _form(account, given.wrong)
        with http.transaction() as opened:
            use_reset(opened, http.settings(), token, given.hashed, http.now())
    except UsedLink:
        return useless_page(_used())
    except UselessLink as wrong:
        return useless_page(wrong)
    session.pop(HELD, None)
    auth.forget_tries(account.email)
    return http.go_to(link("accounts.login", renewed=YES))


def _find(token: str) -> Account:
    try:
        with http.reading() as opened:
            return find_reset(opened, http.settings(), token, http.now())
    except BadLink:
        raise UselessLink(
            gettext("This link is not whole"),
            gettext("Open it from the mail once more, all of it, or ask for another."),
        ) from None
    except ExpiredLink:
        raise UselessLink(
            gettext("This link is too old"),
            gettext("A link to another password works for an hour. Ask for another."),
        ) from None
    except UsedLink:
        raise _used() from None


def _used() -> UselessLink:
    return UselessLink(
        gettext("This link has been used"),
        gettext(
            "The password was changed since the mail was sent."
            " Sign in with it, or ask for another link."
        ),
    )


def _held() -> str:
    return str(session.get(HELD, ""))


def _ask(email: str = "", wrong: str = "", *, sent: bool = False) -> Response:
    return page(
        "forgotten.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        email=email,
        wrong={"email": wrong} if wrong else {},
        sent=sent,
    )


def _form(account: Account, wrong: dict[str, str] | None = None) -> Response:
    return page(
        "new_password.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        address=account.email,
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
        wrong=wrong or {},
    )
