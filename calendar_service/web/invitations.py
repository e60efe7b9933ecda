"""Invite somebody to an account; and for them, the form of their first password.

The link's token goes from the address into the cookie of forms at once, so that
no page with it in its address is shown, logged or told to others.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, request, session
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account, Action, Role
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.services.account_keeping import Standing
from calendar_service.services.administering import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
)
from calendar_service.services.inviting import (
    accept_invitation,
    find_invitation,
    invite,
)
from calendar_service.services.mail_links import INVITES_FOR, BadLink, ExpiredLink
from calendar_service.services.resetting import UsedLink
from calendar_service.storage.account_records import list_records
from calendar_service.web import account_words, auth, http
from calendar_service.web.account_forms import choices_for, read_standing
from calendar_service.web.kept_forms import is_only_shown
from calendar_service.web.language import link
from calendar_service.web.layout import page
from calendar_service.web.passwords import posted_password
from calendar_service.web.useless_links import UselessLink, useless_page

invitations = Blueprint("invitations", __name__)

HELD = "invitation-link"
UNPROCESSABLE = 422


@invitations.get("/staff/new-account")
@auth.staff_only
def new() -> Response:
    """Show the form of an account that is not there yet."""
    auth.demand(Action.ADMINISTER)
    return _new("", _nobody())


@invitations.post("/staff/new-account")
@auth.staff_form
def add() -> AnyResponse:
    """Add the account and mail its owner a link."""
    auth.demand(Action.ADMINISTER)
    email, wanted = request.form.get("email", "").strip(), read_standing(_nobody())
    if is_only_shown():
        return _new(email, wanted)
    try:
        with http.transaction() as opened:
            who, settings = auth.signed_in(), http.settings()
            added = invite(opened, settings, who, email, wanted, http.now())
            numbers = {r.account.email: r.number for r in list_records(opened)}
    except InvalidDraft as wrong:
        return _new(email, wanted, wrong.problems)
    number = numbers[added.email]
    return http.go_to(link("account_desk.show", number=number, done="invited"))


@invitations.get("/mail/invitation/<token>")
def open_link(token: str) -> AnyResponse:
    """Take the token out of the address, if it is any good. Nothing changes."""
    try:
        _find(token)
    except UselessLink as wrong:
        response: AnyResponse = useless_page(wrong, offers_another=False)
    else:
        session[HELD] = token
        response = http.go_to(link("invitations.choose"))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@invitations.get("/login/invitation")
def choose() -> Response:
    """Show the form for the first password."""
    try:
        return _form(_find(_held()))
    except UselessLink as wrong:
        return useless_page(wrong, offers_another=False)


@invitations.post("/login/invitation")
def accept() -> AnyResponse:
    """Put the password in place, and sign in who chose it."""
    token = _held()
    try:
        account = _find(token)
        given = posted_password()
        if given.wrong:
            return _form(account, given.wrong)
        with http.transaction() as opened:
            settings = http.settings()
            accept_invitation(opened, settings, token, given.hashed, http.now())
    except UsedLink:
        return useless_page(_used(), offers_another=False)
    except UselessLink as wrong:
        return useless_page(wrong, offers_another=False)
    session.pop(HELD, None)
    response = http.go_to(link("dashboard.show"))
    auth.sign_in(response, account)
    return response


def _nobody() -> Standing:
    """Return what a new account is unless it is said otherwise."""
    return Standing(
        name="", role=Role.EDITOR, kinds=frozenset(), language=http.settings().language
    )


def _new(email: str, wanted: Standing, problems: Sequence[Problem] = ()) -> Response:
    return page(
        "new_account.html",
        private=True,
        status=UNPROCESSABLE if problems else 200,
        email=email,
        wanted=wanted,
        wrong={p.field: account_words.account_problem_said(p) for p in problems},
        choices=choices_for(wanted.language),
        days=INVITES_FOR.days,
        words=account_words,
    )


def _find(token: str) -> Account:
    try:
        with http.reading() as opened:
            return find_invitation(opened, http.settings(), token, http.now())
    except BadLink:
        raise UselessLink(
            gettext("This link is not whole"),
            gettext("Open it from the mail once more, all of it."),
        ) from None
    except ExpiredLink:
        raise UselessLink(
            gettext("This invitation is too old"),
            gettext(
                "It was good for %(days)s days. Ask an administrator to invite you"
                " again.",
                days=INVITES_FOR.days,
            ),
        ) from None
    except UsedLink:
        raise _used() from None


def _used() -> UselessLink:
    return UselessLink(
        gettext("This invitation is of no use any more"),
        gettext(
            "If you have chosen a password, sign in with it. If not, there is a newer"
            " mail, or the invitation was taken back."
        ),
    )


def _held() -> str:
    return str(session.get(HELD, ""))


def _form(account: Account, wrong: dict[str, str] | None = None) -> Response:
    return page(
        "first_password.html",
        private=True,
        status=UNPROCESSABLE if wrong else 200,
        account=account,
        role=account_words.role_said(account),
        kinds=account_words.kinds_said(account) if account.is_limited else "",
        least=SHORTEST_PASSWORD,
        most=LONGEST_PASSWORD,
        wrong=wrong or {},
    )
