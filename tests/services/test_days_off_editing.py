"""Days off: checked, set and lifted by one at a time."""

from collections.abc import Callable
from datetime import date

import pytest

from calendar_service.domain.account import OPERATOR, Account, NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.workdays import DayOff
from calendar_service.services.days_off_editing import (
    Days,
    StaleDays,
    check_days,
    days_off_in,
    give_reason,
    lift_days_off,
    set_days_off,
)
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import list_days_off
from tests.builders import BEN, NOW

FIRST, SECOND, THIRD = (date(2026, 1, day) for day in (5, 6, 7))
BOTH = Days(FIRST, SECOND)


def test_days_are_set_and_lifted(session: Session) -> None:
    assert set_days_off(session, OPERATOR, BOTH, "decree", NOW, ()) == 2
    offs = (DayOff(FIRST, "decree"), DayOff(SECOND, "decree"))
    assert days_off_in(session, BOTH) == offs
    assert days_off_in(session, Days(SECOND, THIRD)) == offs[1:]
    assert lift_days_off(session, OPERATOR, Days(SECOND, THIRD), offs[1:]) == 1
    assert list_days_off(session) == [offs[0]]


def test_a_day_gets_another_reason_or_none(session: Session) -> None:
    set_days_off(session, OPERATOR, BOTH, "decree", NOW)
    give_reason(session, OPERATOR, DayOff(FIRST, "decree"), "", NOW)
    give_reason(session, OPERATOR, DayOff(SECOND, "decree"), "ordinance", NOW)
    assert list_days_off(session) == [DayOff(FIRST), DayOff(SECOND, "ordinance")]


def test_two_change_the_same_days_and_the_second_is_told(session: Session) -> None:
    set_days_off(session, OPERATOR, BOTH, "decree", NOW)
    seen = DayOff(FIRST, "another reason")
    acts: list[Callable[[], object]] = [
        lambda: set_days_off(session, OPERATOR, BOTH, "mine", NOW, ()),
        lambda: lift_days_off(session, OPERATOR, Days(FIRST, FIRST), (seen,)),
        lambda: give_reason(session, OPERATOR, seen, "mine", NOW),
    ]
    for act in acts:
        with pytest.raises(StaleDays):
            act()
    assert {off.why for off in list_days_off(session)} == {"decree"}


@pytest.mark.parametrize(
    ("days", "why", "fields"),
    [
        (BOTH, "ა" * 200, []),
        (BOTH, "ა" * 201, ["why"]),
        (BOTH, "a\nBcc: x@example.org", ["why"]),
        (Days(SECOND, FIRST), "", ["last"]),
        (Days(date(2026, 1, 1), date(2027, 1, 1)), "", []),
        (Days(date(2026, 1, 1), date(2027, 1, 2)), "", ["last"]),
        (Days(date(1899, 12, 31), date(1900, 1, 1)), "", ["first"]),
        (Days(date(2200, 12, 31), date(2201, 1, 1)), "", ["first"]),
    ],
)
def test_days_that_make_no_sense_are_refused(
    session: Session, days: Days, why: str, fields: list[str]
) -> None:
    assert [problem.field for problem in check_days(days, why)] == fields
    if fields:
        with pytest.raises(InvalidDraft):
            set_days_off(session, OPERATOR, days, why, NOW)
        assert list_days_off(session) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda session, who: set_days_off(session, who, BOTH, "", NOW),
        lambda session, who: lift_days_off(session, who, BOTH),
        lambda session, who: give_reason(session, who, DayOff(FIRST), "x", NOW),
    ],
)
def test_only_administrators_change_days(
    session: Session, act: Callable[[Session, Account], object]
) -> None:
    set_days_off(session, OPERATOR, Days(FIRST, FIRST), "", NOW)
    with pytest.raises(NotAllowed):
        act(session, BEN)
    assert list_days_off(session) == [DayOff(FIRST)]
