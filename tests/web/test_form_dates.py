"""Dates typed and dates put in controls, to the JSON of an item."""

from datetime import date

import pytest

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.web.form_dates import (
    PUT,
    WrongDates,
    control_values,
    dates_json,
)
from tests.builders import TBILISI, timed

TODAY = date(2026, 3, 10)


def filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, {}),
        (
            {"starts_date": "2027-03-01"},
            {"starts_on": "2027-03-01", "precision": "day", "rrule": ""},
        ),
        (
            {"starts_date": "2027-03-01", "ends_date": "2027-03-03"},
            {
                "starts_on": "2027-03-01",
                "ends_on": "2027-03-03",
                "precision": "day",
                "rrule": "",
            },
        ),
        (
            {"starts_date": "2027-03-01", "precision": "month"},
            {"starts_on": "2027-03-01", "precision": "month", "rrule": ""},
        ),
        (
            {"starts_date": "2027-03-18", "repeat": "WEEKDAY"},
            {
                "starts_on": "2027-03-18",
                "precision": "day",
                "rrule": "FREQ=MONTHLY;BYDAY=3TH",
            },
        ),
        (
            {
                "starts_date": "2027-03-31",
                "repeat": "WEEKDAY",
                "repeat_until": "2027-06-30",
            },
            {
                "starts_on": "2027-03-31",
                "precision": "day",
                "rrule": "FREQ=MONTHLY;BYDAY=-1WE;UNTIL=20270630",
            },
        ),
        (
            {
                "starts_date": "2027-03-01",
                "starts_time": "22:00",
                "ends_date": "2027-03-02",
                "ends_time": "02:00",
                "zone": TBILISI,
                "repeat": "other",
                "rrule": "FREQ=DAILY;COUNT=3",
            },
            {
                "starts_at": "2027-03-01T22:00",
                "ends_at": "2027-03-02T02:00",
                "zone": TBILISI,
                "dates_only": False,
                "rrule": "FREQ=DAILY;COUNT=3",
            },
        ),
    ],
)
def test_controls_become_the_json_of_an_item(
    values: dict[str, str], said: dict[str, object]
) -> None:
    lists: dict[str, object] = {"rdates": [], "exdates": []} if said else {}
    assert dates_json(values, TODAY) == said | lists


def test_further_whole_days_make_a_list_of_days() -> None:
    values = {"starts_date": "2026-12-14", "further": "15, 17 December"}
    assert dates_json(values, TODAY) == {
        "dates": ["2026-12-14", "2026-12-15", "2026-12-17"],
        "exdates": [],
    }


def test_further_days_of_hours_begin_at_the_same_hour() -> None:
    values = {
        "starts_date": "2026-12-14",
        "starts_time": "18:00",
        "further": "15 December, 17 December 19:30",
    }
    assert dates_json(values, TODAY)["rdates"] == [
        "2026-12-15T18:00",
        "2026-12-17T19:30",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_time": "10:00", "ends_date": "2027-03-02"}, "ends_time"),
        ({"ends_time": "10:00"}, "starts_time"),
        ({"further": "sometime"}, "further"),
        ({"exdates": "sometime"}, "exdates"),
        ({"starts_date": "", "further": "15 December"}, "starts_date"),
        ({"starts_date": "", "rrule": "FREQ=DAILY"}, "starts_date"),
        ({"repeat_until": "2027-06-30"}, "repeat"),
        ({"repeat": "WEEKLY", "rrule": "RUBBISH"}, "rrule"),
    ],
)
def test_controls_that_do_not_fit_are_named(values: dict[str, str], field: str) -> None:
    with pytest.raises(WrongDates) as wrong:
        dates_json({"starts_date": "2027-03-01", **values}, TODAY)
    assert [problem.field for problem in wrong.value.problems] == [field]


def test_what_cannot_be_read_is_told_together_and_the_rest_is_kept() -> None:
    values = {
        "starts_date": "2027-03-01",
        "further": "sometime",
        "exdates": "never",
        "repeat": "DAILY",
    }
    with pytest.raises(WrongDates) as wrong:
        dates_json(values, TODAY)
    assert [problem.field for problem in wrong.value.problems] == ["further", "exdates"]
    assert wrong.value.rest["rrule"] == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"rrule": "FREQ=DAILY"}, "FREQ=DAILY"),
        (
            {"rrule": "FREQ=DAILY", "repeat": "other", "repeat_until": "2027-03-09"},
            "FREQ=DAILY;UNTIL=20270309",
        ),
        # Put there by the item: whoever chooses "not" beside it means that.
        ({"rrule": "FREQ=DAILY", PUT: "rrule=FREQ%3DDAILY"}, ""),
    ],
)
def test_a_rule_by_hand_counts_without_a_choice(
    values: dict[str, str], rule: str
) -> None:
    said = dates_json({"starts_date": "2027-03-01", **values}, TODAY)
    assert said["rrule"] == rule


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "FREQ=WEEKLY;BYDAY=MO",
            {"repeat": "WEEKLY", "rrule": "FREQ=WEEKLY;BYDAY=MO"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270630",
            {"repeat": "WEEKDAY", "repeat_until": "2027-06-30"},
        ),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE",
            {"repeat": "other", "rrule": "FREQ=WEEKLY;BYDAY=MO,WE"},
        ),
        (
            "FREQ=WEEKLY;UNTIL=20270630T100000Z",
            {"repeat": "other", "rrule": "FREQ=WEEKLY;UNTIL=20270630T100000Z"},
        ),
    ],
)
def test_a_rule_is_shown_as_one_of_the_list_where_it_is_one(
    rule: str, said: dict[str, str]
) -> None:
    values = control_values(whole_days(date(2027, 3, 1)), Recurrence(rule))
    assert filled(values) == {"starts_date": "2027-03-01", **said}


def test_an_end_on_the_same_day_needs_no_date() -> None:
    values = control_values(timed("2027-03-01T10:00", "2027-03-01T11:00"), Recurrence())
    assert (values["ends_date"], values["ends_time"]) == ("", "11:00")
