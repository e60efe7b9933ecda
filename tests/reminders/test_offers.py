"""Tests of reminders/offers.py; whole mails stand in tests/examples/mails."""

import re
from dataclasses import replace

import pytest

from calendar_service.domain.answer import Choice
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.offers import (
    SENTENCES,
    Offer,
    Ways,
    choice_said,
    choices_of,
    hand_over_said,
    stop_of,
)
from tests.reminder_values import (
    ABROAD,
    ADA,
    AGREEMENT,
    BEN,
    OFFICE,
    at,
    due_at,
    rule,
)

CLEO = Person("Cleo", "cleo@example.org")
WAYS = Ways(stop="https://x.org/s", answer="https://x.org/a")


def meeting(**changes: object) -> DueReminder:
    due = due_at(ABROAD, at("2026-05-13T05:00"), "en")
    item = replace(due.item, focal_point=None, **changes)  # type: ignore[arg-type]  # the caller names the field
    return replace(due, item=item)


def test_each_language_has_the_same_sentences() -> None:
    assert list(SENTENCES["en"]) == list(SENTENCES["ka"])
    for name, sentence in SENTENCES["en"].items():
        slots = re.findall(r"\{(\w+)\}", sentence)
        assert re.findall(r"\{(\w+)\}", SENTENCES["ka"][name]) == slots, name


def test_the_choices_lead_to_the_answer_with_one_of_them_proposed() -> None:
    due = due_at(AGREEMENT, at("2026-04-02T05:00"), "en")
    assert choices_of(due, WAYS)[:2] == [
        Offer("Seen", "https://x.org/a?answer=seen"),
        Offer("In hand", "https://x.org/a?answer=in_hand"),
    ]
    asked = choices_of(due, Ways(answer="https://x.org/a?lang=ka"))
    assert asked[0].url == "https://x.org/a?lang=ka&answer=seen"
    assert len(asked) == len(Choice)


def test_no_answer_is_asked_for_where_the_rule_needs_none() -> None:
    assert choices_of(meeting(), WAYS) == []
    needing = replace(meeting(), rule=rule(1, answer_needed=True))
    assert len(choices_of(needing, WAYS)) == len(Choice)
    assert choices_of(needing, Ways()) == []


def test_an_agreement_is_renewed_and_a_meeting_is_done() -> None:
    said = [choice_said(Choice.DONE, k, "en") for k in (ItemKind.AGREEMENT, "meeting")]  # type: ignore[arg-type]  # a kind is its name
    assert said == ["Renewed", "Done"]
    assert choice_said(Choice.DONE, ItemKind.AGREEMENT, "fr") == "Renewed"


def test_a_reader_without_the_item_in_their_care_may_stop() -> None:
    offer = Offer("No more mails of this kind (Meetings)", "https://x.org/s")
    assert stop_of(meeting(), WAYS) == offer
    assert stop_of(meeting(), Ways()) is None
    assert list(hand_over_said(meeting(), OFFICE)) == []


@pytest.mark.parametrize(
    "item",
    [
        replace(ABROAD, focal_point=replace(ADA, email="ADA@example.org")),
        replace(ABROAD, focal_point=None, deputy=ADA),
    ],
)
def test_an_owner_hands_over_and_cannot_vanish(item: Item) -> None:
    due = replace(meeting(), item=item)
    assert stop_of(due, WAYS) is None
    (said,) = hand_over_said(due, replace(OFFICE, heads=(CLEO,)))
    assert said.endswith("To hand it over, ask: Cleo (cleo@example.org).")


@pytest.mark.parametrize(
    ("deputy", "heads", "who"),
    [
        (BEN, (CLEO,), "Ben (ben@example.org)."),
        (
            None,
            (CLEO, ADA, replace(BEN, name="")),
            "Cleo (cleo@example.org) and ben@example.org.",
        ),
        (Person("Nobody"), (ADA,), "whoever keeps the calendar of The Office."),
    ],
)
def test_it_is_handed_to_the_deputy_else_by_the_heads(
    deputy: Person | None, heads: tuple[Person, ...], who: str
) -> None:
    due = due_at(replace(ABROAD, deputy=deputy), at("2026-05-13T05:00"), "en")
    office = replace(OFFICE, heads=heads, name="The\nOffice")
    (said,) = hand_over_said(due, office)
    assert said.endswith(f"ask: {who}")
