"""Saved feeds, private feeds, and who has fetched what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account
from calendar_service.domain.item import Visibility
from calendar_service.storage.accounts import account_from
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.feed_tables import FeedTokenRow, PollRow, SavedFeedRow
from calendar_service.storage.storable import is_storable
from calendar_service.storage.tables import AccountRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFeed:
    """A selection under a name. `query` is that of an address, names and values.

    `titles` and `descriptions` are by language; `colour` is "#RRGGBB" or empty.
    """

    name: str
    query: Mapping[str, str]
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    colour: str = ""
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedToken:
    """One person's subscription to one feed; its secret is known to nobody here."""

    id: int
    account: Account
    feed: str
    label: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The last time that one subscription was fetched, and the version it got."""

    feed: str
    subscriber: str
    client: str
    version: int
    last_at: datetime
    polls: int


def find_saved_feed(session: Session, name: str) -> SavedFeed | None:
    """Return the feed saved under a name."""
    row = session.get(SavedFeedRow, name) if is_storable(name) else None
    return decode(row.body, SavedFeed) if row else None


def list_saved_feeds(session: Session) -> list[SavedFeed]:
    """Return all saved feeds by name."""
    rows = session.scalars(select(SavedFeedRow).order_by(SavedFeedRow.name))
    return [decode(row.body, SavedFeed) for row in rows]


def store_saved_feed(session: Session, feed: SavedFeed, now: datetime) -> None:
    """Add or change a saved feed."""
    row = session.get(SavedFeedRow, feed.name)
    if row is None:
        row = SavedFeedRow(name=feed.name, created_at=now)
        session.add(row)
    row.visibility = feed.visibility
    row.body = encode(feed)
    row.updated_at = now
    session.flush()


def drop_saved_feed(session: Session, name: str) -> bool:
    """Drop a saved feed; False where there is none of that name."""
    dropped = session.scalars(
        delete(SavedFeedRow)
        .where(SavedFeedRow.name == name)
        .returning(SavedFeedRow.name)
    )
    return dropped.first() is not None


def add_token(
    session: Session, email: str, feed: str, label: str, digest: str, now: datetime
) -> int:
    """Keep the hash of a new secret for an account; return the token's number."""
    account_id = session.scalar(
        select(AccountRow.id).where(AccountRow.email == email.lower())
    )
    if account_id is None:
        raise LookupError(f"{email} has no account")
    row = FeedTokenRow(
        digest=digest, account_id=account_id, feed=feed, label=label, created_at=now
    )
    session.add(row)
    session.flush()
    return row.id


def find_token(session: Session, digest: str) -> FeedToken | None:
    """Return the living token of this hash; a revoked one is none."""
    found = session.execute(
        select(FeedTokenRow, AccountRow)
        .join(AccountRow, AccountRow.id == FeedTokenRow.account_id)
        .where(FeedTokenRow.digest == digest, FeedTokenRow.revoked_at.is_(None))
    ).first()
    return _token(*found) if found else None


def list_tokens(session: Session, email: str = "") -> list[FeedToken]:
    """Return the tokens of an account, of all where none is named, oldest first."""
    asked = (
        select(FeedTokenRow, AccountRow)
        .join(AccountRow, AccountRow.id == FeedTokenRow.account_id)
        .order_by(FeedTokenRow.id)
    )
    if email:
        asked = asked.where(AccountRow.email == email.lower())
    return [_token(*row) for row in session.execute(asked)]


def rotate_token(session: Session, token_id: int, digest: str) -> bool:
    """Put another secret in place; the former address is dead at once."""
    return _change_token(session, token_id, digest=digest, last_used_at=None)


def revoke_token(session: Session, token_id: int, now: datetime) -> bool:
    """End a subscription; False where it has ended or never was."""
    return _change_token(session, token_id, revoked_at=now)


def record_polls(session: Session, polls: Mapping[tuple[str, str], Poll]) -> None:
    """Note who has fetched what since this was last done, and when tokens were used."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    for poll in polls.values():
        fields = ("feed", "subscriber", "client", "version", "last_at", "polls")
        statement = insert(PollRow).values({f: getattr(poll, f) for f in fields})
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["feed", "subscriber"],
                set_={
                    "client": poll.client,
                    "version": poll.version,
                    "last_at": poll.last_at,
                    "polls": PollRow.polls + poll.polls,
                },
            )
        )
        kind, _, number = poll.subscriber.partition(":")
        if kind == "token":
            used = update(FeedTokenRow).where(FeedTokenRow.id == int(number))
            session.execute(used.values(last_used_at=poll.last_at))


def list_polls(session: Session) -> list[Poll]:
    """Return who has fetched what, by feed, the most recent first."""
    rows = session.scalars(
        select(PollRow).order_by(PollRow.feed, PollRow.last_at.desc())
    )
    return [
        Poll(
            feed=row.feed,
            subscriber=row.subscriber,
            client=row.client,
            version=row.version,
            last_at=row.last_at,
            polls=row.polls,
        )
        for row in rows
    ]


def _change_token(session: Session, token_id: int, **values: object) -> bool:
    changed = session.scalars(
        update(FeedTokenRow)
        .where(FeedTokenRow.id == token_id, FeedTokenRow.revoked_at.is_(None))
        .values(**values)
        .returning(FeedTokenRow.id)
    )
    return changed.first() is not None


def _token(row: FeedTokenRow, account: AccountRow) -> FeedToken:
    return FeedToken(
        id=row.id,
        account=account_from(account),
        feed=row.feed,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
