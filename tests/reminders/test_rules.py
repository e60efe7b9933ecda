"""Tests of reminders/rules.py."""

from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.rule import (
    Anchor,
    ReminderRule,
    Step,
    usual_policy,
)
from calendar_service.reminders.rules import (
    Office,
    Reason,
    Recipient,
    default_rules,
    recipients_of,
)
from tests.builders import make_item

ADA = Person("Ada", "ada@example.org")
BEN = Person("Ben", "ben@example.org")
RULE = ReminderRule(id="r", kind=ItemKind.MEETING, steps=(Step(7),))


def test_every_kind_that_has_dates_has_one_rule() -> None:
    kinds = [rule.kind for rule in default_rules()]
    assert set(kinds) == set(ItemKind) - {ItemKind.NEWS}
    assert len(kinds) == len(set(kinds))
    assert [rule.workdays for rule in default_rules()] == [*map(usual_policy, kinds)]


def test_the_ladders_are_those_of_the_office() -> None:
    ladders = {
        rule.id: [(step.days, step.anchor) for step in rule.steps]
        for rule in default_rules()
    }
    start, end = Anchor.START, Anchor.END
    notice, expiry = Anchor.NOTICE, Anchor.EXPIRY
    long = (180, 90, 60, 30, 14, 7, 1)
    assert ladders == {
        "default-observance": [(days, start) for days in (56, 28, 14, 7, 1)],
        "default-screening": [(14, start), (3, start), (1, start), (-2, end)],
        "default-meeting": [(7, start), (1, start)],
        "default-study-visit": [(28, start), (7, start), (1, start), (-3, end)],
        "default-campaign": [(days, start) for days in (56, 28, 7, 0)],
        "default-training": [(days, start) for days in (14, 3, 1)],
        "default-deadline": [(days, start) for days in (14, 7, 1)],
        "default-agreement": [
            *((days, notice) for days in long),
            *((days, expiry) for days in long),
        ],
    }


def test_focal_point_and_comms_team_are_reached() -> None:
    office = Office(zone="UTC", comms_team=(BEN,), language="ka")
    assert recipients_of(make_item(focal_point=ADA), RULE, office) == [
        Recipient(ADA, "ka", (Reason.FOCAL_POINT,)),
        Recipient(BEN, "ka", (Reason.COMMS_TEAM,)),
    ]


def test_somebody_on_all_lists_is_reached_once() -> None:
    rule = ReminderRule(
        id="r",
        kind=ItemKind.MEETING,
        steps=(Step(7),),
        addresses=("ADA@example.org", "ada@example.org"),
    )
    office = Office(zone="UTC", comms_team=(Person("", "Ada@Example.org"), ADA))
    reasons = (Reason.FOCAL_POINT, Reason.COMMS_TEAM, Reason.ADDRESS)
    nameless = Person("", "ada@example.org")
    assert recipients_of(make_item(focal_point=nameless), rule, office) == [
        Recipient(ADA, "en", reasons)
    ]


def test_a_rule_reaches_only_those_it_names() -> None:
    rule = ReminderRule(
        id="r",
        kind=ItemKind.MEETING,
        steps=(Step(7),),
        to_comms_team=False,
        to_focal_point=False,
        addresses=(" cleo@example.org ",),
    )
    office = Office(zone="UTC", comms_team=(BEN,))
    assert recipients_of(make_item(focal_point=ADA), rule, office) == [
        Recipient(Person("", "cleo@example.org"), "en", (Reason.ADDRESS,))
    ]


def test_a_focal_point_without_an_address_is_not_reached() -> None:
    item = make_item(focal_point=Person("Ada", " "))
    assert recipients_of(item, RULE, Office(zone="UTC")) == []


def test_everybody_reads_the_language_they_chose() -> None:
    office = Office(
        zone="UTC",
        comms_team=(Person("Ada", "Ada@example.org"), BEN),
        languages={"ada@example.org": "ka"},
    )
    found = recipients_of(make_item(), RULE, office)
    assert [recipient.language for recipient in found] == ["ka", "en"]
