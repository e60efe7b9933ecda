"""Why a term cannot be renewed or ended, in the reader's language."""

import re
from collections.abc import Callable
from datetime import date

from flask_babel import gettext

from calendar_service.domain.draft import Problem
from calendar_service.domain.when import describe_day
from calendar_service.web.language import language
from calendar_service.web.problem_words import problem_said

DAY = r"(\d{4}-\d\d-\d\d)"
Words = Callable[..., str]
KNOWN: tuple[tuple[str, Words], ...] = (
    (
        rf"lies before the new term begins, on {DAY}",
        lambda day: gettext(
            "The new term begins on %(day)s: its end lies before.", day=_said(day)
        ),
    ),
    (
        rf"lies in the term before, until {DAY}; end that one first",
        lambda day: gettext(
            "The first day lies in this term, which holds until %(day)s."
            " End this term first.",
            day=_said(day),
        ),
    ),
    (
        r"is missing; end a term without an expiry first",
        lambda: gettext("This term has no end. End it first, then add the new one."),
    ),
    (
        r"is .+, which follows already; take that one",
        lambda: gettext("A term follows already. Look there."),
    ),
    (
        r"is (?:draft|cancelled|deleted); only published agreements run",
        lambda: gettext("Only a published agreement can be renewed or ended."),
    ),
    (
        rf"lies before the first day, {DAY}; cancel it instead",
        lambda day: gettext(
            "It begins on %(day)s, after that day. Cancel it instead.", day=_said(day)
        ),
    ),
)


def term_problem_said(problem: Problem) -> str:
    """Say a problem; what is not known here, as the form of items says it."""
    for pattern, words in KNOWN:
        found = re.fullmatch(pattern, problem.message)
        if found is not None:
            return str(words(*found.groups()))
    return problem_said(problem)


def _said(day: str) -> str:
    return describe_day(date.fromisoformat(day), language())
