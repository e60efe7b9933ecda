"""Who follows which part of the calendar by mail."""

import json
from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import trying
from calendar_service.storage.follower_tables import FollowerRow
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.outbox import batches
from calendar_service.storage.storable import is_storable


def find_wish(session: Session, address: str, wish: Wish) -> Follower | None:
    """Return who has this wish under this address, confirmed or not."""
    if not is_storable(address):
        return None
    found = _list_of(
        session,
        FollowerRow.address == address.lower(),
        FollowerRow.wish_hash == _hash_of(wish),
    )
    return next(iter(found), None)


def find_follower(session: Session, name: str) -> Follower | None:
    return next(iter(_list_of(session, FollowerRow.name == name)), None)


def list_followers(session: Session) -> list[Follower]:
    """Return all, confirmed or not, by address and in the order of asking."""
    return _list_of(session)


def list_asked(session: Session, most: int) -> list[Follower]:
    """Return those who asked and whose mail is not in the outbox yet."""
    return _list_of(session, FollowerRow.mail_due.is_(True), most=most)


def list_untold(session: Session, version: int, most: int) -> list[Follower]:
    """Return who is told at once and does not know the calendar up to a version.

    Who has not confirmed is not asked for: nobody writes to them.
    """
    return _list_of(session, *_untold(version), most=most)


def list_week_due(session: Session, monday: date, most: int) -> list[Follower]:
    """Return who has not had the letter of the week that begins on a Monday."""
    return _list_of(
        session,
        FollowerRow.pace == Pace.WEEKLY,
        FollowerRow.told_on < monday,
        most=most,
    )


def oldest_told(session: Session, version: int) -> int | None:
    """Return what the one who is told at once, and is furthest behind, knows."""
    return session.scalar(select(func.min(FollowerRow.told)).where(*_untold(version)))


def ask_follower(session: Session, follower: Follower) -> None:
    """Note a wish, not confirmed, and that its mail is due.

    Of a wish that is there the name stays what it was, and so do pace,
    language and whether it was confirmed: whoever asks has proved nothing.
    """
    new = insert_into(session, FollowerRow).values(
        name=follower.name,
        address=follower.address.lower(),
        wish=_written(follower.wish),
        wish_hash=_hash_of(follower.wish),
        pace=follower.pace,
        language=follower.language,
        asked_at=follower.asked_at,
        mail_due=True,
        told=follower.told,
    )
    asked_again = {"asked_at": new.excluded.asked_at, "mail_due": True}
    session.execute(
        new.on_conflict_do_update(
            index_elements=["address", "wish_hash"], set_=asked_again
        )
    )


def confirm_follower(
    session: Session, name: str, told: int, told_on: date, now: datetime
) -> bool:
    """Note that the address is theirs; False where that is known, or nobody is.

    They hear of what changes after the version `told`, and of the weeks that
    begin after `told_on`.
    """
    confirmed = session.scalars(
        update(FollowerRow)
        .where(FollowerRow.name == name, FollowerRow.confirmed_at.is_(None))
        .values(confirmed_at=now, told=told, told_on=told_on)
        .returning(FollowerRow.id)
    )
    return confirmed.first() is not None


def change_follower(session: Session, follower: Follower, told_on: date) -> bool:
    """Store another wish, pace and language under the same name.

    `told_on` counts where the letters become weekly with this change. False,
    and nothing stored, where the address has this wish under another name by
    now: somebody else may have been faster.
    """
    new = {
        "wish": _written(follower.wish),
        "wish_hash": _hash_of(follower.wish),
        "pace": follower.pace,
        "language": follower.language,
    }
    row = FollowerRow.name == follower.name
    becomes_weekly = FollowerRow.pace != Pace.WEEKLY
    try:
        with trying(session):
            if follower.pace is Pace.WEEKLY:
                begun = update(FollowerRow).where(row, becomes_weekly)
                session.execute(begun.values(told_on=told_on))
            session.execute(update(FollowerRow).where(row).values(new))
    except IntegrityError:
        return False
    return True


def note_mailed(session: Session, names: Collection[str]) -> None:
    """Note that their mails about the asking are in the outbox."""
    for batch in batches(names):
        mailed = update(FollowerRow).where(FollowerRow.name.in_(batch))
        session.execute(mailed.values(mail_due=False))


def note_told(
    session: Session, names: Collection[str], version: int, told_on: date | None = None
) -> None:
    """Note up to which version these were told, and which week's letter they had.

    Never back to an older version.
    """
    for batch in batches(names):
        these = FollowerRow.name.in_(batch)
        behind = update(FollowerRow).where(these, FollowerRow.told < version)
        session.execute(behind.values(told=version))
        if told_on is not None:
            weekly = update(FollowerRow).where(these)
            session.execute(weekly.values(told_on=told_on))


def note_all_told(session: Session, version: int) -> None:
    """Note that all who are told at once know the calendar up to a version."""
    session.execute(update(FollowerRow).where(*_untold(version)).values(told=version))


def remove_follower(session: Session, name: str) -> dict[str, str]:
    """Forget one wish and its address; return the address by name, if it was there."""
    return _remove(session, FollowerRow.name == name)


def remove_address(session: Session, address: str) -> dict[str, str]:
    """Forget every wish of an address; return the address by their names."""
    if not is_storable(address):
        return {}
    return _remove(session, FollowerRow.address == address.lower())


def drop_unconfirmed(session: Session, asked_before: datetime) -> dict[str, str]:
    """Forget whom nobody has confirmed since; return their addresses by name."""
    # By an index: those who have confirmed are many, and asked long ago.
    return _remove(
        session,
        FollowerRow.pace.in_(sorted(Pace)),
        FollowerRow.told_on.is_(None),
        FollowerRow.confirmed_at.is_(None),
        FollowerRow.asked_at < asked_before,
    )


def count_asked(session: Session, since: datetime, address: str = "") -> int:
    """Return how many were asked to confirm since; of one address, if one is named."""
    counted = select(func.count()).where(FollowerRow.asked_at > since)
    if address:
        counted = counted.where(FollowerRow.address == address.lower())
    return session.scalar(counted) or 0


def _list_of(
    session: Session, *conditions: ColumnElement[bool], most: int | None = None
) -> list[Follower]:
    """Return those who meet all conditions, by address and in the order of asking."""
    rows = session.scalars(
        select(FollowerRow)
        .where(*conditions)
        .order_by(FollowerRow.address, FollowerRow.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [_read(row) for row in rows]


def _untold(version: int) -> tuple[ColumnElement[bool], ...]:
    return (
        FollowerRow.pace == Pace.IMMEDIATE,
        FollowerRow.told < version,
        FollowerRow.confirmed_at.is_not(None),
    )


def _remove(session: Session, *conditions: ColumnElement[bool]) -> dict[str, str]:
    gone = delete(FollowerRow).where(*conditions)
    rows = session.execute(gone.returning(FollowerRow.name, FollowerRow.address))
    return {name: address for name, address in rows}  # noqa: C416 - a row is no pair to dict()


def _read(row: FollowerRow) -> Follower:
    return Follower(
        name=row.name,
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
