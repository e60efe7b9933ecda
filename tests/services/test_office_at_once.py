"""Two who change the same rule, list or day at one instant: one is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest

from calendar_service.domain.account import OPERATOR
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.domain.workdays import DayOff
from calendar_service.services.days_off_editing import (
    Days,
    StaleDays,
    give_reason,
    lift_days_off,
    set_days_off,
)
from calendar_service.services.list_editing import (
    StaleList,
    UnknownList,
    add_list,
    remove_list,
    replace_list,
    save_list,
)
from calendar_service.services.rule_editing import (
    StaleRule,
    UnknownRule,
    add_rule,
    replace_rule,
    save_rule,
)
from calendar_service.services.rule_removing import remove_rule
from calendar_service.storage.database import Database, Session
from tests.builders import NOW

RULE = ReminderRule(id="own", kind=ItemKind.MEETING, steps=(Step(3),))
OTHER = replace(RULE, steps=(Step(9),))
DAY = Days(date(2026, 5, 4), date(2026, 5, 4))
OFF = DayOff(date(2026, 5, 1))
MAY_DAY = Days(OFF.day, OFF.day)
PRESS = ("a@example.org",)
TOLD = (StaleRule, UnknownRule, StaleList, UnknownList, StaleDays)

Act = Callable[[Session], object]
ACTS: dict[str, tuple[Act, Act]] = {
    "a rule twice": (
        lambda session: replace_rule(session, OPERATOR, RULE, OTHER),
        lambda session: replace_rule(session, OPERATOR, RULE, OTHER),
    ),
    "a rule and its removal": (
        lambda session: replace_rule(session, OPERATOR, RULE, OTHER),
        lambda session: remove_rule(session, OPERATOR, "own", RULE),
    ),
    "two new rules": (
        lambda session: add_rule(session, OPERATOR, replace(RULE, id="new")),
        lambda session: add_rule(session, OPERATOR, replace(OTHER, id="new")),
    ),
    "a list twice": (
        lambda session: replace_list(session, OPERATOR, "press", PRESS, ["b@x.org"]),
        lambda session: replace_list(session, OPERATOR, "press", PRESS, ["c@x.org"]),
    ),
    "a list and its removal": (
        lambda session: replace_list(session, OPERATOR, "press", PRESS, ["b@x.org"]),
        lambda session: remove_list(session, OPERATOR, "press", PRESS),
    ),
    "two new lists": (
        lambda session: add_list(session, OPERATOR, "new", ["b@x.org"]),
        lambda session: add_list(session, OPERATOR, "new", ["c@x.org"]),
    ),
    "a day twice": (
        lambda session: set_days_off(session, OPERATOR, DAY, "a", NOW, ()),
        lambda session: set_days_off(session, OPERATOR, DAY, "b", NOW, ()),
    ),
    "a day and its lifting": (
        lambda session: give_reason(session, OPERATOR, OFF, "why", NOW),
        lambda session: lift_days_off(session, OPERATOR, MAY_DAY, (OFF,)),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_of_two_at_once_the_second_is_told(any_database: Database, name: str) -> None:
    with any_database.transaction() as session:
        save_rule(session, OPERATOR, RULE)
        save_list(session, OPERATOR, "press", PRESS)
        set_days_off(session, OPERATOR, MAY_DAY, "", NOW)
    begin = Barrier(2)

    def run(act: Act) -> bool:
        begin.wait()
        try:
            with any_database.transaction() as session:
                act(session)
        except TOLD:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(run, ACTS[name]))
    assert sorted(done) == [False, True]
