"""Who follows which part of the calendar by mail."""

import json
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from calendar_service.domain.follower import Asked, Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.storage.follower_tables import FollowerRow
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.storable import is_storable


def find_wish(session: Session, address: str, wish: Wish) -> Follower | None:
    """Return who has this wish under this address, confirmed or not."""
    if not is_storable(address):
        return None
    row = session.scalar(
        select(FollowerRow).where(
            FollowerRow.address == address.lower(),
            FollowerRow.wish_hash == _hash_of(wish),
        )
    )
    return _read(row) if row else None


def find_follower(session: Session, token_hash: str) -> Follower | None:
    """Return whose links hold the token of this hash."""
    row = session.scalar(
        select(FollowerRow).where(FollowerRow.token_hash == token_hash)
    )
    return _read(row) if row else None


def list_followers(session: Session) -> list[Follower]:
    """Return all, confirmed or not, by address and in the order of asking."""
    rows = session.scalars(
        select(FollowerRow).order_by(FollowerRow.address, FollowerRow.id)
    )
    return [_read(row) for row in rows]


def list_untold(
    session: Session, pace: Pace, version: int
) -> list[tuple[str, Follower]]:
    """Return who has not been told of the calendar up to a version, by address.

    With each comes the hash of the token. Who has not confirmed is not asked
    for: nobody writes to them.
    """
    rows = session.scalars(
        select(FollowerRow)
        .where(
            FollowerRow.pace == pace,
            FollowerRow.confirmed_at.is_not(None),
            FollowerRow.told < version,
        )
        .order_by(FollowerRow.address, FollowerRow.id)
    )
    return [(row.token_hash, _read(row)) for row in rows]


def ask_follower(
    session: Session, follower: Follower, token_hash: str, client: str
) -> None:
    """Note a wish, not confirmed; `client` is a hash of where it came from.

    Of a wish that is there the token stays what it was, and so do pace,
    language and whether it was confirmed: whoever asks has proved nothing.
    """
    new = insert_into(session, FollowerRow).values(
        address=follower.address.lower(),
        wish=_written(follower.wish),
        wish_hash=_hash_of(follower.wish),
        pace=follower.pace,
        language=follower.language,
        token_hash=token_hash,
        client=client,
        asked_at=follower.asked_at,
        told=follower.told,
    )
    asked_again = {"asked_at": new.excluded.asked_at, "client": new.excluded.client}
    session.execute(
        new.on_conflict_do_update(
            index_elements=["address", "wish_hash"], set_=asked_again
        )
    )


def confirm_follower(
    session: Session, token_hash: str, told: int, now: datetime
) -> bool:
    """Note that the address is theirs; False where that is known, or nobody is.

    They hear of what changes after the version `told`.
    """
    confirmed = session.scalars(
        update(FollowerRow)
        .where(FollowerRow.token_hash == token_hash, FollowerRow.confirmed_at.is_(None))
        .values(confirmed_at=now, told=told)
        .returning(FollowerRow.id)
    )
    return confirmed.first() is not None


def note_told(session: Session, token_hash: str, version: int) -> None:
    """Note up to which version somebody was told; never back to an older one."""
    session.execute(
        update(FollowerRow)
        .where(FollowerRow.token_hash == token_hash, FollowerRow.told < version)
        .values(told=version)
    )


def remove_follower(session: Session, token_hash: str) -> bool:
    """Forget one wish and its address; False where it is forgotten already."""
    gone = session.scalars(
        delete(FollowerRow)
        .where(FollowerRow.token_hash == token_hash)
        .returning(FollowerRow.id)
    )
    return gone.first() is not None


def remove_address(session: Session, address: str) -> int:
    """Forget every wish of an address; return how many there were."""
    if not is_storable(address):
        return 0
    gone = session.scalars(
        delete(FollowerRow)
        .where(FollowerRow.address == address.lower())
        .returning(FollowerRow.id)
    )
    return len(gone.all())


def drop_unconfirmed(session: Session, asked_before: datetime) -> int:
    """Forget whom nobody has confirmed since; return how many."""
    gone = session.scalars(
        delete(FollowerRow)
        .where(FollowerRow.asked_at < asked_before, FollowerRow.confirmed_at.is_(None))
        .returning(FollowerRow.id)
    )
    return len(gone.all())


def count_asked(session: Session, client: str, since: datetime) -> Asked:
    """Return how many were asked to confirm since, through the client and in all."""
    counted = select(
        func.count().filter(FollowerRow.client == client), func.count()
    ).where(FollowerRow.asked_at > since)
    by_client, in_all = session.execute(counted).one()
    return Asked(by_client, in_all)


def _read(row: FollowerRow) -> Follower:
    return Follower(
        address=row.address,
        wish=Wish(
            kinds=frozenset(map(ItemKind, row.wish["kinds"])),
            tags=frozenset(row.wish["tags"]),
            places=frozenset(row.wish["places"]),
        ),
        pace=Pace(row.pace),
        language=row.language,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        told=row.told,
    )


def _written(wish: Wish) -> dict[str, list[str]]:
    return {
        "kinds": sorted(wish.kinds),
        "tags": sorted(wish.tags),
        "places": sorted(wish.places),
    }


def _hash_of(wish: Wish) -> str:
    written = json.dumps(_written(wish), sort_keys=True)
    return sha256(written.encode()).hexdigest()
