"""Saved feeds, private feeds, and who has fetched what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account
from calendar_service.domain.item import Visibility
from calendar_service.storage.accounts import account_from
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.feed_tables import FeedTokenRow, PollRow, SavedFeedRow
from calendar_service.storage.inserting import insert_into
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
    if not is_storable(name):
        return None
    body = session.scalar(select(SavedFeedRow.body).where(SavedFeedRow.name == name))
    return None if body is None else decode(body, SavedFeed)


def list_saved_feeds(session: Session) -> list[SavedFeed]:
    """Return all saved feeds by name."""
    bodies = session.scalars(select(SavedFeedRow.body))
    # Here, not in SQL: two databases order text in two ways.
    return sorted((decode(b, SavedFeed) for b in bodies), key=lambda f: f.name)


def store_saved_feed(session: Session, feed: SavedFeed, now: datetime) -> None:
    """Add or change a saved feed."""
    said = {
        "visibility": feed.visibility.value,
        "body": encode(feed),
        "updated_at": now,
    }
    new = insert_into(session, SavedFeedRow).values(
        name=feed.name, created_at=now, **said
    )
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_=said))


def drop_saved_feed(session: Session, name: str) -> bool:
    """Drop a saved feed; False where there is none of that name."""
    if not is_storable(name):
        return False
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
    """Note who has fetched what since this was last done, and when tokens were used.

    Several processes do so, each with polls of its own: all are counted, and
    the latest says which version was fetched.
    """
    # Always in the same order, or two processes would wait for each other.
    for _, poll in sorted(polls.items()):
        _add_poll(session, poll)
    used = {
        int(poll.subscriber.removeprefix("token:")): poll.last_at
        for poll in sorted(polls.values(), key=lambda poll: poll.last_at)
        if poll.subscriber.startswith("token:")
    }
    for token_id, last_at in sorted(used.items()):
        never, before = FeedTokenRow.last_used_at.is_(None), FeedTokenRow.last_used_at
        is_news = or_(never, before < last_at)
        session.execute(
            update(FeedTokenRow)
            .where(FeedTokenRow.id == token_id, is_news)
            .values(last_used_at=last_at)
        )


def list_polls(session: Session) -> list[Poll]:
    """Return who has fetched what, by feed, the most recent first."""
    rows = session.scalars(
        select(PollRow)
        .order_by(PollRow.feed, PollRow.last_at.desc(), PollRow.subscriber)
        .execution_options(populate_existing=True)
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


def _add_poll(session: Session, poll: Poll) -> None:
    fields = ("feed", "subscriber", "client", "version", "last_at", "polls")
    statement = insert_into(session, PollRow).values(
        {name: getattr(poll, name) for name in fields}
    )
    new = statement.excluded
    is_latest = new.last_at >= PollRow.last_at
    latest = {
        name: case((is_latest, new[name]), else_=getattr(PollRow, name))
        for name in ("client", "version", "last_at")
    }
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["feed", "subscriber"],
            set_={**latest, "polls": PollRow.polls + new.polls},
        )
    )


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
