"""Steps that roll off a day on which nobody works."""

from dataclasses import replace
from datetime import date, time

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, WorkdayPolicy
from calendar_service.domain.span import whole_days
from calendar_service.reminders.ladders import ladders_of
from calendar_service.reminders.planning import (
    preview_reminders,
)
from tests.builders import make_item, timed
from tests.reminder_values import (
    OFFICE,
    YEARS,
    rule,
)
from tests.reminders.test_ladders import WEEK, planned


def test_a_step_on_a_day_off_keeps_its_key_and_its_hour() -> None:
    monday = make_item(span=timed("2026-05-18T10:00"))
    still, moved = (
        preview_reminders([monday], [rule(1, workdays=policy)], OFFICE, *YEARS)
        for policy in (WorkdayPolicy.NONE, WorkdayPolicy.FORWARD)
    )
    assert [due.key for due in still] == [due.key for due in moved]
    assert [f"{due.planned_at:%a %H:%M}" for due in (*still, *moved)] == [
        "Sun 05:00",
        "Fri 05:00",
    ]
    assert [due.days_left for due in (*still, *moved)] == [1, 3]


def test_terms_roll_back_from_their_earliest_reading() -> None:
    item = make_item(
        kind=ItemKind.AGREEMENT,
        agreement=Agreement(expires=whole_days(date(2026, 5, 27))),
    )
    back = rule(1, 0, kind=ItemKind.AGREEMENT, workdays=WorkdayPolicy.BACK)
    steps = tuple(replace(step, anchor=Anchor.EXPIRY) for step in back.steps)
    assert planned(item, replace(back, steps=steps)) == [
        "2026-05-25 05:00",
        "2026-05-27 05:00",
    ]


def test_steps_that_roll_onto_one_day_are_one_mail_the_last_of_them() -> None:
    monday = make_item(span=timed("2026-05-18T10:00"))
    forward = rule(7, 3, 2, 1, workdays=WorkdayPolicy.FORWARD)
    found = preview_reminders([monday], [forward], OFFICE, *YEARS)
    assert [(due.step.days, f"{due.planned_at:%d}") for due in found] == [
        (7, "11"),
        (1, "15"),
    ]


def test_steps_of_two_rules_that_roll_onto_one_day_are_one_mail_too() -> None:
    monday = make_item(span=timed("2026-05-18T10:00"))
    early = rule(1, workdays=WorkdayPolicy.BACK)
    late = rule(3, id="s", send_at=time(17))
    found = preview_reminders([monday], [early, late], OFFICE, *YEARS)
    assert [(due.step.days, f"{due.planned_at:%d %H}") for due in found] == [
        (1, "15 05")
    ]
    (ladder,) = ladders_of([monday], [early, late], OFFICE, (WEEK, WEEK))
    assert [(r.reminder.step.days, r.is_overtaken) for r in ladder] == [
        (3, True),
        (1, False),
    ]
    assert ladder[0].comes_at == ladder[1].comes_at == found[0].planned_at
