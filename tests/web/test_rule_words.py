from dataclasses import replace

import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.web import rule_forms
from calendar_service.web.rule_words import (
    UNITS,
    WHERE,
    recipients_said,
    rule_problem_said,
    scope_said,
    step_said,
    steps_said,
)
from tests.builders import BEN, DORA

RULE = ReminderRule(
    id="film-night",
    kind=ItemKind.SCREENING,
    steps=(Step(14), Step(1), Step(0, hours=3), Step(-2, Anchor.END)),
    tags=("film",),
    lists=("press",),
)


def test_a_rule_is_said_in_words(app: Flask) -> None:
    with app.test_request_context("/"):
        assert scope_said(RULE) == "Screenings · film"
        assert scope_said(replace(RULE, item_uid="x@y")) == "Only x@y"
        further = replace(RULE, addresses=("nino@example.org",))
        for who, address in ((DORA, "nino@example.org"), (BEN, "n…@example.org")):
            assert recipients_said(further, who) == (
                f"The communications team, The focal point, press, {address}"
            )
        assert steps_said(RULE) == (
            "14, 1 day before the start; 3 hours before the start; 2 days after the end"
        )
        assert step_said(Anchor.END, -1, 0) == "1 day after the end"
        assert step_said(Anchor.START, 0, 3) == "3 hours before the start"


@pytest.mark.parametrize(
    ("steps", "english", "georgian"),
    [
        ((Step(1),), "1 day before the start", "1 დღე დაწყებამდე"),
        ((Step(0),), "0 days before the start", "0 დღე დაწყებამდე"),
        ((Step(1), Step(7)), "1, 7 days before the start", "1, 7 დღე დაწყებამდე"),
        (
            (Step(0, hours=2), Step(0, hours=1)),
            "2, 1 hour before the start",
            "2, 1 საათი დაწყებამდე",
        ),
        (
            (Step(-1, Anchor.END), Step(1)),
            "1 day after the end; 1 day before the start",
            "1 დღე დასრულების შემდეგ; 1 დღე დაწყებამდე",
        ),
    ],
)
def test_the_word_for_steps_agrees_with_the_last_number(
    app: Flask, steps: tuple[Step, ...], english: str, georgian: str
) -> None:
    rule = replace(RULE, steps=steps)
    with app.test_request_context("/?lang=en"):
        assert steps_said(rule) == english
    with app.test_request_context("/?lang=ka"):
        assert steps_said(rule) == georgian


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("takes hours up to 72", "საათები 1-დან 72-მდეა."),
        ("there is no list press", "სია „press“ არ არსებობს."),
        ("is something else", "is something else"),
    ],
)
def test_a_problem_is_said_in_the_readers_language(
    app: Flask, message: str, said: str
) -> None:
    with app.test_request_context("/?lang=ka"):
        assert rule_problem_said(Problem("step", message)) == said


def test_all_that_the_form_offers_has_words() -> None:
    assert tuple(UNITS) == rule_forms.UNITS
    assert tuple(WHERE) == tuple(rule_forms.WHERE)
