"""Another password for whoever forgot theirs: a mail with a link, and a form."""

from datetime import timedelta

from flask import Blueprint, Response, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.draft_text import address_problem
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
from calendar_service.web.password_links import PasswordLink

resetting = Blueprint("resetting", __name__)

HOUR = timedelta(hours=1)
PER_CLIENT = {"reset-client": (20, HOUR)}
"""There is no limit for all together: a few could use it up and keep all others out."""
PER_ADDRESS = {"reset-address": (3, HOUR)}
"""As long as a link works: one of the last three mails always helps."""
OTHER_PASSWORD = PasswordLink(
    cookie="password-link",
    form="resetting.choose",
    template="new_password.html",
    find=find_reset,
    use=use_reset,
    words={
        BadLink: (
            lazy_gettext("This link is not whole"),
            lazy_gettext(
                "Open it from the mail once more, all of it, or ask for another."
            ),
        ),
        ExpiredLink: (
            lazy_gettext("This link is too old"),
            lazy_gettext(
                "A link to another password works for an hour. Ask for another."
            ),
        ),
        UsedLink: (
            lazy_gettext("This link has been used"),
            lazy_gettext(
                "The password was changed since the mail was sent."
                " Sign in with it, or ask for another link."
            ),
        ),
    },
    offers_another=True,
)
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
    client = {"reset-client": tries.subject("reset-client", tries.client())}
    own = {"reset-address": tries.subject("reset-address", email.lower())}
    with http.transaction() as opened:
        if tries.is_beyond(opened, PER_CLIENT, client):
            raise TooOften(
                gettext("Many links were asked for. Please try again in an hour."),
                retry_after=int(HOUR.total_seconds()),
            )
        is_enough = tries.is_beyond(opened, PER_ADDRESS, own)
        tries.count(opened, client | own)
        if not is_enough:
            ask_for_reset(opened, http.settings(), email, http.now())
    return http.go_to(link("resetting.forgotten", sent=YES))


@resetting.get("/mail/password/<token>")
def open_link(token: str) -> AnyResponse:
    """Take the token out of the address, if it is any good. Nothing changes."""
    return OTHER_PASSWORD.open(token)


@resetting.get("/login/password")
def choose() -> Response:
    """Show the form for another password."""
    return OTHER_PASSWORD.show()


@resetting.post("/login/password")
def put() -> AnyResponse:
    """Put the password in place. Nobody is signed in by it; all sign-ins end."""
    done = OTHER_PASSWORD.put()
    if isinstance(done, Response):
        return done
    auth.forget_tries(done.email)
    return http.go_to(link("accounts.login", renewed=YES))


def _ask(email: str = "", wrong: str = "", *, sent: bool = False) -> Response:
    return page(
        "forgotten.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        email=email,
        wrong={"email": wrong} if wrong else {},
        sent=sent,
    )
