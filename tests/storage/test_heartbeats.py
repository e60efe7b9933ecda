"""When something last ran."""

from datetime import timedelta

from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import last_beat, record_beat
from tests.builders import NOW


def test_what_never_ran_has_no_beat(any_database: Database) -> None:
    with any_database.reading() as session:
        assert last_beat(session, "scheduler") is None


def test_the_last_beat_of_each_name_counts(any_database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    with any_database.transaction() as session:
        record_beat(session, "scheduler", NOW)
        record_beat(session, "other", NOW)
        record_beat(session, "scheduler", later)
    with any_database.reading() as session:
        assert last_beat(session, "scheduler") == later
        assert last_beat(session, "other") == NOW
