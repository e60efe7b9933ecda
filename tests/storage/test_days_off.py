from datetime import date

from calendar_service.domain.workdays import DayOff
from calendar_service.storage.database import Database
from calendar_service.storage.days_off import (
    add_days_off,
    list_days_off,
    remove_days_off,
)
from tests.builders import NOW

FIRST, SECOND, THIRD = (date(2026, 1, day) for day in (5, 6, 7))


def test_days_off_come_back_by_date(any_database: Database) -> None:
    with any_database.transaction() as session:
        assert list_days_off(session) == []
        assert add_days_off(session, THIRD, THIRD, "b", NOW) == 1
        assert add_days_off(session, FIRST, SECOND, "ა\x00", NOW) == 2
    with any_database.reading() as session:
        assert list_days_off(session) == [
            DayOff(FIRST, "ა\ufffd"),
            DayOff(SECOND, "ა\ufffd"),
            DayOff(THIRD, "b"),
        ]


def test_a_day_that_is_there_keeps_its_reason_unless_there_is_a_new_one(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        add_days_off(session, FIRST, FIRST, "resolution", NOW)
        assert add_days_off(session, FIRST, SECOND, "", NOW) == 1
        assert list_days_off(session) == [DayOff(FIRST, "resolution"), DayOff(SECOND)]
        assert add_days_off(session, FIRST, SECOND, "decree", NOW) == 0
        assert {off.why for off in list_days_off(session)} == {"decree"}


def test_days_are_removed_one_or_several(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_days_off(session, FIRST, THIRD, "", NOW)
        assert remove_days_off(session, SECOND, SECOND) == 1
        assert list_days_off(session) == [DayOff(FIRST), DayOff(THIRD)]
        assert remove_days_off(session, FIRST, THIRD) == 2
        assert remove_days_off(session, FIRST, THIRD) == 0
