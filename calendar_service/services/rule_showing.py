"""What a rule comes to: its ladder as real dates."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter, itemgetter

from calendar_service.config import Settings
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.selection import Audience, Selection
from calendar_service.reminders.ladders import Rung, ladders_of
from calendar_service.reminders.planning import days_that_matter
from calendar_service.reminders.rules import Office
from calendar_service.services.plan_loading import office_of
from calendar_service.storage.database import Session
from calendar_service.storage.items import list_items

LOOK_AHEAD = timedelta(days=400)
"""Beyond the next date of what comes once a year."""
SOMEBODY = Person(email="somebody@example.org")


def next_ladder(
    session: Session, settings: Settings, rule: ReminderRule, now: datetime
) -> list[Rung]:
    """Return all steps for the occasion that the rule speaks of next; empty for none.

    By time, with those that have been. It is told whether or not the rule is
    switched on and reaches anybody.
    """
    window = days_that_matter([rule], now, now + LOOK_AHEAD)
    items = list_chosen(session, rule, window)
    ladders = ladders_by_occasion(items, rule, office_of(session, settings), window)
    return next(iter(still_coming(ladders, now)), [])


def still_coming(ladders: Iterable[list[Rung]], now: datetime) -> list[list[Rung]]:
    """Return those with a step to come, soonest first, the steps of each by time."""
    coming = [
        (min(ahead), sorted(rungs, key=attrgetter("comes_at")))
        for rungs in ladders
        if (ahead := [rung.comes_at for rung in rungs if rung.comes_at > now])
    ]
    return [rungs for _, rungs in sorted(coming, key=itemgetter(0))]


def list_chosen(
    session: Session, rule: ReminderRule, window: tuple[date, date]
) -> list[Item]:
    """Load what the rule may speak of; the dates of terms lie outside their days."""
    terms = frozenset({ItemKind.AGREEMENT})
    near = Selection(
        audience=Audience.STAFF,
        without_kinds=terms,
        first=window[0],
        last=window[1],
    )
    ends = Selection(audience=Audience.STAFF, kinds=terms)
    found = [*list_items(session, near), *list_items(session, ends)]
    return [item for item in found if rule.chooses(item)]


def ladders_by_occasion(
    items: Iterable[Item], rule: ReminderRule, office: Office, window: tuple[date, date]
) -> Iterable[list[Rung]]:
    """Join the ladders to all anchors of each occasion, as one person has them."""
    shown = replace(
        rule,
        enabled=True,
        to_comms_team=True,
        to_focal_point=False,
        to_deputy=False,
        to_heads=False,
        lists=(),
        addresses=(),
    )
    alone = replace(office, comms_team=(SOMEBODY,))
    found: dict[tuple[str, str], list[Rung]] = {}
    for ladder in ladders_of(items, [shown], alone, window):
        first = ladder[0].reminder
        name = (first.item.uid, first.occurrence.original.isoformat())
        found.setdefault(name, []).extend(ladder)
    return found.values()
