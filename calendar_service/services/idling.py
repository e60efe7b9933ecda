"""Whether there is anything to plan: known without looking at the items."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.rule import ReminderRule
from calendar_service.reminders.rules import Office
from calendar_service.storage.database import Session
from calendar_service.storage.items import calendar_version
from calendar_service.storage.plans import find_planned, mails_so_far


def fingerprint(
    session: Session,
    settings: Settings,
    rules: Sequence[ReminderRule],
    office: Office,
) -> str:
    """Return a name for all that planning depends on, beside the time.

    Items go into it by the calendar's version; what was sent and answered by
    the last of them.
    """
    parts = (
        calendar_version(session),
        mails_so_far(session),
        settings.base_url,
        sorted(rules, key=lambda rule: rule.id),
        office.zone,
        office.name,
        office.comms_team,
        office.language,
        sorted(office.languages.items()),
        sorted(office.workdays.extra_days_off),
        office.heads,
        sorted(office.lists.items()),
        office.absences,
        sorted(map(repr, office.stops)),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def is_idle(session: Session, now_is: str, now: datetime) -> bool:
    """Tell whether nothing can be due: all as it was, and the time not come.

    Whatever waits is planned anew each time. A clock that was set back is no
    reason to trust what was found later.
    """
    planned = find_planned(session)
    if planned.fingerprint != now_is or mails_so_far(session).waiting:
        return False
    if planned.looked_at is None or planned.look_at is None:
        return False
    return planned.looked_at <= now < planned.look_at
