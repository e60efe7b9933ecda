"""What administrators look at: accounts with their dates, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account, Role
from calendar_service.domain.account_change import AccountChange, NotedChange
from calendar_service.storage.account_tables import AccountChangeRow
from calendar_service.storage.accounts import account_from
from calendar_service.storage.tables import AccountRow


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """An account as it stands in the database; `number` is its name in addresses."""

    number: int
    account: Account
    created_at: datetime
    signed_in_at: datetime | None


def list_records(session: Session) -> list[AccountRecord]:
    """Return all accounts by address."""
    found = [_record(row) for row in session.scalars(select(AccountRow))]
    # Here, not in SQL: two databases order text in two ways.
    return sorted(found, key=lambda record: record.account.email)


def find_record(session: Session, number: int) -> AccountRecord | None:
    """Return the account of a number."""
    row = session.get(AccountRow, number)
    return _record(row) if row else None


def lock_accounts(session: Session) -> None:
    """Make whoever else changes accounts wait until this transaction ends.

    On SQLite the transaction has done so already; PostgreSQL locks the rows,
    always in the same order. People sign in meanwhile.
    """
    ids = select(AccountRow.id).order_by(AccountRow.id)
    session.execute(ids.with_for_update(key_share=True)).all()


def count_administrators(session: Session, besides: str) -> int:
    """Return how many others administer: who can sign in, or has done so."""
    counted = select(func.count()).where(
        AccountRow.role == Role.ADMIN,
        AccountRow.email != besides.lower(),
        AccountRow.disabled_at.is_(None),
        or_(AccountRow.password_hash != "", AccountRow.signed_in_at.is_not(None)),
    )
    return session.scalar(counted) or 0


def note_changes(
    session: Session,
    email: str,
    actor: str,
    changes: Sequence[AccountChange],
    now: datetime,
) -> None:
    """Add changes of an account to what became of it."""
    found = select(AccountRow.id).where(AccountRow.email == email.lower())
    account_id = session.scalars(found).one()
    for each in changes:
        row = AccountChangeRow(
            account_id=account_id,
            at=now,
            actor=actor,
            field=each.field,
            before=each.before,
            after=each.after,
        )
        session.add(row)
    session.flush()


def list_changes(session: Session, number: int, most: int) -> list[NotedChange]:
    """Return the newest changes of an account, the newest first."""
    rows = session.scalars(
        select(AccountChangeRow)
        .where(AccountChangeRow.account_id == number)
        .order_by(AccountChangeRow.id.desc())
        .limit(most)
    )
    return [
        NotedChange(r.at, r.actor, AccountChange(r.field, r.before, r.after))
        for r in rows
    ]


def _record(row: AccountRow) -> AccountRecord:
    return AccountRecord(
        number=row.id,
        account=account_from(row),
        created_at=row.created_at,
        signed_in_at=row.signed_in_at,
    )
