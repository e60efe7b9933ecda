"""What the tables are at, asked without Alembic."""

import subprocess
import sys

from alembic.config import Config
from alembic.script import ScriptDirectory

from calendar_service.storage.database import Database
from calendar_service.storage.items import calendar_version
from calendar_service.storage.table_version import (
    current_revision,
    is_current,
    newest_revision,
)

LOADED = "import sys, calendar_service.app; print('alembic' in sys.modules)"


def test_the_newest_is_the_one_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", "calendar_service:storage/migrations")
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_an_empty_database_is_at_none(empty_url: str) -> None:
    database = Database(empty_url)
    assert (current_revision(database), is_current(database)) == (None, False)
    database.close()


def test_asking_for_the_revision_waits_for_no_writer(any_database: Database) -> None:
    with any_database.transaction() as session:
        calendar_version(session)
        assert is_current(any_database)


def test_the_web_gets_by_without_alembic() -> None:
    told = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"
