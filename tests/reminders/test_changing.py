"""Who is told that a date is another one now: values alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Stop
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import Anchor, Step
from calendar_service.domain.span import whole_days
from calendar_service.reminders.changing import Change, DueChange, plan_changes
from calendar_service.reminders.planning import plan_reminders
from tests.builders import make_item, timed, wall
from tests.reminder_values import ADA, MEETING, OFFICE, at, rule

NOW = at("2026-05-08T05:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVED = replace(MEETING, span=timed("2026-05-21T10:00", "2026-05-21T11:30"))
WEEKLY = make_item(
    span=timed("2026-05-14T10:00", "2026-05-14T11:00"),
    recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=5"),
)
TERMS = make_item(
    kind=ItemKind.AGREEMENT,
    span=whole_days(date(2024, 1, 1), date(2026, 5, 31)),
    agreement=Agreement(expires=whole_days(date(2026, 5, 31))),
)


def reminded(item: Item, now: datetime = NOW, *steps: Step) -> list[str]:
    """Return the keys of what was sent about an item."""
    made = rule(7, kind=item.kind, zone="Asia/Tbilisi")
    made = replace(made, steps=steps or made.steps)
    return [due.key for due in plan_reminders([item], [made], OFFICE, now, ()).due]


def changes(
    item: Item, told: Sequence[str], now: datetime = NOW
) -> tuple[DueChange, ...]:
    return plan_changes([item], OFFICE, now, {item.uid: told})


def said(found: Sequence[DueChange]) -> list[tuple[Change, object, object]]:
    return [
        (each.change, each.was.occurrence.span.start, each.due.occurrence.span.start)
        for each in found
    ]


OLD, NEW = MEETING.span.start, MOVED.span.start


def test_who_was_reminded_is_told_the_new_date_once() -> None:
    told = reminded(MEETING)
    (change,) = changes(MOVED, told)
    assert said([change]) == [(Change.POSTPONED, OLD, NEW)]
    assert change.due.recipient.address == ADA.email
    assert changes(MOVED, [*told, change.key]) == ()


def test_who_was_not_reminded_is_not_told() -> None:
    assert changes(MOVED, ()) == ()


def test_nothing_is_told_while_the_date_stays() -> None:
    told = reminded(MEETING)
    assert changes(replace(MEETING, revision=99), told) == ()


def test_an_earlier_date_is_a_move() -> None:
    (change,) = changes(MEETING, reminded(MOVED, at("2026-05-15T05:00")))
    assert change.change is Change.MOVED


@pytest.mark.parametrize("status", [ItemStatus.CANCELLED, ItemStatus.DELETED])
def test_what_is_off_is_told_once_and_again_when_it_is_on(status: ItemStatus) -> None:
    told = reminded(MEETING)
    off = replace(MEETING, status=status)
    (change,) = changes(off, told)
    assert said([change]) == [(Change.CANCELLED, OLD, OLD)]
    told = [*told, change.key]
    assert changes(off, told) == ()
    (back,) = changes(MEETING, told)
    assert said([back]) == [(Change.RESTORED, OLD, OLD)]
    told = [*told, back.key]
    assert changes(MEETING, told) == ()
    (again,) = changes(off, told)
    assert again.key not in told


def test_a_draft_may_come_back_as_it_was() -> None:
    assert changes(replace(MEETING, status=ItemStatus.DRAFT), reminded(MEETING)) == ()


def test_there_and_back_again_is_told_each_time() -> None:
    told = reminded(MEETING)
    for item in (MOVED, MEETING, MOVED, MEETING):
        (change,) = changes(item, told)
        assert change.key not in told
        told = [*told, change.key]
        assert changes(item, told) == ()


def test_moved_twice_before_a_mail_went_out_only_the_last_is_told() -> None:
    told = reminded(MEETING)
    last = replace(MEETING, span=timed("2026-06-01T10:00", "2026-06-01T11:30"))
    (first,), (second,) = changes(MOVED, told), changes(last, told)
    assert first.key != second.key
    assert said([second]) == [(Change.POSTPONED, OLD, last.span.start)]


@pytest.mark.parametrize(
    "now", [at("2026-05-14T06:00"), at("2026-05-20T00:00")], ids=["begun", "over"]
)
def test_of_what_is_past_nothing_is_told(now: datetime) -> None:
    told = reminded(MEETING)
    assert changes(MOVED, told, now) == ()
    assert changes(replace(MEETING, status=ItemStatus.CANCELLED), told, now) == ()


def test_a_date_that_is_past_by_now_is_not_told_either() -> None:
    gone = replace(MEETING, span=timed("2026-05-01T10:00", "2026-05-01T11:30"))
    assert changes(gone, reminded(MEETING)) == ()


def test_one_date_of_a_series_is_moved() -> None:
    told = reminded(WEEKLY)
    override = Override(
        wall("2026-05-14T10:00"), timed("2026-05-15T09:00", "2026-05-15T10:00")
    )
    moved = replace(
        WEEKLY, recurrence=replace(WEEKLY.recurrence, overrides=(override,))
    )
    assert said(changes(moved, told)) == [
        (Change.POSTPONED, wall("2026-05-14T10:00"), wall("2026-05-15T09:00"))
    ]


@pytest.mark.parametrize(
    "recurrence",
    [
        Recurrence(
            rule="FREQ=WEEKLY;COUNT=5",
            overrides=(Override(wall("2026-05-14T10:00"), cancelled=True),),
        ),
        Recurrence(rule="FREQ=WEEKLY;COUNT=5", exdates=(wall("2026-05-14T10:00"),)),
    ],
    ids=["cancelled", "left out"],
)
def test_one_date_of_a_series_is_off_and_the_next_is_named(
    recurrence: Recurrence,
) -> None:
    (change,) = changes(replace(WEEKLY, recurrence=recurrence), reminded(WEEKLY))
    assert change.change is Change.CANCELLED
    assert change.then is not None
    assert change.then.occurrence.span.start == wall("2026-05-21T10:00")


def test_a_term_that_is_another_one_is_told_with_its_own_date() -> None:
    told = reminded(TERMS, at("2026-05-22T06:00"), Step(14, Anchor.EXPIRY))
    now = at("2026-05-22T06:00")
    later = replace(TERMS, agreement=Agreement(expires=whole_days(date(2026, 8, 31))))
    (change,) = changes(later, told, now)
    assert said([change]) == [(Change.POSTPONED, date(2026, 5, 31), date(2026, 8, 31))]
    assert change.due.step.anchor is Anchor.EXPIRY
    over = Agreement(expires=whole_days(date(2026, 5, 31)), ended_on=date(2026, 5, 1))
    ended = replace(TERMS, agreement=over)
    assert changes(ended, told, now) == ()


def test_who_stopped_mails_about_the_kind_is_not_told() -> None:
    office = replace(OFFICE, stops=frozenset({Stop(ADA.email, ItemKind.MEETING)}))
    told = {MOVED.uid: reminded(MEETING)}
    assert plan_changes([MOVED], office, NOW, told) == ()


@given(st.lists(st.integers(0, 4), max_size=12), st.data())
def test_whatever_happens_everybody_knows_the_last_state_and_each_change_once(
    edits: list[int], data: st.DataObject
) -> None:
    """Edits and beats in any order: no key twice, and in the end nothing is open."""
    told = reminded(MEETING)
    item = MEETING
    for edit in edits:
        if edit == 4:
            item = replace(item, status=ItemStatus.CANCELLED)
        else:
            start = wall("2026-05-14T10:00") + edit * DAY
            item = replace(
                MEETING, span=replace(MEETING.span, start=start, end=start + HOUR)
            )
        if data.draw(st.booleans()):
            found = [change.key for change in changes(item, told)]
            assert not set(found) & set(told)
            told = [*told, *found]
    told = [*told, *(change.key for change in changes(item, told))]
    assert len(told) == len(set(told))
    assert changes(item, told) == ()
