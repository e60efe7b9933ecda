"""Reminders planned whatever the items, rules, zones and days off are."""

from datetime import UTC, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_service.domain.item import Item
from calendar_service.domain.rule import ReminderRule
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import (
    Plan,
    plan_reminders,
    preview_reminders,
)
from calendar_service.reminders.rules import Office
from tests.reminder_values import at, near_items, near_offices, near_rules

WALK = at("2026-10-10T00:00"), at("2026-11-12T00:00")
near = given(
    items=st.lists(near_items(), max_size=2, unique_by=lambda item: item.uid),
    rules=near_rules(),
    office=near_offices(),
)
slowly = settings(max_examples=30, deadline=None)


def keys(*groups: tuple[DueReminder, ...]) -> set[str]:
    return {due.key for group in groups for due in group}


@given(
    data=st.data(),
    items=st.lists(near_items(), max_size=2, unique_by=lambda item: item.uid),
    rules=near_rules(),
    office=near_offices(),
)
@settings(deadline=None)
def test_two_windows_that_meet_give_what_the_whole_gives(
    data: st.DataObject, items: list[Item], rules: list[ReminderRule], office: Office
) -> None:
    start, end = WALK
    middle = data.draw(st.datetimes(*(t.replace(tzinfo=None) for t in WALK)))
    middle = middle.replace(tzinfo=UTC)
    whole = preview_reminders(items, rules, office, start, end)
    before = preview_reminders(items, rules, office, start, middle)
    assert whole == before + preview_reminders(items, rules, office, middle, end)
    assert len({due.key for due in whole}) == len(whole)


@near
@slowly
def test_hour_by_hour_every_step_goes_out_once_and_in_time(
    items: list[Item], rules: list[ReminderRule], office: Office
) -> None:
    now, end = WALK
    wanted = preview_reminders(items, rules, office, now, end)
    # Where few days are worked, a step may have been due before the walk begins.
    before = plan_reminders(items, rules, office, now, ())
    known = keys(before.due, before.superseded, before.skipped)
    sent: list[str] = []
    while now < end:
        now += timedelta(hours=1)
        plan = plan_reminders(items, rules, office, now, known)
        assert not any(due.late for due in plan.due)
        sent += [due.key for due in plan.due]
        known |= keys(plan.due, plan.superseded, plan.skipped)
        overtaken = keys(plan.superseded, plan.skipped)
        # Two steps within one hour: the later one speaks for both.
        wanted = tuple(due for due in wanted if due.key not in overtaken)
    assert sorted(sent) == sorted(due.key for due in wanted)


@given(
    items=st.lists(near_items(), max_size=2, unique_by=lambda item: item.uid),
    rules=near_rules(),
    office=near_offices(),
    pauses=st.lists(st.integers(-3, 100), max_size=30),
)
@settings(deadline=None)
def test_however_long_it_sleeps_nothing_is_named_twice(
    items: list[Item],
    rules: list[ReminderRule],
    office: Office,
    pauses: list[int],
) -> None:
    now = WALK[0]
    known: set[str] = set()
    for pause in pauses:
        now += timedelta(hours=pause)
        plan = plan_reminders(items, rules, office, now, known)
        named = [d.key for d in (*plan.due, *plan.superseded, *plan.skipped)]
        assert len(set(named)) == len(named)
        assert not known.intersection(named)
        assert all(now < due.useful_until for due in plan.due)
        assert all(due.planned_at <= now for due in plan.due)
        known.update(named)
        assert plan_reminders(items, rules, office, now, known) == Plan()


@given(
    items=st.lists(near_items(), max_size=2, unique_by=lambda item: item.uid),
    rules=near_rules(),
    office=near_offices(),
    minutes=st.integers(0, 33 * 24 * 60),
    part=st.floats(0, 1, exclude_max=True),
)
@settings(deadline=None)
def test_between_a_look_and_what_it_sees_coming_nothing_falls_due(
    items: list[Item],
    rules: list[ReminderRule],
    office: Office,
    minutes: int,
    part: float,
) -> None:
    now = WALK[0] + timedelta(minutes=minutes)
    until = now + timedelta(hours=6)
    plan = plan_reminders(items, rules, office, now, ())
    known = keys(plan.due, plan.superseded, plan.skipped)
    ahead = preview_reminders(items, rules, office, now, until)
    look_at = min([until, *(due.planned_at for due in ahead)])
    left_out = now + (look_at - now) * part
    assert plan_reminders(items, rules, office, left_out, known) == Plan()
