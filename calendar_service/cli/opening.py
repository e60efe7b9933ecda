"""Settings and database for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from calendar_service.config import Settings, load_settings
from calendar_service.storage.database import Database, DatabaseTrouble
from calendar_service.storage.migrating import upgrade_database
from calendar_service.storage.table_version import current_revision, is_current


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[tuple[Settings, Database]]:
    """Open the database of the settings; an empty one is set up at first use.

    An older one is left alone: changing it is the operator's decision.
    """
    chosen = settings or load_settings()
    database = Database(chosen.database_url)
    try:
        demand_current(database)
        yield chosen, database
    finally:
        database.close()


def demand_current(database: Database) -> None:
    """Set up an empty database; raise DatabaseTrouble for an older one."""
    if current_revision(database) is None:
        upgrade_database(database)
    elif not is_current(database):
        raise DatabaseTrouble(
            "the database is of another version; run: calendar-service db upgrade"
        )
