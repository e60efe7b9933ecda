import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.web.problem_words import problem_said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("must be dates, as the start is", "without hours"),
        ("must be times, as the start is", "with hours"),
        ("'2027-02-30' is a day that does not exist", "“2027-02-30” does not exist."),
        ("lies outside 1900-2200", "The year lies outside 1900 to 2200."),
        ("lie outside 1900-2200", "The year lies outside 1900 to 2200."),
        ("'x' lies too far ahead", "This lies too far ahead."),
        ("lies after the expiry", "The day lies after the expiry."),
        (
            "'x' is no day; write it like 2027-03-01",
            "'x' is no day. Write it like 2027-03-01.",
        ),
    ],
)
def test_a_problem_of_dates_is_said(app: Flask, message: str, said: str) -> None:
    with app.test_request_context("/?lang=en"):
        assert said in problem_said(Problem("when", message))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“Friday 14 May” falls on another weekday: Thursday."),
        ("ka", "„Friday 14 May“ კვირის სხვა დღეა: ხუთშაბათი."),
    ],
)
def test_the_other_weekday_is_named(app: Flask, language: str, said: str) -> None:
    why = NotUnderstood(Reason.OTHER_WEEKDAY, "Friday 14 May", "Thursday")
    with app.test_request_context(f"/?lang={language}"):
        assert problem_said(Problem("when", str(why))).startswith(said)
