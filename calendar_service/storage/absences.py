"""Who is away, and when."""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.absence import Absence
from calendar_service.storage.mail_tables import AbsenceRow


def list_absences(session: Session, since: date) -> tuple[Absence, ...]:
    """Return the absences that are not over by a day, by address and first day."""
    rows = session.scalars(
        select(AbsenceRow)
        .where(AbsenceRow.last >= since)
        .order_by(AbsenceRow.address, AbsenceRow.first)
    )
    return tuple(Absence(row.address, row.first, row.last) for row in rows)


def store_absence(session: Session, absence: Absence) -> None:
    """Note an absence; one of the same person from the same day is changed."""
    session.merge(
        AbsenceRow(address=absence.address, first=absence.first, last=absence.last)
    )
    session.flush()


def drop_absence(session: Session, address: str, first: date) -> bool:
    """Drop somebody's absence from a day; False where there is none."""
    gone = session.scalars(
        delete(AbsenceRow)
        .where(AbsenceRow.address == address.lower(), AbsenceRow.first == first)
        .returning(AbsenceRow.first)
    )
    return gone.first() is not None


def end_absences(session: Session, address: str, today: date) -> int:
    """Drop what somebody has of absences from today on; return how many."""
    gone = session.scalars(
        delete(AbsenceRow)
        .where(AbsenceRow.address == address.lower(), AbsenceRow.last >= today)
        .returning(AbsenceRow.first)
    )
    return len(gone.all())
