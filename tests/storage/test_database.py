"""Opening and transactions: what both databases promise, and what SQLite is told."""

import re
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from calendar_service.domain.selection import Audience, Selection
from calendar_service.storage import database as storage_database
from calendar_service.storage.database import (
    Database,
    DatabaseTrouble,
    OperationalError,
)
from calendar_service.storage.heartbeats import last_beat, record_beat
from calendar_service.storage.items import calendar_version, list_items, store_item
from calendar_service.storage.mailbox import list_received, receive_mail
from tests.builders import NOW, make_item

EVERYTHING = Selection(audience=Audience.EDITORS)
OPEN_AT = """
import sys, time
from sqlalchemy import inspect, text
from calendar_service.storage.database import Database
time.sleep(max(0, float(sys.argv[2]) - time.time()))
database = Database(sys.argv[1])
with database.transaction() as session:
    session.execute(text("CREATE TABLE IF NOT EXISTS opened (n INTEGER)"))
    session.execute(text("INSERT INTO opened VALUES (1)"))
"""


def test_an_error_rolls_everything_back(any_database: Database) -> None:
    def write_and_fail() -> None:
        with any_database.transaction() as session:
            record_beat(session, "one", NOW)
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    with any_database.reading() as session:
        assert last_beat(session, "one") is None


def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    with database.reading() as session:
        record_beat(session, "one", NOW)
    with database.reading() as session:
        assert last_beat(session, "one") is None


def test_reading_is_one_snapshot_while_others_write(any_database: Database) -> None:
    with any_database.transaction() as writer:
        store_item(writer, make_item(), actor="ada", seen=None, now=NOW)
    with any_database.reading() as reader:
        before = calendar_version(reader)
        with any_database.transaction() as writer:
            other = make_item(uid="other@example.org", slug="other")
            store_item(writer, other, actor="ben", seen=None, now=NOW)
        seen = [item.uid for item in list_items(reader, EVERYTHING)]
        assert (before, calendar_version(reader)) == (1, 1)
        assert seen == [make_item().uid]
    with any_database.reading() as reader:
        assert calendar_version(reader) == 2


def test_reading_does_not_wait_for_a_writer(any_database: Database) -> None:
    with any_database.transaction() as writer:
        record_beat(writer, "one", NOW)
        with any_database.reading() as reader:
            assert last_beat(reader, "one") is None


def test_two_that_read_and_then_write_never_fail(any_database: Database) -> None:
    """On SQLite this is what BEGIN IMMEDIATE is for."""
    together = Barrier(2)

    def add_mails(name: str) -> None:
        together.wait()
        for number in range(25):
            with any_database.transaction() as session:
                list_received(session)
                receive_mail(session, f"<{name}-{number}>", b"", NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_mails, ["a", "b"]))
    with any_database.reading() as session:
        assert len(list_received(session)) == 50


def test_a_second_writer_waits_from_its_first_word_on(database: Database) -> None:
    order: list[str] = []
    inside = Event()

    def second() -> None:
        inside.wait()
        with database.transaction() as session:
            order.append(str(last_beat(session, "one")))

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second)
        with database.transaction() as session:
            record_beat(session, "one", NOW)
            inside.set()
            time.sleep(0.2)
            order.append("first")
        waiting.result()
    assert order == ["first", str(NOW)]


def test_a_writer_gives_up_in_the_end_and_says_that_it_is_locked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> None:
        with other.transaction() as session:
            record_beat(session, "one", NOW)

    monkeypatch.setattr(storage_database, "BUSY_SECONDS", 0.05)
    other = Database(str(database.engine.url))
    with database.transaction() as session:
        record_beat(session, "one", NOW)
        with pytest.raises(OperationalError) as wrong:
            write()
    assert str(wrong.value.orig) == "database is locked"
    write()
    with other.engine.connect() as connection:
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    other.close()
    assert waits == 50


def test_every_connection_to_sqlite_is_set_up(database: Database) -> None:
    asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
    for opened in (database.transaction, database.reading):
        with opened() as session:
            found = [session.execute(text(f"PRAGMA {name}")).scalar() for name in asked]
        assert found == ["wal", 1, 2, 15_000]


def test_a_new_file_may_be_opened_by_many_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "new.sqlite3"
    start = str(time.clock_gettime(time.CLOCK_REALTIME) + 2)
    command = [sys.executable, "-c", OPEN_AT, f"sqlite:///{path}", start]
    running = [
        subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - our own words
        for _ in range(6)
    ]
    assert [process.communicate()[1] for process in running] == [b""] * 6
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM opened").fetchone() == (6,)
    connection.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "postgresql://ada:the-secret@host:port/name",
        "postgres://ada:the-secret@[::1/name",
    ],
)
def test_what_is_no_address_is_said_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseTrouble) as caught:
        Database(url)
    assert str(caught.value) == (
        "CALENDAR_DATABASE_URL is no database address; write"
        " sqlite:////path/to/file or postgresql://user:password@host/name"
    )
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "scheme", ["mysql", "sqlite+aiosqlite", "postgresql+asyncpg", "file"]
)
def test_other_databases_are_refused_by_name(scheme: str) -> None:
    with pytest.raises(DatabaseTrouble) as caught:
        Database(f"{scheme}://ada:the-secret@host/name")
    assert str(caught.value) == (
        f"CALENDAR_DATABASE_URL asks for {scheme}; it takes sqlite:// and postgresql://"
    )


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_name_of_postgresql_is_taken(scheme: str) -> None:
    database = Database(f"{scheme}://ada:the-secret@host/name")
    assert database.engine.url.drivername == "postgresql+psycopg"
    assert not database.is_sqlite
    assert "the-secret" not in repr(database.engine)


def test_a_server_that_is_away_is_told_without_the_password() -> None:
    database = Database("postgresql://ada:the-secret@127.0.0.1:1/name")
    with (
        pytest.raises(OperationalError, match="Connection refused") as caught,
        database.reading() as session,
    ):
        calendar_version(session)
    assert "the-secret" not in str(caught.value)


def test_an_error_shows_no_values(any_database: Database) -> None:
    statement = text("INSERT INTO mailbox (nothing) VALUES (:secret)")
    with (
        pytest.raises(DBAPIError, match="nothing") as caught,
        any_database.transaction() as session,
    ):
        session.execute(statement, {"secret": "nino@example.org"})
    assert "nino@example.org" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "calendar.sqlite3"
    with pytest.raises(DatabaseTrouble, match=re.escape(f"database {path} cannot")):
        Database(f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "calendar.sqlite3"
    path.write_text("Dear all, " * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseTrouble) as caught, database.reading() as session:
        calendar_version(session)
    assert str(caught.value) == (
        f"{path} cannot be used as a database: file is not a database"
    )


def test_a_sound_database_has_no_problem(any_database: Database) -> None:
    assert any_database.integrity_problem() == ""


def test_a_damaged_file_is_a_problem_in_words(database: Database) -> None:
    with database.transaction() as session:
        for number in range(200):
            receive_mail(session, f"<{number}>", b"x" * 3000, NOW)
    database.close()
    path = Path(str(database.engine.url.database))
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(size // 2)
        file.write(b"\xff" * (size // 4))
    assert database.integrity_problem() != ""


def test_an_upgrade_is_one_transaction(any_database: Database) -> None:
    def make_and_fail() -> None:
        with any_database.upgrading() as connection:
            connection.execute(text("CREATE TABLE half (n INTEGER)"))
            raise LookupError

    with pytest.raises(LookupError):
        make_and_fail()
    with any_database.reading() as session:
        assert not inspect(session.connection()).has_table("half")


def test_a_closed_database_opens_again(any_database: Database) -> None:
    any_database.close()
    with any_database.transaction() as session:
        record_beat(session, "one", NOW + timedelta(days=1))
