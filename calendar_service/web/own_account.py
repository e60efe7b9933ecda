"""One's own account: what it is, where it is signed in, and its password."""

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    change_password,
)
from calendar_service.web import auth, http
from calendar_service.web.language import link
from calendar_service.web.layout import page

own_account = Blueprint("own_account", __name__)

WAIT_SECONDS = 600
UNPROCESSABLE = 422


@own_account.get("/staff/account")
@auth.staff_only
def show() -> Response:
    """Show the account, its sign-ins and the form for another password."""
    return _page()


@own_account.post("/staff/account/password")
@auth.staff_only
def renew_password() -> AnyResponse:
    """Take another password; whoever is signed in elsewhere has to sign in anew."""
    who = auth.signed_in()
    former, new, again = (
        request.form.get(name, "") for name in ("former", "new", "again")
    )
    if new != again:
        return _page(gettext("The two new passwords are not the same."))
    try:
        known = auth.check_password(who.email, former)
    except auth.TooManyTries:
        raise TooManyRequests(retry_after=WAIT_SECONDS) from None
    if known is None:
        return _page(gettext("That is not your password so far."))
    try:
        with http.transaction() as session:
            change_password(session, who.email, new, http.now())
    except InvalidDraft:
        return _page(_bounds())
    return _alone()


@own_account.post("/staff/account/elsewhere")
@auth.staff_only
def leave_elsewhere() -> AnyResponse:
    """End all other sign-ins."""
    return _alone()


def _alone() -> AnyResponse:
    response = http.go_to(link("own_account.show"))
    auth.sign_in_alone(response, auth.signed_in())
    return response


def _bounds() -> str:
    said: str = gettext(
        "A password takes between %(least)s and %(most)s characters.",
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
    )
    return said


def _page(wrong: str = "") -> Response:
    return page(
        "own_account.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        sign_ins=auth.sign_ins(),
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
        wrong=wrong,
    )
