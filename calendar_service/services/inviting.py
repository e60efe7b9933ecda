"""Invite somebody to an account: a mail with a link at which they choose a password."""

import hmac
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.account_change import (
    AccountChange,
    account_changes,
    state_of,
)
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import address_problem
from calendar_service.services.account_keeping import (
    Standing,
    UnknownAccount,
    demand_keeper,
    standing_problems,
)
from calendar_service.services.invitation_letters import queue_invitation
from calendar_service.services.letters import spoken
from calendar_service.services.mail_links import invitation_link, read_invitation
from calendar_service.services.resetting import UsedLink
from calendar_service.storage.account_records import note_changes
from calendar_service.storage.accounts import (
    find_account,
    replace_password,
    store_account,
)
from calendar_service.storage.database import Session

logger = logging.getLogger(__name__)

TAKEN = "has an account already"
HAS_WAY_IN = "has a password already, or is disabled"
PAUSE = timedelta(minutes=1)
"""A button that is pressed twice sends one mail."""


def invite(
    session: Session,
    settings: Settings,
    actor: Account,
    email: str,
    wanted: Standing,
    now: datetime,
) -> Account:
    """Add an account without a password, and mail its owner how to choose one.

    Raises NotAllowed, and InvalidDraft that names the field.
    """
    demand_keeper(session, actor)
    problem = address_problem(email)
    if not problem and find_account(session, email) is not None:
        problem = TAKEN
    problems = [Problem("email", problem)] if problem else []
    problems += standing_problems(wanted)
    if problems:
        raise InvalidDraft(problems)
    account = Account(
        email=email.lower(),
        name=wanted.name,
        role=wanted.role,
        kinds=wanted.kinds,
        language=wanted.language,
    )
    return _send(session, settings, actor, account, now)


def invite_again(
    session: Session, settings: Settings, actor: Account, email: str, now: datetime
) -> Account:
    """Send another link to somebody who has no password; the former one is dead.

    Raises UnknownAccount, NotAllowed, InvalidDraft.
    """
    demand_keeper(session, actor)
    account = find_account(session, email)
    if account is None:
        raise UnknownAccount(f"{email:.254} has no account")
    if account.password_hash or account.is_disabled:
        raise InvalidDraft([Problem("state", HAS_WAY_IN)])
    if account.invited_at is not None and now - account.invited_at < PAUSE:
        return account
    return _send(session, settings, actor, account, now)


def find_invitation(
    session: Session, settings: Settings, token: str, now: datetime
) -> Account:
    """Return who was invited. Raises BadLink, ExpiredLink, UsedLink."""
    email, state = read_invitation(settings, token, now)
    account = find_account(session, email)
    if account is None or account.is_disabled or not account.is_invited:
        raise UsedLink
    if not hmac.compare_digest(_state(account), state):
        raise UsedLink
    return account


def accept_invitation(
    session: Session, settings: Settings, token: str, hashed: str, now: datetime
) -> Account:
    """Put the password in place that somebody chose; the link is used up by that.

    Raises BadLink, ExpiredLink, UsedLink: of two at once, one finds it used.
    """
    account = find_invitation(session, settings, token, now)
    if not replace_password(session, account, hashed):
        raise UsedLink
    accepted = replace(account, password_hash=hashed)
    changes = account_changes(account, accepted)
    note_changes(session, account.email, account.email, changes, now)
    logger.info("an invitation was accepted")
    return accepted


def _send(
    session: Session,
    settings: Settings,
    actor: Account,
    account: Account,
    now: datetime,
) -> Account:
    """Store the account as invited from now on, note it and queue the mail."""
    invited = replace(account, invited_at=now)
    store_account(session, invited, now)
    sent = AccountChange("state", "", state_of(invited))
    note_changes(session, invited.email, actor.email, [sent], now)
    language, state = spoken(invited.language), _state(invited)
    link = invitation_link(settings, invited.email, state, language, now)
    queue_invitation(session, settings, invited, actor, link)
    return invited


def _state(account: Account) -> str:
    """Return what stands for one invitation and no other."""
    at = account.invited_at
    return at.astimezone(UTC).isoformat() if at else ""
