"""Instants in a column."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from calendar_service.storage.database import Database
from calendar_service.storage.tables import BeatRow, Instant

DIALECT = sqlite.dialect()


def test_an_instant_comes_back_aware_and_in_utc(any_database: Database) -> None:
    noon_there = datetime(2026, 5, 14, 12, 0, 1, 5, timezone(timedelta(hours=4)))
    with any_database.transaction() as session:
        session.add(BeatRow(name="one", at=noon_there))
    with any_database.reading() as session:
        found = session.scalars(select(BeatRow.at)).one()
    assert found == datetime(2026, 5, 14, 8, 0, 1, 5, UTC)
    assert found.tzinfo is UTC


def test_an_instant_is_compared_as_an_instant(any_database: Database) -> None:
    noon_there = datetime(2026, 5, 14, 12, tzinfo=timezone(timedelta(hours=4)))
    with any_database.transaction() as session:
        session.add(BeatRow(name="one", at=noon_there))
    with any_database.reading() as session:
        later = datetime(2026, 5, 14, 9, tzinfo=UTC)
        asked = select(BeatRow.name).where(BeatRow.at < later)
        assert session.scalars(asked).all() == ["one"]


def test_a_time_without_offset_is_refused(any_database: Database) -> None:
    with (
        pytest.raises(StatementError, match="an instant needs an offset"),
        any_database.transaction() as session,
    ):
        session.add(BeatRow(name="one", at=datetime(2026, 5, 14)))  # noqa: DTZ001 - the fault


def test_no_instant_stays_none() -> None:
    assert Instant().process_bind_param(None, DIALECT) is None
    assert Instant().process_result_value(None, DIALECT) is None
