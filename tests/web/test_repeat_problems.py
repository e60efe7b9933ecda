from datetime import date

import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.domain.rule_check import rule_problem
from calendar_service.domain.span import whole_days
from calendar_service.web.problem_words import problem_said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "RUBBISH",
            (
                "This is no rule of a repetition. Write one like"
                " FREQ=WEEKLY;BYDAY=TH, or choose from the list beside."
            ),
        ),
        ("FREQ=DAILY;FREQ=DAILY", "The rule names a part twice."),
        ("FREQ=WEEKLY;BYDAY=XX", "'XX' in BYDAY is no weekday such as MO or TH."),
        ("FREQ=DAILY;COUNT=0", "COUNT goes from 1 to 10,000; 0 does not."),
        ("FREQ=DAILY;COUNT=x", "'x' in COUNT is no number."),
        ("FREQ=DAILY;UNTIL=x", "'x' in UNTIL is no date."),
        ("FREQ=DAILY;BYHOUR=9", "The rule names hours, but the days have none."),
    ],
)
def test_a_rule_that_is_refused_is_said(app: Flask, rule: str, said: str) -> None:
    message = rule_problem(rule, whole_days(date(2026, 5, 14)))
    assert message is not None
    with app.test_request_context("/?lang=en"):
        assert problem_said(Problem("rrule", message)) == said
