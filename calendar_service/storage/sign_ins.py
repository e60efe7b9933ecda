"""Where somebody is signed in, and when they were last seen there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account
from calendar_service.storage.accounts import account_from, close_session
from calendar_service.storage.tables import AccountRow, SessionRow

HANDLE_LETTERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A sign-in that lasts; `browser` and `system` are "" where they are not known."""

    digest: str
    since: datetime
    seen_at: datetime
    browser: str = ""
    system: str = ""

    @property
    def handle(self) -> str:
        """Return what names it on a page of its owner: the start of a hash."""
        return self.digest[:HANDLE_LETTERS]


SEEN_AT = func.coalesce(SessionRow.seen_at, SessionRow.created_at)


def find_signed_in(
    session: Session, digest: str, now: datetime
) -> tuple[Account, datetime] | None:
    """Return who is signed in with this secret's hash, and when last seen with it.

    None where it has ended, and for an account that is disabled.
    """
    found = session.execute(
        select(AccountRow, SEEN_AT)
        .join(SessionRow, SessionRow.account_id == AccountRow.id)
        .where(
            SessionRow.digest == digest,
            SessionRow.expires_at > now,
            AccountRow.disabled_at.is_(None),
        )
    ).first()
    return (account_from(found[0]), found[1]) if found else None


def note_seen(session: Session, digest: str, now: datetime) -> None:
    """Note that somebody was seen. Never earlier than it is noted already."""
    session.execute(
        update(SessionRow)
        .where(SessionRow.digest == digest, now > SEEN_AT)
        .values(seen_at=now)
    )


def list_sign_ins(session: Session, email: str, now: datetime) -> list[SignIn]:
    """Return the sign-ins that last, the one seen last first."""
    rows = session.execute(
        select(SessionRow, SEEN_AT)
        .join(AccountRow, SessionRow.account_id == AccountRow.id)
        .where(AccountRow.email == email.lower(), SessionRow.expires_at > now)
        .order_by(SEEN_AT.desc(), SessionRow.digest)
    )
    return [
        SignIn(
            digest=row.digest,
            since=row.created_at,
            seen_at=seen_at,
            browser=row.browser,
            system=row.system,
        )
        for row, seen_at in rows
    ]


def end_sign_in(session: Session, email: str, handle: str, now: datetime) -> bool:
    """End one of somebody's own sign-ins; False where there is none of this handle."""
    found = [s for s in list_sign_ins(session, email, now) if s.handle == handle]
    for each in found:
        close_session(session, each.digest)
    return bool(found)
