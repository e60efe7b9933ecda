"""What the tests of reminding share."""

import pytest

from calendar_service.config import Settings
from calendar_service.storage.database import Session
from tests.services.planner import Planner


@pytest.fixture
def planner(session: Session, settings: Settings) -> Planner:
    return Planner(session, settings)
