"""Typed text beside what was put into the controls by hand: nothing is dropped."""

from datetime import date

import pytest

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.web.form_dates import (
    PUT,
    WrongDates,
    control_values,
    dates_json,
    put_before,
    put_values,
)
from calendar_service.web.form_typed import is_typed_anew, with_typed
from tests.builders import TBILISI

TODAY = date(2026, 3, 10)


def typed(text: str, **values: str) -> dict[str, str]:
    return with_typed({"when": text, **values}, TODAY, TBILISI)


def filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value and name != PUT}


def of_item(span_from: date, recurrence: Recurrence) -> dict[str, str]:
    values = control_values(whole_days(span_from), recurrence)
    return values | {PUT: put_values(values)}


def test_typed_text_fills_the_controls() -> None:
    assert filled(typed("1 March 2027 10:00-11:30")) == {
        "when": "1 March 2027 10:00-11:30",
        "when_read": "1 March 2027 10:00-11:30",
        "starts_date": "2027-03-01",
        "starts_time": "10:00",
        "ends_time": "11:30",
        "zone": TBILISI,
    }


def test_text_that_was_read_gives_way_to_the_controls() -> None:
    values = typed("14 May", starts_date="2027-01-01", when_read="14 May")
    assert values["starts_date"] == "2027-01-01"
    assert not is_typed_anew(values)


def test_a_month_has_no_hour_that_was_put_there_by_hand() -> None:
    assert filled(typed("May 2027", starts_time="10:00", ends_time="11:00")) == {
        "when": "May 2027",
        "when_read": "May 2027",
        "starts_date": "2027-05-01",
        "precision": "month",
        "zone": TBILISI,
    }


def test_the_zone_that_is_chosen_stays() -> None:
    assert typed("14 May 10:00", zone="Europe/Brussels")["zone"] == "Europe/Brussels"


def test_text_that_is_not_understood_stands_at_its_field() -> None:
    with pytest.raises(WrongDates) as wrong:
        typed("sometime")
    assert [problem.field for problem in wrong.value.problems] == ["when"]


THURSDAYS = "every Thursday until March 2027"


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        (THURSDAYS, {"exdates": "24 December 2026"}),
        ("14 December 2026", {"further": "15, 17 December 2026"}),
        ("14 May 2026", {"repeat": "WEEKLY", "repeat_until": "2026-06-30"}),
        ("14 May 2026", {"ends_date": "2026-05-16"}),
        ("14 May 2026", {"precision": "month"}),
        ("14 May 2026 10:00", {"ends_time": "12:00", "dates_only": "on"}),
        ("14 May 2026", {"rrule": "RUBBISH"}),
    ],
)
def test_what_the_text_does_not_name_stays(text: str, by_hand: dict[str, str]) -> None:
    values = typed(text, **by_hand)
    assert values["starts_date"].startswith("2026-")
    assert {name: values[name] for name in by_hand} == by_hand


def test_what_the_text_names_takes_the_place_of_what_was_there() -> None:
    values = typed("14 May 2026 10:00", starts_date="2026-06-01", starts_time="09:00")
    assert (values["starts_date"], values["starts_time"]) == ("2026-05-14", "10:00")


def test_days_by_hand_stand_beside_those_of_the_text() -> None:
    text = f"{THURSDAYS} except 24 December 2026"
    values = typed(text, exdates="31 December 2026")
    assert values["exdates"] == "2026-12-24, 31 December 2026"
    again = with_typed({**values, "when": THURSDAYS}, TODAY, TBILISI)
    assert again["exdates"] == "31 December 2026"
    assert "exdates" not in put_before(again)


def test_what_the_text_said_before_gives_way() -> None:
    values = typed("14, 15 and 17 December 2026 18:00")
    again = with_typed({**values, "when": "20 December 2026"}, TODAY, TBILISI)
    assert filled(again) == {
        "when": "20 December 2026",
        "when_read": "20 December 2026",
        "starts_date": "2026-12-20",
        "zone": TBILISI,
    }


def test_what_the_item_said_gives_way_but_its_exceptions_while_it_repeats() -> None:
    former = of_item(
        date(2026, 3, 12), Recurrence("FREQ=WEEKLY", exdates=(date(2026, 12, 24),))
    )
    assert typed(THURSDAYS, **former)["exdates"] == "2026-12-24"
    once = typed("14 May 2026", **former)
    assert (once["repeat"], once["exdates"]) == ("", "")
    days = tuple(date(2026, 12, day) for day in (14, 15, 17))
    listed = of_item(days[0], Recurrence(dates=days))
    assert typed("20 December 2026", **listed)["further"] == ""


def test_a_rule_that_says_something_else_than_the_text_is_told() -> None:
    with pytest.raises(WrongDates) as wrong:
        typed("3-5 May 2026 10:00-17:00", rrule="FREQ=YEARLY")
    assert [problem.field for problem in wrong.value.problems] == ["rrule"]
    with pytest.raises(WrongDates) as wrong:
        dates_json(typed(THURSDAYS, rrule="RUBBISH"), TODAY)
    assert [problem.field for problem in wrong.value.problems] == ["rrule"]
    same = typed(THURSDAYS, rrule="FREQ=WEEKLY;BYDAY=TH;UNTIL=20270331")
    assert dates_json(same, TODAY)["rrule"] == "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270331"
