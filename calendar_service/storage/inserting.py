"""INSERT … ON CONFLICT, which both databases know under names of their own."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from calendar_service.storage.tables import Row

Insert = postgresql.Insert | sqlite.Insert


def insert_into(session: Session, row: type[Row]) -> Insert:
    """Return an INSERT that can be told what to do about a row that is there.

    Looking first and inserting then fails on PostgreSQL, when two processes
    do so at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row)
    return sqlite.insert(row)
