"""Sign in, sign out, and the first page of the staff."""

from datetime import timedelta

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.selection import Selection
from calendar_service.storage.items import list_items
from calendar_service.web import auth, http
from calendar_service.web.entries import list_entries, make_agenda
from calendar_service.web.kept_forms import (
    FIELD,
    kept_page,
    posted_form,
    read_kept,
)
from calendar_service.web.language import language, link
from calendar_service.web.layout import page

accounts = Blueprint("accounts", __name__)

COMING_DAYS = 30
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


@accounts.get("/staff/")
@auth.staff_only
def staff() -> Response:
    """Show who is signed in, what waits and what comes."""
    first = http.today()
    last = first + timedelta(days=COMING_DAYS)
    with http.reading() as session:
        seen = list_items(session, Selection(audience=auth.audience(), first=first))
    office = http.settings().timezone
    coming = [i for i in seen if i.status is not ItemStatus.DRAFT and _is_shown(i)]
    who = auth.account()
    return page(
        "staff.html",
        private=True,
        drafts=[item for item in seen if item.status is ItemStatus.DRAFT],
        may_draft=who is not None and may(who, Action.DRAFT),
        internal=[item for item in coming if item.visibility is Visibility.STAFF],
        agenda=make_agenda(
            list_entries(coming, first, last, language(), office), first
        ),
        last=last,
    )


def _is_shown(item: Item) -> bool:
    return item.kind is not ItemKind.NEWS


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
    return http.own_path(request.values.get("next", ""), link("accounts.staff"))
