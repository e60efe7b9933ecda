"""Tests of services/answering.py: answers, with planning around them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account, Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Choice
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.services.answering import (
    Asked,
    Standing,
    find_asked,
    take_answer,
)
from calendar_service.services.editing import UnknownItem, cancel_item, delete_item
from calendar_service.services.mail_links import Asking
from calendar_service.services.reminding import Queued
from calendar_service.storage.accounts import store_account
from calendar_service.storage.mail_answers import list_answers
from calendar_service.storage.outbox import MailState, OutboxMail
from tests.services.planner import A_DAY, A_MINUTE, ENTERED, Planner

ASKED_AT = datetime(2026, 4, 2, 5, tzinfo=UTC)
"""90 days before the expiry, nine o'clock in Tbilisi: a Thursday."""
EXPIRY = whole_days(date(2026, 7, 1))
CLEO = Person("Cleo", "cleo@example.org")
BEN = Person("Ben", "ben@example.org")


def agreed(planner: Planner, **changes: object) -> Item:
    fields = {
        "kind": ItemKind.AGREEMENT,
        "span": whole_days(date(2024, 7, 1)),
        "agreement": Agreement(expires=EXPIRY),
        "focal_point": CLEO,
        "deputy": BEN,
    }
    return planner.add(**(fields | changes))


@pytest.fixture
def asked(planner: Planner) -> Asking:
    """The mail to the focal point, sent 90 days before; an admin is there."""
    ada = Account(email="ada@example.org", name="Ada", role=Role.ADMIN)
    store_account(planner.session, ada, ENTERED)
    item = agreed(planner)
    planner.queue(ASKED_AT)
    planner.send(ASKED_AT)
    (mail,) = [m for m in planner.mails() if m.message.to == CLEO.email and m.sent_at]
    return Asking(mail.message.key, CLEO.email, item.revision)


def whole(planner: Planner, days: int) -> list[tuple[int, str]]:
    """Plan and send for some days after; return when and to whom more came."""
    before = {mail.id for mail in planner.mails()}
    sent = planner.whole_course(ASKED_AT + A_DAY, ASKED_AT + days * A_DAY)
    return [
        (mail.planned_at.day, mail.message.to) for mail in sent if mail.id not in before
    ]


def test_without_an_answer_it_is_asked_again_then_of_deputy_and_admin(
    planner: Planner, asked: Asking
) -> None:
    assert whole(planner, 28) == [
        (6, CLEO.email),
        (6, "comms@example.org"),
        (8, BEN.email),
        (15, "ada@example.org"),
    ]
    mails: dict[str, OutboxMail] = {m.message.to: m for m in planner.mails()}
    head, deputy = mails["ada@example.org"], mails[BEN.email]
    assert head.message.subject.startswith("Still unanswered: 77 days to the expiry")
    assert head.message.unsubscribe_url
    assert not deputy.message.unsubscribe_url
    assert "/mail/answer/" in head.message.text
    assert "as an administrator of the calendar" in head.why
    assert "it was asked on 2 April 2026 and has no answer yet" in head.why


def test_the_answer_ends_it_and_what_waits_is_taken_back(
    planner: Planner, asked: Asking
) -> None:
    again_at = ASKED_AT + 4 * A_DAY
    assert planner.queue(again_at) == Queued(due=2)
    taken = take_answer(planner.session, asked, Choice.IN_HAND, again_at)
    assert (taken.standing, taken.choice) == (Standing.OPEN, Choice.IN_HAND)
    assert planner.queue(again_at + A_MINUTE) == Queued(dropped=2)
    assert whole(planner, 28) == []


def test_a_repeat_that_cannot_be_sent_is_not_taken_back(
    planner: Planner, asked: Asking
) -> None:
    again_at = ASKED_AT + 4 * A_DAY
    planner.queue(again_at)
    for minutes in range(1, 4):
        assert planner.queue(again_at + minutes * A_MINUTE) == Queued()
    assert planner.queue(again_at + A_DAY) == Queued()
    late = planner.mails(MailState.WAITING)
    assert [m.message.subject[:24] for m in late] == ["Still unanswered: 85 day"] * 2


def test_done_ends_the_steps_to_come(planner: Planner, asked: Asking) -> None:
    take_answer(planner.session, asked, Choice.DONE, ASKED_AT)
    assert whole(planner, 100) == []


def test_the_same_answer_twice_is_one(planner: Planner, asked: Asking) -> None:
    for choice in (Choice.SEEN, Choice.SEEN, Choice.SNOOZE):
        take_answer(planner.session, asked, choice, ASKED_AT)
    (uid,) = {mail.item_uid for mail in planner.mails()}
    said = [answer.choice for answer in list_answers(planner.session, [uid])]
    assert said == [Choice.SEEN, Choice.SNOOZE]
    assert find_asked(planner.session, asked).choice is Choice.SNOOZE


def test_changed_words_leave_the_question_open(planner: Planner, asked: Asking) -> None:
    item = find_asked(planner.session, asked).item
    planner.change(item, ASKED_AT, notes="new")
    assert find_asked(planner.session, asked).standing is Standing.OPEN


def test_changed_dates_take_no_answer_and_show_both(
    planner: Planner, asked: Asking
) -> None:
    item = find_asked(planner.session, asked).item
    moved = Agreement(expires=whole_days(date(2026, 9, 1)))
    changed = planner.change(item, ASKED_AT, agreement=moved)
    found = take_answer(planner.session, asked, Choice.DONE, ASKED_AT)
    assert found == Asked(changed, item, Standing.MOVED, None)
    assert list_answers(planner.session, [item.uid]) == []


def test_what_is_cancelled_ended_or_gone_takes_no_answer(
    planner: Planner, asked: Asking
) -> None:
    def standing() -> Standing:
        return take_answer(planner.session, asked, Choice.DONE, ASKED_AT).standing

    item = find_asked(planner.session, asked).item
    assert item.agreement is not None
    ended = replace(item.agreement, ended_on=date(2026, 5, 1))
    item = planner.change(item, ASKED_AT, agreement=ended)
    assert standing() is Standing.SETTLED
    cancel_item(planner.session, OPERATOR, item.uid, ASKED_AT)
    assert standing() is Standing.CANCELLED
    delete_item(planner.session, OPERATOR, item.uid, ASKED_AT)
    with pytest.raises(UnknownItem):
        standing()
    with pytest.raises(UnknownItem):
        find_asked(planner.session, Asking("x/1/r/end/1/a", "a", 0))


def test_no_answer_is_asked_of_a_meeting(planner: Planner, settings: Settings) -> None:
    planner.add(status=ItemStatus.PUBLISHED)
    planner.queue(datetime(2026, 5, 7, 5, tzinfo=UTC))
    (mail,) = planner.mails()
    assert "/mail/answer/" not in mail.message.html + mail.message.text
