"""Invite somebody to an account; and for them, the form of their first password."""

from collections.abc import Sequence

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Action, Role
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.services.account_keeping import Standing
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
from calendar_service.web.password_links import PasswordLink

invitations = Blueprint("invitations", __name__)

UNPROCESSABLE = 422
FIRST_PASSWORD = PasswordLink(
    cookie="invitation-link",
    form="invitations.choose",
    template="first_password.html",
    find=find_invitation,
    use=accept_invitation,
    words={
        BadLink: (
            lazy_gettext("This link is not whole"),
            lazy_gettext("Open it from the mail once more, all of it."),
        ),
        ExpiredLink: (
            lazy_gettext("This invitation is too old"),
            lazy_gettext(
                "It was good for %(days)s days. Ask an administrator to invite you"
                " again.",
                days=INVITES_FOR.days,
            ),
        ),
        UsedLink: (
            lazy_gettext("This invitation is of no use any more"),
            lazy_gettext(
                "If you have chosen a password, sign in with it. If not, there is a"
                " newer mail, or the invitation was taken back."
            ),
        ),
    },
)


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
    return FIRST_PASSWORD.open(token)


@invitations.get("/login/invitation")
def choose() -> Response:
    """Show the form for the first password."""
    return FIRST_PASSWORD.show()


@invitations.post("/login/invitation")
def accept() -> AnyResponse:
    """Put the password in place, and sign in who chose it."""
    done = FIRST_PASSWORD.put()
    if isinstance(done, Response):
        return done
    response = http.go_to(link("dashboard.show"))
    auth.sign_in(response, done)
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
