from dataclasses import replace
from datetime import UTC, date, datetime

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import ItemKind, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.span import whole_days
from calendar_service.reminders.rules import default_rules
from calendar_service.services.rule_showing import next_ladder
from calendar_service.storage.days_off import add_days_off
from tests.builders import timed
from tests.services.planner import ENTERED, Planner

RULES = {rule.kind: rule for rule in default_rules()}
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def shown(
    planner: Planner, rule: ReminderRule, now: datetime = MAY
) -> list[tuple[str, int, bool]]:
    rungs = next_ladder(planner.session, planner.settings, rule, now)
    return [
        (f"{r.reminder.send_on:%m-%d}", r.reminder.step.days, r.is_overtaken)
        for r in rungs
    ]


def test_the_ladder_is_that_of_what_the_rule_speaks_of_next(planner: Planner) -> None:
    meeting = RULES[ItemKind.MEETING]
    assert shown(planner, meeting) == []
    planner.add(span=timed("2026-05-25T10:00"))
    planner.add(span=timed("2026-05-04T10:00"), status=ItemStatus.CANCELLED)
    assert shown(planner, meeting) == [("05-18", 7, False), ("05-22", 1, False)]
    planner.add()
    assert shown(planner, meeting) == [("05-07", 7, False), ("05-13", 1, False)]
    planner.add(span=timed("2026-05-05T10:00"))
    assert shown(planner, meeting) == [("04-28", 7, False), ("05-04", 1, False)]
    after = datetime(2026, 5, 22, 5, tzinfo=UTC)
    assert shown(planner, meeting, after) == []


def test_days_off_are_heeded_and_what_is_one_mail_is_shown_as_such(
    planner: Planner,
) -> None:
    training = RULES[ItemKind.TRAINING]
    planner.add(kind=ItemKind.TRAINING, span=whole_days(date(2026, 5, 18)))
    off = date(2026, 5, 4), date(2026, 5, 5)
    add_days_off(planner.session, *off, "", ENTERED)
    assert shown(planner, training) == [
        ("05-06", 14, False),
        ("05-15", 3, True),
        ("05-15", 1, False),
    ]


def test_both_ends_of_an_occasion_and_of_a_term_belong_together(
    planner: Planner,
) -> None:
    planner.add(
        kind=ItemKind.SCREENING,
        span=whole_days(date(2026, 5, 20)),
        recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=2"),
    )
    assert shown(planner, RULES[ItemKind.SCREENING]) == [
        ("05-06", 14, False),
        ("05-18", 3, False),
        ("05-19", 1, False),
        ("05-22", -2, False),
    ]
    terms = Agreement(
        expires=whole_days(date(2026, 9, 30)), notice_period=Period(months=3)
    )
    planner.add(
        kind=ItemKind.AGREEMENT, span=whole_days(date(2020, 1, 1)), agreement=terms
    )
    dates = [day for day, _, _ in shown(planner, RULES[ItemKind.AGREEMENT])]
    assert (len(dates), dates[0], dates[-1]) == (14, "12-31", "09-29")


def test_a_rule_is_shown_though_it_is_off_and_reaches_nobody(planner: Planner) -> None:
    planner.add()
    quiet = replace(
        RULES[ItemKind.MEETING],
        enabled=False,
        to_comms_team=False,
        to_focal_point=False,
    )
    assert shown(planner, quiet) == [("05-07", 7, False), ("05-13", 1, False)]
