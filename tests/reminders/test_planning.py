"""Tests of reminders/planning.py."""

from collections.abc import Container
from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.rule import Anchor, ReminderRule, WorkdayPolicy
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.workdays import LONGEST_BREAK, Workdays
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import (
    Plan,
    days_that_matter,
    plan_reminders,
)
from calendar_service.reminders.rules import default_rules
from tests.builders import NOW, make_item, timed
from tests.reminder_values import (
    ADA,
    BEN,
    MEETING,
    OFFICE,
    at,
    rule,
)


def plan_at(
    text: str, item: Item, *rules: ReminderRule, known: Container[str] = ()
) -> Plan:
    return plan_reminders([item], rules or default_rules(), OFFICE, at(text), known)


def said(reminders: tuple[DueReminder, ...]) -> list[tuple[Anchor, int, bool, int]]:
    return [(d.step.anchor, d.step.days, d.late, d.days_left) for d in reminders]


def keys(*groups: tuple[DueReminder, ...]) -> set[str]:
    return {due.key for group in groups for due in group}


def test_a_step_is_due_when_its_time_has_come() -> None:
    assert plan_at("2026-05-07T04:59", MEETING) == Plan()
    plan = plan_at("2026-05-07T05:00", MEETING)
    assert said(plan.due) == [(Anchor.START, 7, False, 7)]
    assert plan.superseded == plan.skipped == ()


def test_what_is_known_is_not_due_again() -> None:
    known = keys(plan_at("2026-05-07T05:00", MEETING).due)
    assert plan_at("2026-05-07T05:01", MEETING, known=known) == Plan()
    later = plan_at("2026-05-13T05:00", MEETING, known=known)
    assert said(later.due) == [(Anchor.START, 1, False, 1)]
    assert later.superseded == ()


def test_what_one_rule_has_sent_is_not_sent_by_another() -> None:
    first = plan_at("2026-05-07T05:00", MEETING, rule(7, id="s"))
    assert plan_at("2026-05-07T05:00", MEETING, rule(7, id="s"), rule(7)).due != ()
    again = plan_at(
        "2026-05-07T05:00", MEETING, rule(7, id="s"), rule(7), known=keys(first.due)
    )
    assert again == Plan()


@pytest.mark.parametrize(
    ("now", "late", "left"),
    [
        ("2026-05-07T06:00", False, 7),
        ("2026-05-07T06:01", True, 7),
        ("2026-05-09T20:00", True, 4),
        ("2026-05-10T19:59", True, 4),
    ],
)
def test_more_than_an_hour_overdue_is_late_and_counts_from_today(
    now: str, *, late: bool, left: int
) -> None:
    assert said(plan_at(now, MEETING).due) == [(Anchor.START, 7, late, left)]


def test_after_72_hours_down_the_newest_missed_step_goes_out_once_and_late() -> None:
    item = make_item(kind=ItemKind.TRAINING, span=whole_days(date(2026, 5, 14)))
    known = keys(plan_at("2026-05-10T00:00", item).due)
    up_again = plan_at("2026-05-13T17:00", item, known=known)
    assert said(up_again.due) == [(Anchor.START, 1, True, 1)]
    assert said(up_again.superseded) == [(Anchor.START, 3, False, 3)]
    known |= keys(up_again.due, up_again.superseded)
    assert plan_at("2026-05-13T17:01", item, known=known) == Plan()


def test_what_began_meanwhile_is_skipped_and_said_so_once() -> None:
    plan = plan_at("2026-05-14T06:00", MEETING)
    assert plan.due == ()
    assert [due.step.days for due in plan.skipped] == [1]
    assert [due.step.days for due in plan.superseded] == [7]
    known = keys(plan.skipped, plan.superseded)
    assert plan_at("2026-05-14T07:00", MEETING, known=known) == Plan()


def test_one_minute_before_the_start_it_still_goes_out() -> None:
    assert said(plan_at("2026-05-14T05:59", MEETING).due) == [
        (Anchor.START, 1, True, 0)
    ]


def test_a_running_campaign_is_still_spoken_of() -> None:
    campaign = make_item(
        kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 5, 14), date(2026, 5, 20))
    )
    plan = plan_at("2026-05-16T12:00", campaign)
    assert said(plan.due) == [(Anchor.START, 0, True, -2)]
    assert plan_at("2026-05-20T20:00", campaign).due == ()


def test_the_news_item_is_asked_for_until_two_weeks_later() -> None:
    screening = make_item(kind=ItemKind.SCREENING, span=whole_days(date(2026, 5, 13)))
    asked = plan_at("2026-05-29T04:59", screening)
    assert said(asked.due) == [(Anchor.END, -2, True, -16)]
    too_late = plan_at("2026-05-29T05:00", screening)
    assert too_late.due == ()
    assert [due.step.days for due in too_late.skipped] == [1, -2]


def test_an_expiry_within_a_month_is_still_told_in_that_month() -> None:
    item = make_item(
        kind=ItemKind.AGREEMENT, agreement=Agreement(expires=whole_month(2026, 10))
    )
    plan = plan_at("2026-10-05T12:00", item)
    assert said(plan.due) == [(Anchor.EXPIRY, 1, True, -4)]
    assert plan_at("2026-10-31T20:00", item).due == ()


def test_on_short_notice_there_is_one_mail() -> None:
    item = make_item(
        kind=ItemKind.OBSERVANCE,
        span=whole_days(date(2026, 3, 20)),
        published_at=NOW,
    )
    plan = plan_reminders([item], default_rules(), OFFICE, NOW, ())
    assert said(plan.due) == [(Anchor.START, 14, True, 10)]
    assert [due.step.days for due in plan.superseded] == [56, 28]


def test_what_was_entered_after_it_was_over_is_not_named_at_all() -> None:
    item = make_item(span=whole_days(date(2026, 3, 8)), published_at=NOW)
    assert plan_reminders([item], default_rules(), OFFICE, NOW, ()) == Plan()


def test_a_moved_item_is_planned_anew() -> None:
    known = keys(plan_at("2026-05-07T05:00", MEETING).due)
    moved = replace(MEETING, span=timed("2026-05-11T10:00"))
    plan = plan_at("2026-05-07T05:10", moved, known=known)
    assert said(plan.due) == [(Anchor.START, 7, True, 4)]
    assert not keys(plan.due) & known


def test_an_edit_that_keeps_the_time_plans_nothing_new() -> None:
    known = keys(plan_at("2026-05-07T05:00", MEETING).due)
    for revision in range(1, 100):
        edited = replace(MEETING, revision=revision, tags=(str(revision),))
        assert plan_at("2026-05-07T06:00", edited, known=known) == Plan()


def test_a_slid_expiry_is_planned_anew() -> None:
    agreement = Agreement(expires=whole_days(date(2026, 10, 1)))
    item = make_item(kind=ItemKind.AGREEMENT, agreement=agreement)
    known = keys(plan_at("2026-09-24T05:00", item).due)
    later = Agreement(expires=whole_days(date(2026, 10, 8)))
    slid = replace(item, agreement=later)
    plan = plan_at("2026-09-24T05:00", slid, known=known)
    assert said(plan.due) == [(Anchor.EXPIRY, 14, False, 14)]


def test_a_clock_set_back_brings_nothing_back() -> None:
    plan = plan_at("2026-05-13T05:00", MEETING)
    known = keys(plan.due)
    for back in ("2026-05-13T04:00", "2026-05-12T05:00"):
        assert plan_at(back, MEETING, known=known).due == ()


def test_one_address_that_is_new_gets_only_the_newest_step() -> None:
    known = keys(plan_at("2026-05-07T05:00", MEETING, rule(7, 1)).due)
    office = replace(OFFICE, comms_team=(ADA, BEN))
    found = plan_reminders(
        [MEETING], [rule(7, 1)], office, at("2026-05-08T05:00"), known
    )
    assert [(due.recipient.address, due.step.days) for due in found.due] == [
        ("ben@example.org", 7)
    ]


def test_the_window_covers_what_can_matter() -> None:
    rules = [rule(28, 0), rule(-3, id="s")]
    first, last = days_that_matter(rules, NOW, NOW + timedelta(days=60))
    assert first == date(2026, 3, 10) - timedelta(days=14 + 3 + 2)
    assert last == date(2026, 5, 9) + timedelta(days=28 + 2)
    rules.append(rule(1, id="t", workdays=WorkdayPolicy.BACK))
    wider = days_that_matter(rules, NOW, NOW + timedelta(days=60))
    a_break = timedelta(days=LONGEST_BREAK)
    assert wider == (first - a_break, last + a_break)


def test_a_day_off_that_is_made_later_sends_nothing_again() -> None:
    forward = rule(7, 1, workdays=WorkdayPolicy.FORWARD)
    known = keys(plan_at("2026-05-07T05:00", MEETING, forward).due)
    off = Workdays(extra_days_off=frozenset({date(2026, 5, 7), date(2026, 5, 13)}))
    office = replace(OFFICE, workdays=off)
    for day in ("07", "08", "11"):
        now = at(f"2026-05-{day}T05:00")
        assert plan_reminders([MEETING], [forward], office, now, known) == Plan()
    eve = plan_reminders([MEETING], [forward], office, at("2026-05-12T05:00"), known)
    assert said(eve.due) == [(Anchor.START, 1, False, 2)]


def test_a_step_that_another_rolls_onto_is_recorded_with_it() -> None:
    monday = make_item(span=timed("2026-05-18T10:00"))
    forward = rule(3, 2, 1, workdays=WorkdayPolicy.FORWARD)
    assert plan_at("2026-05-15T04:59", monday, forward) == Plan()
    plan = plan_at("2026-05-15T05:00", monday, forward)
    assert said(plan.due) == [(Anchor.START, 1, False, 3)]
    assert {due.step.days for due in plan.superseded} == {3, 2}
    known = keys(plan.due, plan.superseded)
    assert plan_at("2026-05-17T05:00", monday, forward, known=known) == Plan()


@pytest.mark.parametrize(
    "status", [ItemStatus.DRAFT, ItemStatus.CANCELLED, ItemStatus.DELETED]
)
def test_what_is_not_published_is_not_planned(status: ItemStatus) -> None:
    assert plan_at("2026-05-13T06:00", replace(MEETING, status=status)) == Plan()


def test_without_rules_nothing_is_due() -> None:
    assert plan_reminders([MEETING], (), OFFICE, NOW, ()) == Plan()
