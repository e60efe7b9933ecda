"""The engine and the transaction: SQLite and PostgreSQL, set up to be safe."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import cast

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session, SessionTransaction

BUSY_SECONDS = 15
LOOK_SECONDS = 0.004
WAIT_SECONDS = 10
MIGRATION_LOCK = 7_203_101
"""The advisory lock of PostgreSQL under which migrations run: any fixed number."""


class DatabaseTrouble(Exception):
    """The database cannot be opened; the message says why, without the password."""


class Database:
    """One database. `transaction` is the only thing that begins and commits."""

    def __init__(self, url: str) -> None:
        self.engine = _open(url)
        self._reading = self.engine.execution_options(
            writes=False, **_read_only(self.engine)
        )
        self._writing = self.engine.execution_options(writes=True)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Write: commit at the end, roll back on any error.

        SQLite gets BEGIN IMMEDIATE: a transaction that reads first and then
        writes would fail at once, whatever the busy timeout, when another
        wrote in between (SQLITE_BUSY_SNAPSHOT).
        """
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read: one snapshot, so that a version and the items under it agree."""
        with Session(self._reading) as session:
            yield session

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """Hand out one connection in one transaction, for the migrations.

        One process at a time: a second one waits, and finds the work done.
        """
        with self._writing.begin() as connection:
            if not self.is_sqlite:
                lock = select(func.pg_advisory_xact_lock(MIGRATION_LOCK))
                connection.execute(lock)
            yield connection

    def integrity_problem(self) -> str:
        """Return what SQLite finds damaged in its file, "" where nothing is."""
        if not self.is_sqlite:
            return ""
        try:
            with self._reading.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        except OperationalError:
            raise
        except DatabaseError as wrong:
            return str(wrong.orig)
        return "" if found == "ok" else str(found)

    def close(self) -> None:
        """Close all connections, before a fork or at the end."""
        self.engine.dispose()


def trying(session: Session) -> SessionTransaction:
    """Begin a step that may fail by itself: undone then, while the rest goes on."""
    return session.begin_nested()


def _open(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise DatabaseTrouble(
            "CALENDAR_DATABASE_URL is no database address; write"
            " sqlite:////path/to/file or postgresql://user:password@host/name"
        ) from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return _open_sqlite(parsed)
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return _open_postgresql(parsed.set(drivername="postgresql+psycopg"))
        case other:
            raise DatabaseTrouble(
                f"CALENDAR_DATABASE_URL asks for {other};"
                " it takes sqlite:// and postgresql://"
            )


def _open_postgresql(url: URL) -> Engine:
    # A server that does not answer must not hold a start for two minutes.
    waits = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT_SECONDS}
    try:
        return create_engine(
            url, connect_args=waits, pool_pre_ping=True, hide_parameters=True
        )
    except ImportError as wrong:
        raise DatabaseTrouble(
            f"CALENDAR_DATABASE_URL asks for PostgreSQL, which cannot be loaded"
            f" ({wrong}); install calendar-service[postgresql]"
        ) from None


def _open_sqlite(url: URL) -> Engine:
    path = url.database
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise DatabaseTrouble(
                f"the folder of the database {path} cannot be made: {wrong.strerror}"
            ) from None
    engine = create_engine(
        url,
        # The driver must not begin by itself: _begin_sqlite below does.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    try:
        _turn_on_wal(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # Each thread has a connection, and the system keeps the pages of all.
        connection.execute("PRAGMA cache_size = -256")  # KiB
        # FULL: a "sent" mark that is lost with the power would be a second mail.
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.DatabaseError as wrong:
        if isinstance(wrong, sqlite3.OperationalError):
            raise
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        raise DatabaseTrouble(f"{path} cannot be used as a database: {wrong}") from None


def _turn_on_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL, which stays on in the file.

    The busy timeout does not count for the switch: of several processes that
    open a new file at once, all but one would be told that it is locked.
    """
    give_up = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as wrong:
            if not _is_busy(wrong) or monotonic() > give_up:
                raise
            sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", True):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Take the lock of writers, looking for it every few milliseconds.

    Left to itself SQLite looks every tenth of a second at last, so that whoever
    comes later is often faster, and one in a hundred waits for seconds.
    """
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    give_up = monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as wrong:
                if not _is_busy(wrong.orig) or monotonic() > give_up:
                    raise
                sleep(LOOK_SECONDS)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1_000}")


def _is_busy(wrong: BaseException | None) -> bool:
    """Tell a lock from other trouble; SQLITE_BUSY_RECOVERY and others are locks too."""
    if not isinstance(wrong, sqlite3.OperationalError):
        return False
    return wrong.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the low byte


def _read_only(engine: Engine) -> dict[str, object]:
    """Give PostgreSQL readers one snapshot; SQLite's always have one."""
    if engine.dialect.name == "postgresql":
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {}


__all__ = [
    "Database",
    "DatabaseError",
    "DatabaseTrouble",
    "OperationalError",
    "Session",
    "trying",
]
