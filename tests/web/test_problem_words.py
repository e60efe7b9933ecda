"""Every problem that an editor can run into is said in both languages."""

import re

import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.web.problem_words import KNOWN, problem_said
from tests.domain.draft_cases import BAD
from tests.web.sentences import sentences

CHECKS = (
    *("domain/draft.py", "domain/draft_text.py", "domain/draft_when.py"),
    *("domain/rule_check.py", "domain/span.py", "importers/item_dates.py"),
    *("importers/item_json.py", "importers/item_form.py"),
    *("importers/plain_values.py", "importers/typed_dates/refusals.py"),
    *("services/remaking.py", "web/form_dates.py", "web/form_overrides.py"),
)
NO_FORM_SAYS = {
    "importers/item_dates.py": {
        # The form gives a start of one sort alone, and what goes with that.
        "belongs to a timed item; give starts_at",
        "belongs to whole days; a time is exact",
        "belongs to whole days; give ends_at",
        "cannot stand beside 7; give one of them",
        "needs 7",
        "needs starts_on",
    },
    "importers/item_json.py": {
        # The form makes the JSON, so its shape is sound; hints are for programs.
        "; a description stands in texts",
        '; a title stands in texts: {"texts": {"en": {"title": …}}}',
        "; did you mean 7?",
        "; write ends_on (a day) or ends_at (a time)",
        "; write starts_on (a day) or starts_at (a time)",
        "Value error, ",
        "an item must be a JSON object",
        "is missing",
        "is not a field of an item",
        "is too large",
        "must be a list",
        "must be a whole number",
        "must be an object",
        "must be text",
        "must be text or an object",
        "must be true or false",
        "must not be below 0",
    },
    "importers/plain_values.py": {"a number as long as that", "an object"},
    "importers/typed_dates/refusals.py": {
        # Names of the reasons, whose sentences are asked for below.
        *(reason.value for reason in Reason),
        " (did you mean 7?)",
        "write it like 14 May 2027, 3-5 May, or every third Thursday until June",
    },
}
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
    *(message for _, _, message in BAD.values()),
]


@pytest.mark.parametrize("module", CHECKS)
def test_every_sentence_of_the_checks_is_known(app: Flask, module: str) -> None:
    excused = NO_FORM_SAYS.get(module, set())
    found = [text for text in sentences(module) if text not in excused]
    found = [text.replace("{what}", "“7”").replace("{near}", "May") for text in found]
    with app.test_request_context("/?lang=ka"):
        said = {text: problem_said(Problem("x", text)) for text in found}
    assert [text for text in found if said[text] == text] == []
    assert found


def test_every_excuse_is_still_needed() -> None:
    for module, excused in NO_FORM_SAYS.items():
        assert excused - set(sentences(module)) - set(Reason) == set()


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
    assert re.search("[ა-ჰ]{4}", said)


def test_a_likely_word_is_offered(app: Flask) -> None:
    refused = NotUnderstood(Reason.UNKNOWN_WORD, "mai", "may")
    with app.test_request_context("/?lang=en"):
        assert problem_said(Problem("when", str(refused))).startswith(
            "“mai” is no word of dates. Did you mean “may”? Write it like"
        )


def test_what_is_not_known_is_said_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=ka"):
        assert problem_said(Problem("x", "sings twice")) == "sings twice"


def test_no_two_patterns_are_the_same() -> None:
    patterns = [pattern for pattern, _ in KNOWN]
    assert len(patterns) == len(set(patterns))
