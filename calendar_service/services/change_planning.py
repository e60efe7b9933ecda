"""What has become of dates that people know of: who is to be told, and is not yet."""

from dataclasses import dataclass
from datetime import datetime

from calendar_service.reminders.changing import DueChange, plan_changes
from calendar_service.reminders.rules import Office
from calendar_service.reminders.told import CHANGED, read_key
from calendar_service.storage.database import Session
from calendar_service.storage.items import calendar_version, changed_since
from calendar_service.storage.outbox import list_waiting
from calendar_service.storage.plans import find_planned, told_keys
from calendar_service.storage.renditions import items_named


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """What is to be told of all that was written up to a version of the calendar.

    `outdated` are the keys of mails that wait and tell of what holds no more.
    """

    version: int
    new: tuple[DueChange, ...] = ()
    outdated: frozenset[str] = frozenset()
    is_empty: bool = False
    """Nothing was written since this was last done, and nothing waits."""


def plan_told(session: Session, office: Office, now: datetime) -> ToldPlan:
    """Look at what was written since changes were last told, and at what waits."""
    version = calendar_version(session)
    since = find_planned(session).version
    waiting = {
        mail.message.key: mail.item_uid
        for mail in list_waiting(session)
        if is_change(mail.message.key)
    }
    if version == since and not waiting:
        return ToldPlan(version, is_empty=True)
    items = {item.uid: item for item in changed_since(session, since)}
    others = set(waiting.values()) - items.keys()
    items |= {item.uid: item for item in items_named(session, others).values()}
    changes = plan_changes(items.values(), office, now, told_keys(session, items))
    return ToldPlan(
        version,
        new=tuple(change for change in changes if change.key not in waiting),
        outdated=frozenset(waiting) - {due.key for due in changes},
    )


def is_change(key: str) -> bool:
    """Tell whether a mail of the key tells of a change."""
    return f"/{CHANGED}/" in key and read_key(key) is not None
