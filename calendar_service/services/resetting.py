"""Another password for whoever forgot theirs: asked for by mail, chosen by link."""

import hmac
import logging
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.services.administering import put_password
from calendar_service.services.letters import spoken
from calendar_service.services.mail_links import read_reset, reset_link
from calendar_service.services.password_letters import (
    WHY_ASKED,
    queue,
    write_reset,
    write_without_password,
)
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Session

logger = logging.getLogger(__name__)

STATE_LETTERS = 32


class UsedLink(Exception):
    """The link was good once: there is another password since, or no way in."""


def ask_for_reset(
    session: Session, settings: Settings, email: str, now: datetime
) -> None:
    """Queue a mail with a link, if the address has an account that may sign in.

    The letter is written for any other address as well, so that it takes as long.
    """
    found = find_account(session, email)
    if found is not None and found.is_disabled:
        found = None
    account = found or Account(email=email.lower(), password_hash="of nobody")  # noqa: S106 - no secret
    if account.password_hash or settings.sign_in_service is None:
        link = reset_link(
            settings,
            account.email,
            _state(settings, account),
            spoken(account.language),
            now,
        )
        letter = write_reset(settings, account, link, now)
    else:
        letter = write_without_password(settings, account, now)
    if found is not None:
        queue(session, letter, WHY_ASKED, now)
        logger.info("a link to another password was asked for")


def find_reset(
    session: Session, settings: Settings, token: str, now: datetime
) -> Account:
    """Return whose password the link is for. Raises BadLink, ExpiredLink, UsedLink."""
    email, state = read_reset(settings, token, now)
    account = find_account(session, email)
    if account is None or account.is_disabled:
        raise UsedLink
    if not hmac.compare_digest(_state(settings, account), state):
        raise UsedLink
    return account


def use_reset(
    session: Session, settings: Settings, token: str, hashed: str, now: datetime
) -> Account:
    """Put the password in place and end all sign-ins; the link is used up by that.

    Raises BadLink, ExpiredLink, UsedLink: of two at once, one finds it used.
    """
    account = find_reset(session, settings, token, now)
    if not put_password(session, settings, account, hashed, now):
        raise UsedLink
    logger.info("a password was chosen by a link")
    return account


def _state(settings: Settings, account: Account) -> str:
    """Return what stands for the password so far, and tells nothing of it."""
    said = f"password {account.email} {account.password_hash}"
    digest = hmac.new(settings.secret_key.encode(), said.encode(), "sha256")
    return digest.hexdigest()[:STATE_LETTERS]
