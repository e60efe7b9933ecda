"""What every test may ask for: settings, a migrated database, an application."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as drawing

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.storage.accounts import open_session, store_account
from calendar_service.storage.database import Database, Session
from calendar_service.storage.migrating import upgrade_database
from tests.fakes import StillClock
from tests.postgresql import MIGRATED, Servers, clear

# A busy machine is no fault of an example.
drawing.register_profile("house", deadline=None)
drawing.load_profile("house")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, made once and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "calendar.sqlite3"
    template = Database(f"sqlite:///{path}")
    upgrade_database(template)
    template.close()  # the last to close writes the log into the file
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'calendar.sqlite3'}",
        base_url="http://calendar.example.org",
        secret_key="a secret that is only good for tests",  # noqa: S106 - no secret
        mail_from="calendar@example.org",
        comms_team=("comms@example.org",),
        office_name="The Office",
        uid_domain="example.org",
    )


@pytest.fixture
def database(settings: Settings, migrated: Path) -> Iterator[Database]:
    shutil.copyfile(migrated, settings.instance / "calendar.sqlite3")
    opened = Database(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction that writes; it commits at the end of the test."""
    with database.transaction() as opened:
        yield opened


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def app(settings: Settings, database: Database, clock: StillClock) -> Iterator[Flask]:
    """The application on the same file as `database`, under the still clock."""
    # Every look at the calendar's version is a second after the last one.
    made = create_app(settings, clock, count(0.0).__next__)
    made.testing = True
    yield made
    made.extensions["calendar"].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in_as(
    app: Flask, database: Database, clock: StillClock
) -> Callable[[Account], FlaskClient]:
    """Return a client of somebody who has signed in; the account is stored."""

    def sign_in(account: Account) -> FlaskClient:
        secret = f"secret of {account.email}"
        digest = sha256(secret.encode()).hexdigest()
        ends = clock.now + timedelta(days=1)
        with database.transaction() as opened:
            store_account(opened, account, clock.now)
            open_session(opened, account.email, digest, clock.now, ends)
        signed_in = app.test_client()
        signed_in.set_cookie("signin", secret, domain="localhost")
        return signed_in

    return sign_in


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Servers]:
    """A server of this process alone; skipped where it cannot be had."""
    servers = Servers()
    try:
        servers.url("postgres")
    except Exception as wrong:
        servers.stop()
        if "postgresql" in os.environ.get("TESTS_NEED", ""):  # noqa: TID251 - CI says so
            raise
        pytest.skip(f"no PostgreSQL here: {wrong!r}")
    yield servers
    servers.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    servers: Servers = request.getfixturevalue("postgresql")
    url = servers.make_empty()
    yield url
    servers.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh database with all tables: each test runs on both kinds."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    servers: Servers = request.getfixturevalue("postgresql")
    database = Database(servers.url(MIGRATED))
    clear(database)
    yield database
    database.close()
