import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.web.agreement_problems import KNOWN, term_problem_said

SAID = {
    "lies before the new term begins, on 2027-01-01": (
        "The new term begins on 1 January 2027: its end lies before."
    ),
    "lies in the term before, until 2026-12-31; end that one first": (
        "The first day lies in this term, which holds until 31 December 2026."
        " End this term first."
    ),
    "is missing; end a term without an expiry first": (
        "This term has no end. End it first, then add the new one."
    ),
    "is mou-2, which follows already; take that one": (
        "A term follows already. Look there."
    ),
    "is cancelled; only published agreements run": (
        "Only a published agreement can be renewed or ended."
    ),
    "lies before the first day, 2025-01-01; cancel it instead": (
        "It begins on 1 January 2025, after that day. Cancel it instead."
    ),
    "must not be empty": "This must not be empty.",
}


@pytest.mark.parametrize(("message", "said"), SAID.items())
def test_problems_are_said_in_words_of_the_page(
    app: Flask, message: str, said: str
) -> None:
    with app.test_request_context("/?lang=en"):
        assert term_problem_said(Problem("agreement.ended_on", message)) == said
    with app.test_request_context("/?lang=ka"):
        translated = term_problem_said(Problem("agreement.ended_on", message))
        assert translated not in {said, message}


def test_every_known_problem_is_tried() -> None:
    assert len(SAID) == len(KNOWN) + 1
