"""Sign in and sign out."""

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account
from calendar_service.web import auth, http
from calendar_service.web.kept_forms import (
    FIELD,
    kept_page,
    posted_form,
    read_kept,
)
from calendar_service.web.language import link
from calendar_service.web.layout import page

accounts = Blueprint("accounts", __name__)

WAIT_SECONDS = 600
UNAUTHORIZED, UNPROCESSABLE = 401, 422


@accounts.get("/login")
def login() -> AnyResponse:
    """Show the form, or go on when somebody is signed in already."""
    if auth.account() is not None:
        return http.go_to(_target())
    return _form()


@accounts.post("/login")
def enter() -> AnyResponse:
    """Check address and password; the answer does not say which was wrong."""
    email = request.form.get("email", "").strip()
    try:
        who = _checked(email, request.form.get("password", ""))
    except auth.TooManyTries:
        raise TooManyRequests(retry_after=WAIT_SECONDS) from None
    if who is None:
        wrong = gettext("Address and password do not belong together.")
        return _form(email=email, wrong=wrong, status=UNPROCESSABLE)
    kept = read_kept(request.form.get(FIELD, ""))
    response: AnyResponse = (
        kept_page(_target(), kept) if kept else http.go_to(_target())
    )
    auth.sign_in(response, who)
    return response


@accounts.app_errorhandler(auth.LostSession)
def keep(_: auth.LostSession) -> Response:
    """Ask whoever wrote too long to sign in, and hold on to what was written."""
    return _form(status=UNAUTHORIZED, target=request.path, kept=posted_form())


@accounts.post("/logout")
def leave() -> AnyResponse:
    """End the session."""
    response = http.go_to(link("pages.month"))
    auth.sign_out(response)
    return response


def _checked(email: str, password: str) -> Account | None:
    """Ask for what could be an account at all; NUL is no letter of PostgreSQL."""
    email = "".join(letter for letter in email if letter.isprintable())
    return auth.check_password(email, password)


def _form(
    email: str = "",
    wrong: str = "",
    status: int = 200,
    target: str = "",
    kept: str = "",
) -> Response:
    return page(
        "login.html",
        private=True,
        status=status,
        email=email,
        wrong=wrong,
        target=target or _target(),
        kept=kept or request.form.get(FIELD, ""),
    )


def _target() -> str:
    return http.own_path(request.values.get("next", ""), link("dashboard.show"))
