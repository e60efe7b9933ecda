"""Change what accounts may do, disable and enable them; each change is noted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from calendar_service.domain.account import (
    OPERATOR,
    Account,
    Action,
    NotAllowed,
    Role,
    demand,
)
from calendar_service.domain.account_change import account_changes
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import line_problem
from calendar_service.domain.item import ItemKind
from calendar_service.services.administering import MOST_NAME, language_problem
from calendar_service.storage.account_records import (
    count_administrators,
    lock_accounts,
    note_changes,
)
from calendar_service.storage.accounts import (
    close_sessions,
    find_account,
    store_account,
)
from calendar_service.storage.database import Session

LAST = "is that of the last administrator: make somebody else one first"
OWN = "is your own: another administrator can change it"
UNLIMITED = "limit editors and publishers: an administrator changes all of them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What administrators decide about an account."""

    name: str
    role: Role
    kinds: frozenset[ItemKind]
    language: str


class UnknownAccount(LookupError):
    """Nobody has an account of that address."""


class StaleAccount(Exception):
    """Somebody else changed the account after it had been shown."""


def standing_of(account: Account) -> Standing:
    """Return what is decided about an account as it is."""
    return Standing(
        name=account.name,
        role=account.role,
        kinds=account.kinds,
        language=account.language,
    )


def change_account(
    session: Session,
    actor: Account,
    email: str,
    wanted: Standing,
    now: datetime,
    seen: Standing | None = None,
) -> Account:
    """Decide anew what an account may do.

    `seen` is what whoever asks has seen of it, None for anything. Raises
    StaleAccount, UnknownAccount, NotAllowed, and InvalidDraft that names the
    field: nobody changes their own role, and one administrator stays.
    """
    account = _locked(session, actor, email)
    if seen is not None and seen != standing_of(account):
        raise StaleAccount
    problems = [*standing_problems(wanted)]
    if wanted.role is not account.role:
        problems += _problem(session, "role", actor, account)
    if problems:
        raise InvalidDraft(problems)
    changed = replace(
        account,
        name=wanted.name,
        role=wanted.role,
        kinds=wanted.kinds,
        language=wanted.language,
    )
    return _store(session, actor, account, changed, now)


def choose_language(
    session: Session, who: Account, language: str, now: datetime
) -> Account:
    """Write to somebody in another language, as they wish themselves.

    Raises InvalidDraft, and UnknownAccount.
    """
    lock_accounts(session)
    account = find_account(session, who.email)
    if account is None:
        raise UnknownAccount(f"{who.email:.254} has no account")
    problem = language_problem(language)
    if problem:
        raise InvalidDraft([Problem("language", problem)])
    return _store(session, who, account, replace(account, language=language), now)


def disable_account(
    session: Session, actor: Account, email: str, now: datetime
) -> Account:
    """Shut somebody out at once; an invitation is taken back, no more is lost.

    Raises UnknownAccount, NotAllowed, and InvalidDraft for the last
    administrator and for one's own account.
    """
    account = _locked(session, actor, email)
    if account.is_disabled:
        return account
    problems = _problem(session, "state", actor, account)
    if problems:
        raise InvalidDraft(problems)
    close_sessions(session, email)
    disabled = replace(account, disabled_at=now, invited_at=None)
    return _store(session, actor, account, disabled, now)


def enable_account(
    session: Session, actor: Account, email: str, now: datetime
) -> Account:
    """Let somebody in again. Raises UnknownAccount, NotAllowed."""
    account = _locked(session, actor, email)
    return _store(session, actor, account, replace(account, disabled_at=None), now)


def standing_problems(wanted: Standing) -> Iterator[Problem]:
    """Yield what is wrong with what is decided, whoever decides it."""
    for field, message in (
        ("name", line_problem(wanted.name, MOST_NAME)),
        ("language", language_problem(wanted.language)),
    ):
        if message:
            yield Problem(field, message)
    if wanted.kinds and wanted.role is Role.ADMIN:
        yield Problem("kinds", UNLIMITED)


def _locked(session: Session, actor: Account, email: str) -> Account:
    """Return the account, which nobody else changes until the transaction ends."""
    demand_keeper(session, actor)
    account = find_account(session, email)
    if account is None:
        raise UnknownAccount(f"{email:.254} has no account")
    return account


def demand_keeper(session: Session, actor: Account) -> None:
    """Raise NotAllowed unless whoever asks administers; nobody changes accounts then.

    They are looked at again: two administrators who shut each other out at the
    same moment come one after the other, and the second is none.
    """
    lock_accounts(session)
    if actor is not OPERATOR:
        known = find_account(session, actor.email)
        if known is None:
            raise NotAllowed("the account that asks is gone")
        demand(known, Action.ADMINISTER)


def _problem(
    session: Session, field: str, actor: Account, account: Account
) -> list[Problem]:
    """Return what keeps an account from being less than it is."""
    if account.email == actor.email:
        return [Problem(field, OWN)]
    is_admin = account.role is Role.ADMIN and not account.is_disabled
    if is_admin and not count_administrators(session, account.email):
        return [Problem(field, LAST)]
    return []


def _store(
    session: Session, actor: Account, before: Account, after: Account, now: datetime
) -> Account:
    changes = account_changes(before, after)
    if changes:
        store_account(session, after, now)
        note_changes(session, after.email, actor.email, changes, now)
    return after
