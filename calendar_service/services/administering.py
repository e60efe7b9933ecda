"""Accounts: add one, and prove that somebody knows its password."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import address_problem, line_problem
from calendar_service.services.password_letters import tell_change
from calendar_service.storage.accounts import (
    close_sessions,
    find_account,
    replace_password,
    store_account,
)
from calendar_service.storage.database import Session

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 1_000
MOST_NAME = 200
_hasher = PasswordHasher()
# Verified for unknown addresses, so that they take as long as known ones.
_NOBODY = _hasher.hash("nobody has this password")


def add_account(  # noqa: PLR0913 - the fields of an account
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    language: str,
    password: str,
    now: datetime,
) -> Account:
    """Add an account. Raises InvalidDraft that names the field."""
    problems = [
        Problem(field, message)
        for field, message in (
            ("email", address_problem(email)),
            ("name", line_problem(name, MOST_NAME)),
            ("language", language_problem(language)),
            ("password", password_problem(password)),
        )
        if message
    ]
    if not problems and find_account(session, email) is not None:
        problems = [Problem("email", f"{email} has an account already")]
    if problems:
        raise InvalidDraft(problems)
    account = Account(
        email=email.lower(),
        name=name,
        role=role,
        language=language,
        password_hash=hash_password(password),
    )
    store_account(session, account, now)
    return account


def put_password(
    session: Session, settings: Settings, account: Account, hashed: str, now: datetime
) -> bool:
    """Put another password in place; all sign-ins end, and its owner is told.

    False where the password is not what `account` has any more.
    """
    if not replace_password(session, account, hashed):
        return False
    close_sessions(session, account.email)
    tell_change(session, settings, account, now)
    return True


def hash_new_password(password: str) -> str:
    """Return the hash of a password somebody chose. Raises InvalidDraft."""
    problem = password_problem(password)
    if problem:
        raise InvalidDraft([Problem("password", problem)])
    return hash_password(password)


def hash_password(password: str) -> str:
    """Return the Argon2id hash that is stored in place of a password."""
    return _hasher.hash(password)


def verify_password(account: Account | None, password: str) -> bool:
    """Tell whether it is the password of somebody who may sign in.

    None, whoever is disabled, and whoever has none and signs in over OpenID
    Connect, take as long and are never right.
    """
    known = account.password_hash if account else ""
    try:
        _hasher.verify(known or _NOBODY, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return account is not None and bool(known) and not account.is_disabled


def password_problem(password: str) -> str | None:
    """Return what is wrong with the length of a password."""
    if len(password) < SHORTEST_PASSWORD:
        return f"is shorter than {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"is longer than {LONGEST_PASSWORD:,} characters"
    return None


def language_problem(language: str) -> str | None:
    """Return what is wrong with the code of a language."""
    if language.isascii() and language.isalpha() and language.islower():
        return None if len(language) in (2, 3) else "is no language code such as ka"
    return "is no language code such as ka"
