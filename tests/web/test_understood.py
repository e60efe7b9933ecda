from datetime import date

from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.web.understood import read_dates, understand
from tests.builders import FESTIVAL_DAYS, TBILISI, timed

TODAY = date(2026, 3, 10)


def test_a_list_of_days_is_said_with_its_weekdays() -> None:
    found = understand(
        whole_days(FESTIVAL_DAYS[0]), Recurrence(dates=FESTIVAL_DAYS), "en", TODAY
    )
    assert found.said == "14, 15, 17 and 18 December 2018"
    assert (found.number, found.has_more, found.is_past) == (4, False, True)
    assert found.days[0] == "Fri, 14 December 2018"


def test_what_repeats_for_ever_is_shown_by_its_first_days() -> None:
    span = timed("2026-03-19T10:00", "2026-03-19T11:30")
    found = understand(span, Recurrence("FREQ=MONTHLY;BYDAY=3TH"), "ka", TODAY)
    assert len(found.days) == 12
    assert found.has_more
    assert not found.is_past


def test_a_single_day_needs_no_list() -> None:
    assert understand(whole_days(TODAY), Recurrence(), "en", TODAY).days == []


def test_dates_are_read_without_the_rest_of_the_form() -> None:
    draft, read, problems = read_dates({"when": "3-5 May"}, TODAY, TBILISI)
    assert draft is not None
    assert (draft.span, problems) == (
        whole_days(date(2026, 5, 3), date(2026, 5, 5)),
        [],
    )
    assert read["ends_date"] == "2026-05-05"


def test_dates_that_are_wrong_say_so() -> None:
    for values, field in (
        ({"when": "sometime"}, "when"),
        ({}, "starts_on"),
        ({"starts_date": "2026-05-03", "repeat": "other", "rrule": "X=1"}, "rrule"),
    ):
        draft, _, problems = read_dates(values, TODAY, TBILISI)
        assert draft is None
        assert [problem.field for problem in problems] == [field]
