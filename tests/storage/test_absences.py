from datetime import date

from calendar_service.domain.absence import Absence
from calendar_service.storage.absences import (
    drop_absence,
    end_absences,
    list_absences,
    store_absence,
)
from calendar_service.storage.database import Database

MAY = Absence("ada@example.org", date(2026, 5, 4), date(2026, 5, 8))
JUNE = Absence("ada@example.org", date(2026, 6, 1), date(2026, 6, 5))
BEN = Absence("ben@example.org", date(2026, 5, 4), date(2026, 5, 4))


def test_absences_are_kept_until_they_are_over(any_database: Database) -> None:
    with any_database.transaction() as session:
        longer = Absence(MAY.address, MAY.first, date(2026, 5, 15))
        for absence in (JUNE, BEN, MAY, longer):
            store_absence(session, absence)
        assert list_absences(session, date(2026, 5, 4)) == (longer, JUNE, BEN)
        assert list_absences(session, date(2026, 5, 16)) == (JUNE,)
        assert end_absences(session, "ADA@example.org", date(2026, 5, 16)) == 1
        assert list_absences(session, date.min) == (longer, BEN)


def test_one_absence_is_dropped(any_database: Database) -> None:
    with any_database.transaction() as session:
        for absence in (MAY, JUNE, BEN):
            store_absence(session, absence)
        assert drop_absence(session, "ADA@example.org", MAY.first)
        assert not drop_absence(session, MAY.address, MAY.first)
        assert list_absences(session, date.min) == (JUNE, BEN)
