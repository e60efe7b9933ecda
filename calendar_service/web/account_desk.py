"""The accounts of the staff, for administrators: roles, kinds, who is shut out."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from calendar_service.domain.account import Account, Action
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.services.account_keeping import (
    StaleAccount,
    Standing,
    change_account,
    disable_account,
    enable_account,
    standing_of,
)
from calendar_service.services.feed_access import end_token
from calendar_service.services.inviting import invite_again
from calendar_service.services.mail_links import INVITES_FOR
from calendar_service.storage.account_records import (
    AccountRecord,
    find_record,
    list_changes,
    list_records,
)
from calendar_service.storage.database import Session
from calendar_service.storage.feeds import FeedToken, list_saved_feeds, list_tokens
from calendar_service.storage.in_care import list_in_care
from calendar_service.web import account_words, auth, http
from calendar_service.web.account_forms import choices_for, read_standing, version_of
from calendar_service.web.feed_names import feed_names
from calendar_service.web.kept_forms import is_only_shown
from calendar_service.web.language import link
from calendar_service.web.layout import page

account_desk = Blueprint("account_desk", __name__)

UNKNOWN, CONFLICT, UNPROCESSABLE = 404, 409, 422
MOST_CHANGES, MOST_IN_CARE = 50, 10


@account_desk.get("/staff/accounts")
@auth.staff_only
def overview() -> Response:
    """List who has an account."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        records = list_records(session)
    return page("accounts.html", private=True, records=records, words=account_words)


@account_desk.get("/staff/accounts/<int:number>")
@auth.staff_only
def show(number: int) -> Response:
    """Show one account with its form, what is in its care, and its history."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        record = _demand(session, number)
        return _shown(session, record, standing_of(record.account))


@account_desk.post("/staff/accounts/<int:number>")
@auth.staff_form
def change(number: int) -> AnyResponse:
    """Save what was decided, if nobody else decided otherwise since."""
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        record = _demand(session, number)
        seen = standing_of(record.account)
        wanted = read_standing(seen)
        is_stale = request.form.get("version") != version_of(seen)
        if is_stale or is_only_shown():
            return _shown(session, record, wanted, is_stale=is_stale)

    def carry_out(session: Session, who: Account) -> None:
        email = record.account.email
        change_account(session, who, email, wanted, http.now(), seen)

    return _carried_out(number, wanted, carry_out)


@account_desk.post("/staff/accounts/<int:number>/disable")
@auth.staff_only
def disable(number: int) -> AnyResponse:
    """Shut somebody out at once."""
    return _switched(number, disable_account)


@account_desk.post("/staff/accounts/<int:number>/enable")
@auth.staff_only
def enable(number: int) -> AnyResponse:
    """Let somebody in again."""
    return _switched(number, enable_account)


@account_desk.post("/staff/accounts/<int:number>/invite")
@auth.staff_only
def send_again(number: int) -> AnyResponse:
    """Send another invitation to somebody who has no password."""

    def switch(session: Session, who: Account, email: str, now: datetime) -> Account:
        return invite_again(session, http.settings(), who, email, now)

    return _switched(number, switch, "invited")


@account_desk.post("/staff/accounts/<int:number>/feeds/<int:feed>/end")
@auth.staff_only
def end_feed(number: int, feed: int) -> AnyResponse:
    """End somebody's private feed: its address answers no more, at once."""
    auth.demand(Action.ADMINISTER)
    with http.transaction() as session:
        owner = _demand(session, number).account.email
        if feed not in {token.id for token in _open_tokens(session, owner)}:
            abort(UNKNOWN)
        end_token(session, auth.signed_in(), feed, http.now())
    return http.go_to(link("account_desk.show", number=number, done="saved"))


def _open_tokens(session: Session, email: str) -> list[FeedToken]:
    return [t for t in list_tokens(session, email) if t.revoked_at is None]


def _switched(
    number: int, switch: Callable[..., Account], done: str = "saved"
) -> AnyResponse:
    auth.demand(Action.ADMINISTER)
    with http.reading() as session:
        account = _demand(session, number).account

    def carry_out(session: Session, who: Account) -> None:
        switch(session, who, account.email, http.now())

    return _carried_out(number, standing_of(account), carry_out, done)


def _carried_out(
    number: int,
    wanted: Standing,
    carry_out: Callable[[Session, Account], None],
    done: str = "saved",
) -> AnyResponse:
    """Do it and say so, or show the page again with what stands in the way."""
    problems: Sequence[Problem] = ()
    try:
        with http.transaction() as session:
            carry_out(session, auth.signed_in())
    except InvalidDraft as wrong:
        problems = wrong.problems
    except StaleAccount:
        pass
    else:
        return http.go_to(link("account_desk.show", number=number, done=done))
    with http.reading() as session:
        record = _demand(session, number)
        return _shown(session, record, wanted, problems, is_stale=not problems)


def _shown(
    session: Session,
    record: AccountRecord,
    wanted: Standing,
    problems: Sequence[Problem] = (),
    *,
    is_stale: bool = False,
) -> Response:
    account, who = record.account, auth.signed_in()
    return page(
        "account.html",
        private=True,
        status=CONFLICT if is_stale else UNPROCESSABLE if problems else 200,
        record=record,
        account=account,
        is_own=account.email == who.email,
        wanted=wanted,
        version=version_of(standing_of(account)),
        wrong={p.field: account_words.account_problem_said(p) for p in problems},
        is_stale=is_stale,
        done=request.args.get("done", ""),
        in_care=list_in_care(session, [account.email], http.today(), MOST_IN_CARE),
        changes=list_changes(session, record.number, MOST_CHANGES),
        choices=choices_for(account.language),
        tokens=_open_tokens(session, account.email),
        feed_names=feed_names(list_saved_feeds(session)),
        invited_until=_invited_until(account),
        now=http.now(),
        words=account_words,
    )


def _invited_until(account: Account) -> datetime | None:
    """Return when the link of an invitation is over; None for nobody invited."""
    return account.invited_at + INVITES_FOR if account.invited_at else None


def _demand(session: Session, number: int) -> AccountRecord:
    found = find_record(session, number)
    if found is None:
        abort(UNKNOWN)
    return found
