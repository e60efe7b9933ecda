"""Bring the tables to the state that this code needs; data is kept."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from calendar_service.storage.database import Database, DatabaseTrouble


def upgrade_database(database: Database) -> list[str]:
    """Run the migrations that are missing; return their revisions.

    All in one transaction: killed in the middle, nothing has happened. Raises
    DatabaseTrouble when the tables are newer than this code.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    with database.upgrading() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        if before and before not in {s.revision for s in scripts.walk_revisions()}:
            raise DatabaseTrouble(
                f"the database was written by a newer version of the program"
                f" (tables {before}); install that version"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    walked = scripts.walk_revisions(before or "base", "head")
    return [s.revision for s in reversed(list(walked)) if s.revision != before]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "calendar_service:storage/migrations")
    return config
