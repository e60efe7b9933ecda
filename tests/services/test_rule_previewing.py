from dataclasses import replace
from datetime import UTC, date, datetime

from calendar_service.domain.account import Account
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.reminders.rules import default_rules
from calendar_service.services.rule_previewing import (
    Addressee,
    count_at_once,
    preview_rule,
)
from calendar_service.storage.accounts import store_account
from tests.builders import timed
from tests.services.planner import ENTERED, Planner

MEETING = next(rule for rule in default_rules() if rule.kind is ItemKind.MEETING)
NOW = datetime(2026, 5, 1, tzinfo=UTC)
COMMS = Addressee("comms@example.org", "en")


def shown(
    planner: Planner, rule: ReminderRule, now: datetime = NOW
) -> list[list[tuple[str, bool, tuple[Addressee, ...]]]]:
    ladders = preview_rule(planner.session, planner.settings, rule, now, 2)
    return [
        [(f"{s.at:%m-%d %H:%M}", s.is_past, s.people) for s in ladder.steps]
        for ladder in ladders
    ]


def test_the_next_items_are_shown_with_whom_each_step_reaches(planner: Planner) -> None:
    nino = Account(email="nino@example.org", language="ka")
    store_account(planner.session, nino, ENTERED)
    planner.add(span=timed("2026-06-25T10:00"))
    planner.add(span=timed("2026-06-10T10:00"))
    planner.add(
        span=timed("2026-05-06T10:00"), focal_point=Person("Nino", "nino@example.org")
    )
    both = (Addressee("nino@example.org", "ka"), COMMS)
    assert shown(planner, MEETING) == [
        [("04-29 05:00", True, both), ("05-05 05:00", False, both)],
        [("06-03 05:00", False, (COMMS,)), ("06-09 05:00", False, (COMMS,))],
    ]


def test_a_rule_that_is_off_and_reaches_nobody_shows_its_dates(
    planner: Planner,
) -> None:
    planner.add(span=timed("2026-05-13T10:00"))
    off = replace(MEETING, steps=(Step(2),), to_comms_team=False, enabled=False)
    assert shown(planner, off) == [[("05-11 05:00", False, ())]]
    assert shown(planner, off, datetime(2026, 5, 11, 6, tzinfo=UTC)) == []


def test_what_a_rule_would_send_at_once_is_counted(planner: Planner) -> None:
    for day in ("2026-05-03", "2026-05-06", "2026-05-20"):
        planner.add(span=timed(f"{day}T10:00"))
    early = replace(MEETING, id="early", steps=(Step(14), Step(6)))
    off, empty = replace(early, enabled=False), replace(early, steps=())

    def at_once(rule: ReminderRule) -> int:
        return count_at_once(planner.session, planner.settings, rule, NOW)

    assert [at_once(rule) for rule in (early, off, empty)] == [2, 0, 0]


def test_a_moved_step_tells_the_day_off_it_was_moved_from(planner: Planner) -> None:
    planner.add(span=timed("2026-05-25T10:00"))
    rule = replace(MEETING, steps=(Step(2),))
    (ladder,) = preview_rule(planner.session, planner.settings, rule, NOW, 5)
    (step,) = ladder.steps
    assert (step.moved_from, step.at.date()) == (date(2026, 5, 23), date(2026, 5, 22))
