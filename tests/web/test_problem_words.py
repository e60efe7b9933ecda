"""Every problem that an editor can run into is said in both languages."""

import re

import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.importers.typed_dates.tokens import NotUnderstood, Reason
from calendar_service.web.problem_words import KNOWN, problem_said

SAID = [
    "is missing; an item needs a title",
    "is missing; give starts_on, dates or starts_at",
    "must not be blank",
    "must be one line",
    "is 301 characters long; at most 300 are accepted",
    "'ada' is no mail address such as nino@example.org",
    "'x' is no web address; write one like https://example.org/",
    "'x' is no time zone; write one like Asia/Tbilisi",
    "must be a number",
    "needs both latitude and longitude",
    "goes from -90 to 90 degrees",
    "must lie after starts_at",
    "does not fall on its start; it first falls on 2026-03-19",
    "there is no occurrence on 2026-03-19",
    "x is taken by another item",
]


@pytest.mark.parametrize("message", SAID)
def test_a_problem_is_said_in_georgian(app: Flask, message: str) -> None:
    with app.test_request_context("/?lang=ka"):
        said = problem_said(Problem("x", message))
    assert re.search("[ა-ჰ]", said)


@pytest.mark.parametrize("reason", [*Reason])
def test_every_refusal_of_a_date_is_said_in_georgian(
    app: Flask, reason: Reason
) -> None:
    refused = NotUnderstood(reason, "მაი")
    with app.test_request_context("/?lang=ka"):
        said = problem_said(Problem("when", str(refused)))
    if reason is not Reason.TOO_LONG:
        assert re.search("[ა-ჰ]{4}", said)


def test_a_likely_word_is_offered(app: Flask) -> None:
    refused = NotUnderstood(Reason.UNKNOWN_WORD, "mai", "may")
    with app.test_request_context("/?lang=en"):
        assert problem_said(Problem("when", str(refused))).startswith(
            "“mai” is no word of dates. Did you mean “may”? Write it like"
        )


def test_what_is_not_known_is_said_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=ka"):
        assert problem_said(Problem("rrule", "names a part twice")) == (
            "names a part twice"
        )


def test_no_two_patterns_are_the_same() -> None:
    patterns = [pattern for pattern, _ in KNOWN]
    assert len(patterns) == len(set(patterns))
