from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.clashes import Clash, Radar, Why, days_of, radar, window
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person, Place
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.workdays import Workdays
from tests.builders import FESTIVAL_DAYS, make_details, make_item, timed

THURSDAY = date(2026, 5, 14)
TODAY = date(2026, 3, 10)
HALL = Place("Hall", "Tbilisi")
NINO = Person("Nino", "nino@example.org")
PLAN = make_details(place=HALL, focal_point=NINO)


def look(*items: Item, plan: object = None, workdays: Workdays | None = None) -> Radar:
    details = PLAN if plan is None else plan
    return radar(details, items, workdays or Workdays(), TODAY)  # type: ignore[arg-type]  # details, by the caller


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, Why.OTHER),
        ({"place": Place(" hall ", "tbilisi")}, Why.SAME_VENUE),
        ({"place": Place("Hall")}, Why.SAME_VENUE),
        ({"place": Place("Hall", "Batumi")}, Why.OTHER),
        ({"focal_point": Person("N. B.", "NINO@example.org")}, Why.SAME_PERSON),
        ({"kind": ItemKind.OBSERVANCE}, Why.OBSERVANCE),
        ({"status": ItemStatus.DRAFT}, Why.OTHER),
    ],
)
def test_what_lies_on_the_day_is_named_by_the_gravest_reason(
    changes: dict[str, object], why: Why
) -> None:
    other = make_item(**changes)
    assert look(other).clashes == [Clash(THURSDAY, why, other)]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ItemStatus.CANCELLED},
        {"kind": ItemKind.NEWS},
        {"span": whole_days(date(2026, 5, 15))},
        {"span": whole_month(2026, 5)},
    ],
)
def test_what_does_not_take_the_day_is_no_clash(changes: dict[str, object]) -> None:
    assert look(make_item(**changes)) == Radar([], [])


def test_holidays_and_days_off_are_named() -> None:
    found = look(workdays=Workdays(holidays={THURSDAY}))
    assert found.clashes == [Clash(THURSDAY, Why.HOLIDAY)]
    found = look(workdays=Workdays(extra_days_off=frozenset({THURSDAY})))
    assert found.clashes == [Clash(THURSDAY, Why.DAY_OFF)]


def test_the_nearest_free_working_days_are_offered() -> None:
    busy = make_item(span=whole_days(date(2026, 5, 13), THURSDAY))
    assert look(busy).free == [date(2026, 5, n) for n in (8, 11, 12, 15, 18, 19)]


def test_no_day_that_is_past_is_offered() -> None:
    plan = replace(PLAN, span=whole_days(TODAY))
    busy = make_item(span=whole_days(TODAY))
    assert min(look(busy, plan=plan).free) == date(2026, 3, 11)


def test_a_day_of_remembrance_is_no_reason_to_look_elsewhere() -> None:
    assert look(make_item(kind=ItemKind.OBSERVANCE)).free == []


def test_every_day_of_a_list_and_of_a_series_is_looked_at() -> None:
    plan = replace(
        PLAN,
        span=whole_days(FESTIVAL_DAYS[0]),
        recurrence=Recurrence(dates=FESTIVAL_DAYS),
    )
    weekly = make_item(
        span=timed("2018-12-03T10:00"), recurrence=Recurrence("FREQ=WEEKLY")
    )
    found = look(weekly, plan=plan)
    assert found.clashes == [Clash(date(2018, 12, 17), Why.OTHER, weekly)]


def test_days_are_bounded_and_leave_out_what_is_cancelled() -> None:
    daily = replace(PLAN, recurrence=Recurrence("FREQ=DAILY"))
    assert len(days_of(daily)) == 31
    off = Recurrence(
        "FREQ=DAILY;COUNT=2", overrides=(Override(THURSDAY, cancelled=True),)
    )
    assert days_of(replace(PLAN, recurrence=off)) == [date(2026, 5, 15)]
    assert days_of(replace(PLAN, span=whole_month(2026, 5))) == []
    assert look(plan=replace(PLAN, span=whole_month(2026, 5))) == Radar((), ())


def test_the_window_is_a_week_around() -> None:
    assert window([THURSDAY]) == (date(2026, 5, 7), date(2026, 5, 21))
