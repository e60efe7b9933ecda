"""What planning is made from: the items that may be due, the office, the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from calendar_service.config import Settings
from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Account, Role
from calendar_service.domain.answer import settled_ladders
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.rule import ReminderRule
from calendar_service.reminders.answers import Asked
from calendar_service.reminders.planning import days_that_matter
from calendar_service.reminders.rules import Office
from calendar_service.services.working import office_workdays
from calendar_service.storage.absences import list_absences
from calendar_service.storage.accounts import list_accounts
from calendar_service.storage.candidates import Near, list_candidates
from calendar_service.storage.database import Session
from calendar_service.storage.mail_answers import list_answers, sent_times
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.storage.mail_stops import list_stops


def office_of(session: Session, settings: Settings) -> Office:
    """Return what planning has to know of the office, as of now.

    The head of the office is every account with the role of an administrator.
    """
    accounts = list_accounts(session)
    return Office(
        zone=settings.timezone,
        name=settings.office_name,
        comms_team=tuple(Person(email=address) for address in settings.comms_team),
        language=settings.language,
        languages={a.email.lower(): a.language for a in accounts},
        workdays=office_workdays(session),
        lists=list_mail_lists(session),
        absences=(*list_absences(session, date.min), *_gone(accounts)),
        heads=tuple(
            Person(a.name, a.email)
            for a in accounts
            if a.role is Role.ADMIN and not a.is_disabled
        ),
        stops=list_stops(session),
    )


def _gone(accounts: Sequence[Account]) -> Iterator[Absence]:
    """Yield who is away for good: what would go to them goes to the deputy."""
    for account in accounts:
        if account.is_disabled:
            yield Absence(account.email.lower(), date.min, date.max)


def office_for(session: Session, settings: Settings, asked: Asked) -> Office:
    """Return the office with the ladders that were answered to the end."""
    office = office_of(session, settings)
    return replace(office, settled=settled_ladders(asked.answers))


def load_asked(
    session: Session, items: Sequence[Item], rules: Sequence[ReminderRule]
) -> Asked:
    """Load what was asked and answered about items that need an answer."""
    needing = [rule for rule in rules if rule.answer_needed]
    uids = [i.uid for i in items if any(rule.chooses(i) for rule in needing)]
    return Asked(sent_times(session, uids), tuple(list_answers(session, uids)))


def load_candidates(
    session: Session, rules: Sequence[ReminderRule], since: datetime, until: datetime
) -> list[Item]:
    """Load what may be due: of each kind, what lies within the reach of its rules."""
    enabled = [rule for rule in rules if rule.enabled]
    general = [rule for rule in enabled if not rule.item_uid]
    reach: dict[tuple[date, date], set[ItemKind]] = {}
    for kind in ItemKind:
        speaking = [rule for rule in general if kind in rule.kinds]
        if speaking:
            days = days_that_matter(speaking, since, until)
            reach.setdefault(days, set()).add(kind)
    nears = [Near(frozenset(kinds), *days) for days, kinds in reach.items()]
    return list_candidates(session, nears, {rule.item_uid for rule in enabled} - {""})
