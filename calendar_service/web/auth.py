"""Sign in and out; who is asking and what they may see."""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, cast

from flask import current_app, g, request
from werkzeug.wrappers import Response

from calendar_service.domain.account import Account, Action, NotAllowed, may
from calendar_service.domain.account import demand as demand_of
from calendar_service.domain.item import Details, ItemKind
from calendar_service.domain.selection import Audience
from calendar_service.services.administering import verify_password
from calendar_service.storage.accounts import (
    close_session,
    close_sessions,
    drop_attempts,
    find_account,
    forget_attempts,
    open_session,
)
from calendar_service.storage.database import DatabaseError, Session
from calendar_service.storage.sign_ins import (
    SignIn,
    end_sign_in,
    find_signed_in,
    list_sign_ins,
    note_seen,
)
from calendar_service.web import http, tries
from calendar_service.web.browsers import browser_of
from calendar_service.web.language import has_chosen, link, remember_language
from calendar_service.web.security import cookie_name, is_secure

log = logging.getLogger(__name__)

STAYS_FOR = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""So often at most a page is a write."""
LIMITS = {
    # Together, somebody who mistypes; each alone, somebody who guesses.
    "pair": (10, timedelta(minutes=10)),
    "client": (15, timedelta(minutes=1)),
    "address": (100, timedelta(hours=1)),
}

Asked = ParamSpec("Asked")
View = Callable[Asked, str | Response]


class TooManyTries(Exception):
    """Wrong passwords came too often; this one was not even looked at."""


class LostSession(Exception):
    """A form came in after its session had ended."""


def account() -> Account | None:
    """Return who is signed in; no question to the database without a cookie."""
    if "account" not in g:
        g.account = _signed_in()
    return cast("Account | None", g.account)


def audience() -> Audience:
    """Return for whom lists are made in this request."""
    who = account()
    if who is None:
        return Audience.PUBLIC
    return Audience.EDITORS if may(who, Action.DRAFT) else Audience.STAFF


def signed_in() -> Account:
    """Return who is signed in, behind staff_only. Raises NotAllowed for nobody."""
    who = account()
    if who is None:
        raise NotAllowed("nobody is signed in")
    return who


def demand(action: Action, about: Details | ItemKind | None = None) -> None:
    """Raise NotAllowed unless whoever is signed in may."""
    demand_of(signed_in(), action, about)


def staff_only(view: View[Asked]) -> View[Asked]:
    """Send whoever is not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(*args: Asked.args, **kwargs: Asked.kwargs) -> str | Response:
        if account() is None:
            return http.go_to(link("accounts.login", next=_asked_for()))
        return view(*args, **kwargs)

    return guarded


def _asked_for() -> str:
    """Return the page to come back to: with what it was asked for, if it was a page.

    Where there is none at an address, because one only acts there, the nearest
    above it.
    """
    if request.method in {"GET", "HEAD"}:
        return request.full_path if request.query_string else request.path
    ways, path = current_app.create_url_adapter(request), request.path
    while ways and path and "GET" not in ways.allowed_methods(path):
        path = path.rpartition("/")[0]
    return path or link("dashboard.show")


def staff_form(view: View[Asked]) -> View[Asked]:
    """Guard a form as staff_only does; what is posted survives the sign-in.

    Raises LostSession where the session ended while somebody was writing.
    """

    @wraps(view)
    def guarded(*args: Asked.args, **kwargs: Asked.kwargs) -> str | Response:
        if request.method == "POST" and account() is None:
            raise LostSession
        return staff_only(view)(*args, **kwargs)

    return guarded


def check_password(email: str, password: str) -> Account | None:
    """Return the account, or None for a wrong address or password alike.

    An unknown address costs the same time as a wrong password. Raises
    TooManyTries, counted in the database and so over all processes.
    """
    subjects = _subjects(email)
    with http.reading() as session:
        _refuse_beyond(session, subjects)
        found = find_account(session, email)
    # Counted before the slow look at the password: of many tries at the same
    # moment, each would else find that none has been wrong yet.
    with http.transaction() as session:
        counted = tries.count(session, subjects)
    try:
        with http.reading() as session:
            _refuse_beyond(session, subjects, already=1)
        right = verify_password(found, password)
    except TooManyTries:
        _forget(counted)
        raise
    if right:
        _forget(counted)
    return found if right else None


def forget_tries(email: str) -> None:
    """Forget the wrong passwords for an address: whoever chose another may use it."""
    subjects = _subjects(email)
    with http.transaction() as session:
        forget_attempts(session, [subjects["pair"], subjects["address"]])


def sign_in(response: Response, who: Account) -> None:
    """Open a session with a new secret; the database keeps only its hash."""
    secret = secrets.token_urlsafe(32)
    with http.transaction() as session:
        ends = http.now() + STAYS_FOR
        browser = browser_of(request.headers.get("User-Agent", ""))
        open_session(session, who.email, _digest(secret), http.now(), ends, browser)
        # Behind the account's row, as whoever disables the account does it: the
        # other way round, the two could wait for each other.
        close_session(session, _digest(_cookie()))
    response.set_cookie(
        _cookie_name(),
        secret,
        max_age=STAYS_FOR,
        secure=is_secure(http.settings()),
        httponly=True,
        samesite="Lax",
    )
    if who.language in http.settings().languages and not has_chosen():
        remember_language(response, who.language)


def sign_in_alone(response: Response, who: Account) -> None:
    """Sign in anew, and end all other sign-ins of the account."""
    with http.transaction() as session:
        close_sessions(session, who.email)
    sign_in(response, who)


def sign_ins() -> list[tuple[SignIn, bool]]:
    """Return where one is signed in, and whether it is here; here comes first."""
    here = _digest(_cookie())
    with http.reading() as session:
        found = list_sign_ins(session, signed_in().email, http.now())
    told = [(each, hmac.compare_digest(each.digest, here)) for each in found]
    return sorted(told, key=lambda each: not each[1])


def sign_out_there(handle: str) -> None:
    """End one of the sign-ins of whoever is signed in; one that ended is no fault."""
    with http.transaction() as session:
        end_sign_in(session, signed_in().email, handle, http.now())


def sign_out(response: Response) -> None:
    """End the session here and in the database: a copied cookie ends with it."""
    with http.transaction() as session:
        close_session(session, _digest(_cookie()))
    response.delete_cookie(
        _cookie_name(),
        secure=is_secure(http.settings()),
        httponly=True,
        samesite="Lax",
    )


def _signed_in() -> Account | None:
    http.vary_on("Cookie")
    secret = _cookie()
    if not secret:
        return None
    digest = _digest(secret)
    with http.reading() as session:
        found = find_signed_in(session, digest, http.now())
    if found is None:
        return None
    who, seen_at = found
    if http.now() - seen_at >= SEEN_EVERY:
        _note_seen(digest)
    return who


def _note_seen(digest: str) -> None:
    """Note it, or let it be: a page is shown whether that can be written or not."""
    try:
        with http.transaction() as session:
            note_seen(session, digest, http.now())
    except DatabaseError:
        log.warning("when somebody was last seen could not be noted")


def _cookie() -> str:
    return request.cookies.get(_cookie_name(), "")


def _cookie_name() -> str:
    return cookie_name("signin", http.settings())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _refuse_beyond(
    session: Session, subjects: dict[str, str], already: int = 0
) -> None:
    """Raise TooManyTries at a limit; `already` tries of this request are counted."""
    if tries.is_beyond(session, LIMITS, subjects, already):
        raise TooManyTries


def _forget(counted: list[int]) -> None:
    with http.transaction() as session:
        drop_attempts(session, counted)


def _subjects(email: str) -> dict[str, str]:
    """Name who tries: no address stands in the table."""
    client, address = tries.client(), email.lower()
    named = {"pair": f"{address} {client}", "client": client, "address": address}
    return {name: tries.subject(name, value) for name, value in named.items()}
