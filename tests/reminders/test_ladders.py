"""Tests of reminders/ladders.py."""

from dataclasses import replace
from datetime import date, time

import pytest

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.reminders.ladders import ladders_of
from calendar_service.reminders.planning import (
    preview_reminders,
)
from calendar_service.reminders.rules import Office, default_rules
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item, timed
from tests.reminder_values import (
    MEETING,
    OFFICE,
    YEARS,
    at,
    rule,
)

WEEK = date(2026, 5, 18)


def planned(item: Item, *rules: ReminderRule, office: Office = OFFICE) -> list[str]:
    """All planned instants of an item, in UTC."""
    found = preview_reminders([item], rules or default_rules(), office, *YEARS)
    return [f"{due.planned_at:%Y-%m-%d %H:%M}" for due in found]


def test_a_step_falls_at_nine_in_the_morning_of_the_office() -> None:
    assert planned(MEETING) == ["2026-05-07 05:00", "2026-05-13 05:00"]


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (
            "Europe/Berlin",
            date(2026, 3, 30),
            ["2026-03-28 08:00", "2026-03-29 07:00", "2026-03-30 07:00"],
        ),
        (
            "Europe/Berlin",
            date(2026, 10, 26),
            ["2026-10-24 07:00", "2026-10-25 08:00", "2026-10-26 08:00"],
        ),
        (
            "America/New_York",
            date(2026, 3, 9),
            ["2026-03-07 14:00", "2026-03-08 13:00", "2026-03-09 13:00"],
        ),
        (
            "America/New_York",
            date(2026, 11, 2),
            ["2026-10-31 13:00", "2026-11-01 14:00", "2026-11-02 14:00"],
        ),
    ],
)
def test_nine_stays_nine_when_clocks_change(
    zone: str, day: date, expected: list[str]
) -> None:
    item = make_item(span=whole_days(day))
    assert planned(item, rule(2, 1, 0, zone=zone)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 30), "2026-03-29 01:30"),
        (date(2026, 10, 26), "2026-10-25 00:30"),
    ],
)
def test_a_time_that_clocks_skip_or_repeat_comes_once(day: date, expected: str) -> None:
    item = make_item(span=whole_days(day))
    night = rule(1, zone="Europe/Berlin", send_at=time(2, 30))
    assert planned(item, night) == [expected]


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 3, 1), 1, "2026-02-28 05:00"),
        (date(2028, 3, 1), 1, "2028-02-29 05:00"),
        (date(2028, 2, 29), 28, "2028-02-01 05:00"),
        (date(2026, 1, 1), 1, "2025-12-31 05:00"),
        (date(2026, 5, 31), 30, "2026-05-01 05:00"),
    ],
)
def test_days_are_counted_on_the_calendar(day: date, days: int, expected: str) -> None:
    assert planned(make_item(span=whole_days(day)), rule(days)) == [expected]


def test_the_day_counted_from_is_the_one_in_the_zone_of_the_rule() -> None:
    item = make_item(span=timed("2026-05-13T22:00", zone="America/New_York"))
    assert planned(item, rule(1)) == ["2026-05-13 05:00"]
    assert planned(item, rule(1, zone="America/New_York")) == ["2026-05-12 13:00"]


def test_an_unknown_zone_is_the_offices() -> None:
    assert planned(MEETING, rule(1, zone="Mars/Olympus")) == ["2026-05-13 05:00"]


def test_a_step_after_the_start_of_its_day_is_left_out() -> None:
    early = make_item(span=timed("2026-05-14T08:00"))
    assert planned(early, rule(1, 0)) == ["2026-05-13 05:00"]
    assert planned(MEETING, rule(0)) == ["2026-05-14 05:00"]


def test_a_festival_is_one_occasion_with_the_news_after_its_last_day() -> None:
    festival = make_item(
        kind=ItemKind.SCREENING,
        span=whole_days(FESTIVAL_DAYS[0]),
        recurrence=Recurrence(dates=FESTIVAL_DAYS),
    )
    assert planned(festival) == [
        "2018-11-30 05:00",
        "2018-12-11 05:00",
        "2018-12-13 05:00",
        "2018-12-20 05:00",
    ]


def test_each_occurrence_has_its_ladder() -> None:
    yearly = make_item(
        kind=ItemKind.OBSERVANCE,
        span=whole_days(date(2028, 2, 29)),
        recurrence=Recurrence(rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8;COUNT=2"),
    )
    assert planned(yearly, rule(1, kind=ItemKind.OBSERVANCE)) == [
        "2028-03-07 05:00",
        "2029-03-07 05:00",
    ]


def test_an_agreement_until_october_2020_counts_to_its_first_day() -> None:
    item = make_item(
        kind=ItemKind.AGREEMENT, agreement=Agreement(expires=whole_month(2020, 10))
    )
    assert planned(item) == [
        "2020-04-03 05:00",
        "2020-07-03 05:00",
        "2020-07-31 05:00",
        "2020-09-01 05:00",
        "2020-09-17 05:00",
        "2020-09-24 05:00",
        "2020-09-30 05:00",
    ]


@pytest.mark.parametrize(
    "status", [ItemStatus.DRAFT, ItemStatus.CANCELLED, ItemStatus.DELETED]
)
def test_only_what_is_published_is_reminded_of(status: ItemStatus) -> None:
    item = replace(MEETING, status=status)
    assert planned(item) == []


def test_a_cancelled_occurrence_is_not_reminded_of() -> None:
    gone = Override(date(2026, 5, 21), cancelled=True)
    weekly = make_item(
        recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=3", overrides=(gone,))
    )
    assert planned(weekly, rule(1)) == ["2026-05-13 05:00", "2026-05-27 05:00"]


def test_news_disabled_rules_and_nobody_bring_nothing() -> None:
    assert planned(make_item(kind=ItemKind.NEWS)) == []
    assert planned(MEETING, rule(7, enabled=False)) == []
    assert planned(MEETING, office=Office(zone=TBILISI)) == []


def test_two_rules_with_the_same_step_are_one_mail() -> None:
    other = rule(7, 3, id="s", addresses=("ADA@example.org",))
    found = preview_reminders([MEETING], [other, rule(7, 1)], OFFICE, *YEARS)
    assert [(due.rule.id, due.step.days) for due in found] == [
        ("r", 7),
        ("s", 3),
        ("r", 1),
    ]


def test_two_occurrences_moved_to_one_time_are_one_occasion() -> None:
    moved = Override(date(2026, 5, 21), span=whole_days(date(2026, 5, 14)))
    weekly = make_item(
        recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=2", overrides=(moved,))
    )
    assert planned(weekly, rule(1)) == ["2026-05-13 05:00"]


def test_keys_tell_every_part_and_cannot_be_confused() -> None:
    item = replace(MEETING, uid="a/b%2F@example.org")
    (due,) = preview_reminders([item], [rule(7)], OFFICE, *YEARS)
    assert due.key == (
        "a%2Fb%252F@example.org/2026-05-14T10:00:00[Asia%2FTbilisi]"
        "/r/start/7/ada@example.org"
    )


def test_hours_are_counted_from_the_start_as_they_pass() -> None:
    """The clocks of Berlin skip an hour in that night."""
    early = make_item(span=timed("2026-03-29T04:00", zone="Europe/Berlin"))
    made = rule(steps=(Step(0, hours=3),), zone="Europe/Berlin")
    window = (date(2026, 3, 1), date(2026, 4, 1))
    ((rung,),) = ladders_of([early], [made], OFFICE, window)
    # 04:00 is 02:00 UTC; three hours before, it was midnight in Berlin.
    assert rung.comes_at == at("2026-03-28T23:00")
    assert rung.reminder.key.split("/")[4] == "0+3h"


def test_hours_and_days_may_fall_on_one_day() -> None:
    steps = (Step(0), Step(0, hours=3), Step(0, hours=1), Step(1), Step(0, hours=50))
    made = rule(steps=steps, zone=TBILISI)
    item = make_item(span=timed("2026-05-14T15:00"))
    window = (date(2026, 5, 1), date(2026, 6, 1))
    (ladder,) = ladders_of([item], [made], OFFICE, window)
    assert [rung.comes_at for rung in ladder] == [
        at("2026-05-12T09:00"),
        at("2026-05-13T05:00"),
        at("2026-05-14T05:00"),
        at("2026-05-14T08:00"),
        at("2026-05-14T10:00"),
    ]
    assert not any(rung.is_overtaken for rung in ladder)


@pytest.mark.parametrize(
    ("changes", "is_chosen"),
    [
        ({}, True),
        ({"kind": ItemKind.CAMPAIGN}, False),
        ({"kind": ItemKind.CAMPAIGN, "more_kinds": (ItemKind.MEETING,)}, True),
        ({"tags": ("youth",)}, True),
        ({"tags": ("other",)}, False),
        ({"places": ("Batumi",)}, True),
        ({"places": ("Kutaisi",)}, False),
        ({"kind": ItemKind.CAMPAIGN, "item_uid": "m@example.org"}, True),
        ({"item_uid": "other@example.org"}, False),
    ],
)
def test_a_rule_chooses_by_kind_tag_place_or_the_one_item(
    changes: dict[str, object], *, is_chosen: bool
) -> None:
    item = make_item(
        uid="m@example.org", tags=("youth", "film"), place=Place(city="Batumi")
    )
    assert rule(7, **changes).chooses(item) is is_chosen
