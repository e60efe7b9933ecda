"""Rules are removed: what is missed is told before, what waits is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.services.foretelling import foretell_reminders
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import (
    StaleRule,
    UnknownRule,
    find_rule,
    save_rule,
)
from calendar_service.services.rule_removing import (
    foretell_removal,
    is_from_the_start,
    keys_of_rule,
    remove_rule,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import MailState
from tests.builders import BEN
from tests.services.planner import DUE_AT, Planner

RULE = ReminderRule(id="own", kind=ItemKind.MEETING, steps=(Step(7), Step(3)))
EARLY = datetime(2026, 4, 20, tzinfo=UTC)
LATER = EARLY + timedelta(days=60)


def missed(planner: Planner, settings: Settings) -> list[tuple[int, str]]:
    found = foretell_removal(planner.session, settings, "own", EARLY, LATER)
    return [(mail.days, mail.to) for mail in found]


def test_a_rule_is_removed_as_it_was_seen_and_by_administrators(
    session: Session,
) -> None:
    save_rule(session, OPERATOR, RULE)
    with pytest.raises(NotAllowed):
        remove_rule(session, BEN, "own")
    with pytest.raises(StaleRule):
        remove_rule(session, OPERATOR, "own", replace(RULE, enabled=False))
    assert remove_rule(session, OPERATOR, "own", RULE) == 0
    with pytest.raises(UnknownRule):
        find_rule(session, "own")
    with pytest.raises(UnknownRule):
        remove_rule(session, OPERATOR, "own")


def test_rules_from_the_start_are_switched_off_and_not_removed(
    session: Session,
) -> None:
    ensure_default_rules(session)
    with pytest.raises(InvalidDraft, match="switch it off instead"):
        remove_rule(session, OPERATOR, "default-meeting")
    assert is_from_the_start("default-meeting")
    assert not is_from_the_start("own")


def test_what_waits_is_taken_back_and_what_was_sent_stays(planner: Planner) -> None:
    planner.add()
    save_rule(planner.session, OPERATOR, replace(RULE, addresses=("a@example.org",)))
    planner.queue(DUE_AT)
    waiting = keys_of_rule(planner.session, "own")
    assert len(waiting) == len(planner.mails(MailState.WAITING)) - 1
    assert remove_rule(planner.session, OPERATOR, "own") == len(waiting)
    dropped = planner.mails(MailState.DROPPED)
    assert {mail.error for mail in dropped} == {"its rule was removed"}
    assert sorted(mail.message.key for mail in dropped) == sorted(waiting)
    planner.queue(DUE_AT + timedelta(minutes=1))
    assert [mail.message.to for mail in planner.mails(MailState.WAITING)] == [
        "comms@example.org"
    ]


def test_what_another_rule_says_to_the_same_person_is_not_missed(
    planner: Planner, settings: Settings
) -> None:
    planner.add(focal_point=Person("Nino", "nino@example.org"))
    save_rule(planner.session, OPERATOR, replace(RULE, addresses=("a@example.org",)))
    assert sorted(missed(planner, settings)) == [
        (3, "a@example.org"),
        (3, "comms@example.org"),
        (3, "nino@example.org"),
        (7, "a@example.org"),
    ]
    before = len(foretell_reminders(planner.session, settings, EARLY, LATER))
    remove_rule(planner.session, OPERATOR, "own")
    after = len(foretell_reminders(planner.session, settings, EARLY, LATER))
    assert before - after == 4


def test_a_rule_that_is_off_is_missed_by_nobody(
    planner: Planner, settings: Settings
) -> None:
    planner.add()
    save_rule(planner.session, OPERATOR, replace(RULE, enabled=False))
    assert missed(planner, settings) == []
