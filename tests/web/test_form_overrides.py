from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.web.form_dates import WrongDates
from calendar_service.web.form_overrides import override_values, overrides_json, said_of
from tests.builders import make_item, timed

TODAY = date(2026, 3, 10)
DAY = date(2026, 5, 21)
ITEM = make_item(
    recurrence=Recurrence(
        "FREQ=WEEKLY;COUNT=5",
        overrides=(
            Override(
                DAY,
                whole_days(date(2026, 5, 22)),
                {"en": Text("Special", summary="With a guest")},
            ),
        ),
    )
)


def row(**values: str) -> dict[str, str]:
    return {f"overrides.0.{name}": value for name, value in values.items()}


def test_an_occurrence_is_moved_retitled_and_cancelled() -> None:
    values = row(original="21 May", moved="22 May") | {
        "overrides.0.title.en": "Special",
        "overrides.4.original": "28 May",
        "overrides.4.cancelled": "on",
    }
    assert overrides_json(values, None, TODAY) == [
        {
            "original": "2026-05-21",
            "cancelled": False,
            "starts_on": "2026-05-22",
            "texts": {"en": {"title": "Special"}},
        },
        {"original": "2026-05-28", "cancelled": True, "texts": {}},
    ]


def test_words_without_a_field_of_their_own_are_kept() -> None:
    (said,) = overrides_json(override_values(ITEM), ITEM, TODAY)
    assert said["texts"]["en"] == {
        "title": "Special",
        "summary": "With a guest",
        "description": "",
        "place": "",
    }


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ("22 May", {"starts_at": "2026-05-22T10:00"}),
        ("22 May 15:00", {"starts_at": "2026-05-22T15:00"}),
        (
            "22 May 15:00-16:00",
            {"starts_at": "2026-05-22T15:00", "ends_at": "2026-05-22T16:00"},
        ),
    ],
)
def test_hours_that_are_not_said_stay(moved: str, said: dict[str, str]) -> None:
    values = row(original="21 May", moved=moved) | {"starts_time": "10:00"}
    (found,) = overrides_json(values, None, TODAY)
    assert {name: found[name] for name in said} == said


def test_several_days_have_a_last_one() -> None:
    (found,) = overrides_json(row(original="21 May", moved="22-24 May"), None, TODAY)
    assert (found["starts_on"], found["ends_on"]) == ("2026-05-22", "2026-05-24")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (row(original="", moved="22 May"), "overrides.0.original"),
        (row(original="sometime"), "overrides.0.original"),
        (row(original="21-22 May"), "overrides.0.original"),
        (row(original="21 May", moved="sometime"), "overrides.0.moved"),
    ],
)
def test_what_cannot_be_read_is_named(values: dict[str, str], field: str) -> None:
    with pytest.raises(WrongDates) as wrong:
        overrides_json(values, None, TODAY)
    assert next(problem.field for problem in wrong.value.problems) == field


def test_times_are_said_in_figures() -> None:
    assert said_of(whole_days(DAY)) == "2026-05-21"
    assert said_of(whole_days(DAY, date(2026, 5, 23))) == "2026-05-21 - 2026-05-23"
    assert said_of(timed("2026-05-21T10:00")) == "2026-05-21 10:00"
    assert said_of(timed("2026-05-21T10:00", "2026-05-21T11:00")) == (
        "2026-05-21 10:00-11:00"
    )
    assert said_of(timed("2026-05-21T22:00", "2026-05-22T01:00")) == (
        "2026-05-21 22:00 - 2026-05-22 01:00"
    )


def test_a_row_of_another_day_keeps_nothing() -> None:
    other = replace(ITEM, recurrence=Recurrence("FREQ=WEEKLY;COUNT=5"))
    assert override_values(other) == {}
