from pathlib import Path

import pytest

from calendar_service.cli.opening import opened
from calendar_service.storage.database import Database
from calendar_service.storage.items import count_items
from calendar_service.storage.table_version import is_current
from tests.cli.conftest import Command


def set_revision(instance: Path, revision: str) -> None:
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '{revision}'"  # noqa: S608 - of a test
        )
    database.close()


def test_empty_database_is_set_up_at_first_use(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_INSTANCE", str(instance / "new"))
    with opened() as (settings, database):
        assert settings.instance == instance / "new"
        assert is_current(database)
        with database.reading() as session:
            assert count_items(session) == 0


def test_database_of_another_version_is_left_alone(
    command: Command, instance: Path
) -> None:
    set_revision(instance, "9999")
    for arguments in (("items", "list"), ("deliver",), ("demo", "--port", "8987")):
        refused = command(*arguments)
        assert (refused.code, refused.output) == (1, "")
        assert refused.errors == (
            "Error: the database is of another version;"
            " run: calendar-service db upgrade\n"
        )
