"""Migrations: they end where the tables are, whole or not at all."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from calendar_service.storage import (
    account_tables,
    back_plan_tables,
    days_off_tables,
    feed_tables,
    follower_tables,
    mail_tables,
    search_tables,
)
from calendar_service.storage.database import Database, DatabaseTrouble
from calendar_service.storage.items import calendar_version
from calendar_service.storage.migrating import upgrade_database
from calendar_service.storage.table_version import (
    current_revision,
    is_current,
    newest_revision,
)
from tests.storage.item_values import FULL, store_all

DIE_INSIDE = """
import os, signal, sys
from alembic import command
from calendar_service.storage.database import Database
from calendar_service.storage.migrating import upgrade_database

upgrade = command.upgrade

def upgrade_and_die(*arguments):
    upgrade(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

command.upgrade = upgrade_and_die
upgrade_database(Database(sys.argv[1]))
"""

# Every module of tables is named: what is not imported is not compared.
KNOWN = (
    feed_tables.PollRow,
    days_off_tables.DayOffRow,
    mail_tables.MailStopRow,
    search_tables.ItemWordsRow,
    back_plan_tables.PlanMarkRow,
    follower_tables.FollowerRow,
    account_tables.AccountChangeRow,
)
# What a database makes of the search index in its own way is no row class.
OWN = ("item_words_fts", "document", "ix_item_words_document")


def tables_of(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as session:
        found = inspect(session.connection()).get_table_names()
    database.close()
    return found


def is_ours(name: str | None, _type: str, _parents: object) -> bool:
    return not (name or "").startswith(OWN)


def test_the_migrations_end_at_the_tables(any_database: Database) -> None:
    with any_database.reading() as session:
        context = MigrationContext.configure(
            session.connection(),
            opts={"compare_server_default": True, "include_name": is_ours},
        )
        assert compare_metadata(context, KNOWN[0].metadata) == []


def test_an_empty_database_is_at_no_revision(empty_url: str) -> None:
    database = Database(empty_url)
    assert current_revision(database) is None
    assert not is_current(database)
    database.close()


def test_an_upgrade_says_what_it_did_and_a_second_one_does_nothing(
    empty_url: str,
) -> None:
    database = Database(empty_url)
    done = upgrade_database(database)
    assert (done[0], done[-1]) == ("0001", newest_revision())
    assert is_current(database)
    assert upgrade_database(database) == []
    assert current_revision(database) == newest_revision()
    with database.reading() as session:
        assert calendar_version(session) == 0
    database.close()


def test_data_is_kept_when_there_is_nothing_to_do(any_database: Database) -> None:
    store_all(any_database, [FULL])
    upgrade_database(any_database)
    with any_database.reading() as session:
        assert calendar_version(session) == 1


def test_several_may_upgrade_at_once(empty_url: str) -> None:
    def upgrade(_: int) -> list[str]:
        database = Database(empty_url)
        done = upgrade_database(database)
        database.close()
        return done

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(upgrade, range(4)), key=len)
    assert found[:3] == [[], [], []]
    assert found[3][-1] == newest_revision()


def test_an_error_in_the_middle_leaves_nothing(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = command.upgrade

    def fail_at_the_end(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise LookupError

    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    database = Database(empty_url)
    with pytest.raises(LookupError):
        upgrade_database(database)
    database.close()
    assert tables_of(empty_url) == []


def test_a_kill_in_the_middle_leaves_nothing(empty_url: str) -> None:
    killed = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", DIE_INSIDE, empty_url], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert tables_of(empty_url) == []
    database = Database(empty_url)
    upgrade_database(database)
    assert is_current(database)
    database.close()


def test_tables_of_a_newer_program_are_left_alone(empty_url: str) -> None:
    database = Database(empty_url)
    upgrade_database(database)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_current(database)
    with pytest.raises(DatabaseTrouble) as caught:
        upgrade_database(database)
    database.close()
    assert str(caught.value) == (
        "the database was written by a newer version of the program"
        " (tables 9999); install that version"
    )


def test_upgrading_works_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite:///here.sqlite3")
    upgrade_database(database)
    assert is_current(database)
    database.close()
