"""Tests of domain/answer.py."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.answer import (
    Question,
    has_other_dates,
    is_owner,
    owners,
    question_of,
    rule_of,
)
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.reminders.ladders import reminder_key
from tests.builders import make_item

ITEM = make_item(
    kind=ItemKind.AGREEMENT,
    agreement=Agreement(expires=whole_month(2026, 10), notice_period=Period(3)),
)


@given(
    uid=st.text("a/%2F5@é", min_size=1),
    mark=st.text("2/%[]+", min_size=1),
    anchor=st.sampled_from(Anchor),
    days=st.integers(-99, 999),
    more=st.sampled_from(["", "/again-0", "/later-2"]),
)
def test_a_key_is_read_back_whatever_stands_in_its_parts(
    uid: str, mark: str, anchor: Anchor, days: int, more: str
) -> None:
    rule = ReminderRule(id="a/b%", kind=ItemKind.MEETING, steps=())
    key = reminder_key(
        make_item(uid=uid), mark, rule, Step(days, anchor), "ada@example.org"
    )
    assert question_of(key + more) == Question(uid, mark, anchor, str(days))


@pytest.mark.parametrize("key", ["", "test/ada", "a/b/c/middle/7/d", "a/b/c/end/x/d"])
def test_what_is_no_key_of_a_reminder_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"key|valid"):
        question_of(key)


def test_focal_point_and_deputy_are_owners_in_any_letter_case() -> None:
    item = make_item(
        focal_point=Person("Ada", " Ada@Example.org"), deputy=Person("Ben")
    )
    assert owners(item) == {"ada@example.org"}
    assert is_owner(item, "ADA@example.org")
    assert not is_owner(item, "")
    assert not is_owner(make_item(), "ada@example.org")


def test_words_people_and_repeated_titles_are_no_other_dates() -> None:
    moment = date(2026, 5, 14)
    titled = Recurrence(overrides=(Override(moment, texts={"en": Text(title="X")}),))
    for same in (
        replace(ITEM, texts={"en": Text(title="New")}, revision=9),
        replace(ITEM, focal_point=Person("Ada", "ada@example.org")),
        replace(ITEM, recurrence=titled),
    ):
        assert not has_other_dates(ITEM, same)


def test_span_days_expiry_and_notice_are_dates() -> None:
    terms = ITEM.agreement
    assert terms is not None
    for other in (
        replace(ITEM, span=whole_days(date(2026, 5, 15))),
        replace(ITEM, recurrence=Recurrence(rule="FREQ=DAILY;COUNT=2")),
        replace(ITEM, agreement=replace(terms, expires=whole_month(2026, 11))),
        replace(ITEM, agreement=replace(terms, notice_period=Period(2))),
        replace(ITEM, agreement=None),
    ):
        assert has_other_dates(ITEM, other)


def test_a_key_names_its_rule() -> None:
    rule = ReminderRule(id="a/b%", kind=ItemKind.AGREEMENT, steps=())
    key = reminder_key(ITEM, "2026-10-01", rule, Step(30), "nino@example.org")
    assert [rule_of(key), rule_of(f"{key}/again-0")] == ["a/b%", "a/b%"]
    with pytest.raises(ValueError, match="not that of a reminder"):
        rule_of("digest/nino@example.org/weekly")


@pytest.mark.parametrize(
    "step", [Step(14), Step(-2), Step(0, hours=3), Step(1, hours=12)]
)
def test_a_question_tells_the_lead_of_its_step(step: Step) -> None:
    rule = ReminderRule(id="r", kind=ItemKind.MEETING, steps=(step,))
    key = reminder_key(ITEM, "2026-10-01", rule, step, "nino@example.org")
    assert question_of(key).lead == (step.days, step.hours)
