"""Tests of reminders/send_days.py."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.rule import WorkdayPolicy
from calendar_service.domain.workdays import OffReason, Workdays
from calendar_service.reminders.send_days import Move, move_of, move_said, send_day
from tests.reminder_values import (
    AFTER_INDEPENDENCE_DAY,
    AGREEMENT,
    at,
    due_at,
)

OFFICE = Workdays(GEORGIAN_HOLIDAYS, frozenset({date(2026, 5, 8)}))
NONE, BACK, FORWARD = WorkdayPolicy


@pytest.mark.parametrize(
    ("counted", "anchor", "policy", "expected"),
    [
        # Sunday 24 May, and Tuesday 26 May, a holiday.
        (date(2026, 5, 24), date(2026, 5, 31), NONE, date(2026, 5, 24)),
        (date(2026, 5, 24), date(2026, 5, 31), BACK, date(2026, 5, 22)),
        (date(2026, 5, 24), date(2026, 5, 31), FORWARD, date(2026, 5, 25)),
        (date(2026, 5, 26), date(2026, 6, 1), FORWARD, date(2026, 5, 27)),
        (date(2026, 5, 26), date(2026, 6, 1), BACK, date(2026, 5, 25)),
        (date(2026, 5, 25), date(2026, 6, 1), BACK, date(2026, 5, 25)),
        # "1 day before" a meeting on Monday is sent on Friday.
        (date(2026, 5, 24), date(2026, 5, 25), FORWARD, date(2026, 5, 22)),
        # … and of one after a holiday, before the holiday.
        (date(2026, 5, 26), date(2026, 5, 27), FORWARD, date(2026, 5, 25)),
        # What would roll past the day goes back too: it is on that Sunday.
        (date(2026, 5, 23), date(2026, 5, 24), FORWARD, date(2026, 5, 22)),
        # The day itself is not moved.
        (date(2026, 5, 24), date(2026, 5, 24), FORWARD, date(2026, 5, 24)),
        (date(2026, 5, 24), date(2026, 5, 24), BACK, date(2026, 5, 24)),
        # What follows never comes before: it ended on Friday, or on Sunday.
        (date(2026, 5, 24), date(2026, 5, 22), FORWARD, date(2026, 5, 25)),
        (date(2026, 5, 24), date(2026, 5, 22), BACK, date(2026, 5, 25)),
        (date(2026, 5, 24), date(2026, 5, 21), BACK, date(2026, 5, 22)),
    ],
)
def test_a_step_is_sent_on_a_working_day_on_its_side_of_the_date(
    counted: date, anchor: date, policy: WorkdayPolicy, expected: date
) -> None:
    assert send_day(counted, anchor, policy, OFFICE) == expected


@given(
    anchor=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    steps=st.tuples(st.integers(-20, 60), st.integers(-20, 60)),
    policy=st.sampled_from(WorkdayPolicy),
    extra=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31))),
)
def test_the_order_of_steps_and_their_side_of_the_date_are_kept(
    anchor: date,
    steps: tuple[int, int],
    policy: WorkdayPolicy,
    extra: frozenset[date],
) -> None:
    workdays = Workdays(GEORGIAN_HOLIDAYS, extra)
    counted = [anchor - timedelta(days=days) for days in sorted(steps, reverse=True)]
    sent = [send_day(day, anchor, policy, workdays) for day in counted]
    assert sent == sorted(sent)
    for before, after in zip(counted, sent, strict=True):
        assert (before < anchor, before == anchor) == (after < anchor, after == anchor)
        assert after == before or workdays.is_working(after)
        assert not workdays.is_working(before) or after == before


def test_a_move_tells_from_where_to_where_and_why() -> None:
    sunday, friday = date(2026, 5, 24), date(2026, 5, 22)
    assert move_of(sunday, friday, OFFICE) == Move(sunday, friday, OffReason.WEEKEND)
    assert move_of(friday, friday, OFFICE) is None
    assert move_of(sunday, sunday, OFFICE) is None


@pytest.mark.parametrize(
    ("day", "to", "because", "en", "ka"),
    [
        (
            date(2026, 5, 26),
            date(2026, 5, 22),
            OffReason.HOLIDAY,
            "moved to Friday, since 26 May is a holiday",
            "გადატანილია პარასკევზე, რადგან 26 მაისი უქმე დღეა",
        ),
        (
            date(2026, 5, 8),
            date(2026, 5, 11),
            OffReason.DAY_OFF,
            "moved to Monday, since 8 May is a day off",
            "გადატანილია ორშაბათზე, რადგან 8 მაისი დასვენების დღეა",
        ),
        (
            date(2026, 5, 23),
            date(2026, 5, 22),
            OffReason.WEEKEND,
            "moved to Friday, since 23 May is a Saturday",
            "გადატანილია პარასკევზე, რადგან 23 მაისი შაბათია",
        ),
        (
            date(2026, 5, 24),
            date(2026, 5, 28),
            OffReason.WEEKEND,
            "moved to Thursday, since 24 May is a Sunday",
            "გადატანილია ხუთშაბათზე, რადგან 24 მაისი კვირაა",
        ),
    ],
)
def test_a_move_is_said_in_both_languages(
    day: date, to: date, because: OffReason, en: str, ka: str
) -> None:
    move = Move(day, to, because)
    assert (move_said(move, "en"), move_said(move, "ka")) == (en, ka)
    assert move_said(move, "fr") == en


def test_a_due_reminder_knows_its_move() -> None:
    moved = due_at(AFTER_INDEPENDENCE_DAY, at("2026-05-25T05:00"), "en")
    assert moved.send_on == date(2026, 5, 25)
    assert moved.move == Move(date(2026, 5, 26), date(2026, 5, 25), OffReason.HOLIDAY)
    assert (moved.step.days, moved.days_left) == (1, 2)
    plain = due_at(AGREEMENT, at("2026-04-02T05:00"), "en")
    assert (plain.send_on, plain.move) == (date(2026, 4, 2), None)
