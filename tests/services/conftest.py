"""What the tests of reminding share."""

import pytest

from calendar_service.config import Settings
from calendar_service.storage.database import Database, Session
from tests.services.follow_office import Office
from tests.services.planner import Planner
from tests.services.publisher import Publisher


@pytest.fixture
def planner(session: Session, settings: Settings) -> Planner:
    return Planner(session, settings)


@pytest.fixture
def office(database: Database, settings: Settings) -> Office:
    return Office(database, settings)


@pytest.fixture
def any_office(any_database: Database, settings: Settings) -> Office:
    return Office(any_database, settings)


@pytest.fixture
def publisher(settings: Settings, database: Database) -> Publisher:
    return Publisher(settings, database)
