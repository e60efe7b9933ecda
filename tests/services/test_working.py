from datetime import date

from calendar_service.services.working import office_workdays
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import add_days_off
from tests.builders import NOW


def test_the_office_heeds_holidays_weekends_and_its_own_days_off(
    session: Session,
) -> None:
    add_days_off(session, date(2026, 5, 7), date(2026, 5, 8), "resolution", NOW)
    workdays = office_workdays(session)
    week = [date(2026, 5, day) for day in range(4, 15)]
    assert [day.day for day in week if workdays.is_working(day)] == [
        4,
        5,
        6,
        11,
        13,
        14,
    ]
