"""One's own account: where it is signed in, and its password."""

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.services.administering import put_password
from calendar_service.web import auth, http
from calendar_service.web.language import link
from calendar_service.web.own_page import own_page, saved
from calendar_service.web.passwords import posted_password

own_account = Blueprint("own_account", __name__)

WAIT_SECONDS = 600


@own_account.get("/staff/account")
@auth.staff_only
def show() -> Response:
    """Show the account, its sign-ins and the form for another password."""
    return own_page()


@own_account.post("/staff/account/password")
@auth.staff_only
def renew_password() -> AnyResponse:
    """Take another password; whoever is signed in elsewhere has to sign in anew."""
    # The limited look at the password so far comes first: a hash costs a while.
    try:
        known = auth.check_password(
            auth.signed_in().email, request.form.get("former", "")
        )
    except auth.TooManyTries:
        raise TooManyRequests(retry_after=WAIT_SECONDS) from None
    unknown = {"former": gettext("That is not your password so far.")}
    if known is None:
        return own_page(unknown)
    given = posted_password()
    if given.wrong:
        return own_page(given.wrong)
    with http.transaction() as session:
        done = put_password(session, http.settings(), known, given.hashed, http.now())
    return _alone(saved("password")) if done else own_page(unknown)


@own_account.post("/staff/account/sign-ins")
@auth.staff_only
def leave_one() -> AnyResponse:
    """End one sign-in, which the form names."""
    auth.sign_out_there(request.form.get("which", ""))
    return http.go_to(link("own_account.show"))


@own_account.post("/staff/account/elsewhere")
@auth.staff_only
def leave_elsewhere() -> AnyResponse:
    """End all other sign-ins."""
    return _alone(http.go_to(link("own_account.show")))


def _alone(response: AnyResponse) -> AnyResponse:
    auth.sign_in_alone(response, auth.signed_in())
    return response
