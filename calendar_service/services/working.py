"""On which days the office works."""

from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.workdays import Workdays
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import list_days_off


def office_workdays(session: Session) -> Workdays:
    """Return the working days as of now: Georgian holidays and extra days off."""
    extra = frozenset(off.day for off in list_days_off(session))
    return Workdays(GEORGIAN_HOLIDAYS, extra)
