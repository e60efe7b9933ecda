"""Accounts, their sessions and wrong passwords."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account, Role, in_order
from calendar_service.domain.item import ItemKind
from calendar_service.storage.storable import is_storable
from calendar_service.storage.tables import AccountRow, AttemptRow, SessionRow


def find_account(session: Session, email: str) -> Account | None:
    """Return the account that signs in with this address, in any letter case."""
    row = _row(session, email)
    return account_from(row) if row else None


def list_accounts(session: Session) -> list[Account]:
    """Return all accounts by address."""
    rows = session.scalars(select(AccountRow))
    # Here, not in SQL: two databases order text in two ways.
    return sorted((account_from(row) for row in rows), key=attrgetter("email"))


def store_account(session: Session, account: Account, now: datetime) -> None:
    """Add the account, or change the one with its address."""
    row = _row(session, account.email)
    if row is None:
        row = AccountRow(email=account.email.lower(), created_at=now)
        session.add(row)
    row.name = account.name
    row.role = account.role
    row.language = account.language
    row.password_hash = account.password_hash
    row.kinds = ",".join(in_order(account.kinds))
    row.disabled_at = account.disabled_at
    row.invited_at = account.invited_at
    session.flush()


def replace_password(session: Session, account: Account, hashed: str) -> bool:
    """Put another hash in place; False where it is not what `account` has any more."""
    changed = session.scalars(
        update(AccountRow)
        .where(
            AccountRow.email == account.email,
            AccountRow.password_hash == account.password_hash,
        )
        .values(password_hash=hashed)
        .returning(AccountRow.id)
    )
    return changed.first() is not None


def open_session(
    session: Session,
    email: str,
    digest: str,
    now: datetime,
    expires_at: datetime,
    browser: tuple[str, str] = ("", ""),
) -> None:
    """Remember a sign-in under the hash of its secret; forget those that ended.

    `browser` is its family and its system.
    """
    row = _row(session, email)
    if row is None:
        raise LookupError(email)
    row.signed_in_at = now
    row.invited_at = None
    session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
    session.add(
        SessionRow(
            digest=digest,
            account_id=row.id,
            created_at=now,
            expires_at=expires_at,
            seen_at=now,
            browser=browser[0],
            system=browser[1],
        )
    )
    session.flush()


def close_session(session: Session, digest: str) -> None:
    """End one sign-in: a copied cookie is worth nothing afterwards."""
    session.execute(delete(SessionRow).where(SessionRow.digest == digest))


def close_sessions(session: Session, email: str) -> None:
    """End all sign-ins of an account."""
    row = _row(session, email)
    if row is not None:
        session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))


def count_attempts(session: Session, subject: str, since: datetime) -> int:
    """Return how many wrong passwords a subject (a hash) gave since then."""
    counted = select(func.count()).where(
        AttemptRow.subject == subject, AttemptRow.at >= since
    )
    return session.scalar(counted) or 0


def add_attempt(session: Session, subject: str, now: datetime, keep: datetime) -> int:
    """Count one try and return its number; those before `keep` are forgotten."""
    session.execute(delete(AttemptRow).where(AttemptRow.at < keep))
    row = AttemptRow(subject=subject, at=now)
    session.add(row)
    session.flush()
    return row.id


def drop_attempts(session: Session, numbers: Sequence[int]) -> None:
    """Forget tries that were no wrong passwords after all."""
    session.execute(delete(AttemptRow).where(AttemptRow.id.in_(numbers)))


def forget_attempts(session: Session, subjects: Collection[str]) -> None:
    """Forget all wrong passwords of some subjects."""
    session.execute(delete(AttemptRow).where(AttemptRow.subject.in_(subjects)))


def _row(session: Session, email: str) -> AccountRow | None:
    if not is_storable(email):
        return None
    return session.scalar(select(AccountRow).where(AccountRow.email == email.lower()))


def account_from(row: AccountRow) -> Account:
    """Return the account that the row holds."""
    return Account(
        email=row.email,
        name=row.name,
        role=Role(row.role),
        language=row.language,
        password_hash=row.password_hash,
        kinds=frozenset(ItemKind(kind) for kind in row.kinds.split(",") if kind),
        disabled_at=row.disabled_at,
        invited_at=row.invited_at,
    )
