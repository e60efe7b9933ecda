"""At which migration the tables are, and at which they should be.

Apart from migrating them: every web worker asks this, and none has a use for
all that Alembic loads.
"""

from importlib.resources import files

from sqlalchemy import Column, MetaData, String, Table, inspect, select

from calendar_service.storage.database import Database

VERSIONS = "storage/migrations/versions"
TABLE = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def current_revision(database: Database) -> str | None:
    """Return the migration that the tables are at; None for an empty database."""
    with database.reading() as session:
        if not inspect(session.connection()).has_table(TABLE.name):
            return None
        return session.scalar(select(TABLE.c.version_num))


def newest_revision() -> str:
    """Return the migration that this code needs: files are named after theirs."""
    found = files("calendar_service").joinpath(VERSIONS).iterdir()
    names = (path.name.partition("_")[0] for path in found)
    return max(name for name in names if name.isdecimal())


def is_current(database: Database) -> bool:
    """Tell whether the tables are what this code needs."""
    return current_revision(database) == newest_revision()
