"""Extra days off, as the office enters them."""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.span import ONE_DAY
from calendar_service.domain.workdays import DayOff
from calendar_service.storage.days_off_tables import DayOffRow
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.storable import storable


def list_days_off(session: Session) -> list[DayOff]:
    """Return all extra days off by date."""
    rows = session.scalars(select(DayOffRow).order_by(DayOffRow.day))
    return [DayOff(row.day, row.why) for row in rows]


def add_days_off(
    session: Session, first: date, last: date, why: str, now: datetime
) -> int:
    """Add the days first..last, both inclusive; return how many are new.

    Those that are there get the new reason, unless it is empty.
    """
    known = {off.day for off in list_days_off(session)}
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    for day in days:
        new = insert_into(session, DayOffRow).values(
            day=day, why=storable(why), added_at=now
        )
        if why:
            put = new.on_conflict_do_update(
                index_elements=["day"], set_={"why": new.excluded.why}
            )
        else:
            put = new.on_conflict_do_nothing(index_elements=["day"])
        session.execute(put)
    return len(set(days) - known)


def remove_days_off(session: Session, first: date, last: date) -> int:
    """Remove the days first..last, both inclusive; return how many were there."""
    gone = session.scalars(
        delete(DayOffRow)
        .where(DayOffRow.day.between(first, last))
        .returning(DayOffRow.day)
    )
    return len(gone.all())
