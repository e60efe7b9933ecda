"""Digests go out once, to those who asked, and say nothing where there is nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Answer, Choice, Stop, Topic
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.services.digesting import queue_digests
from calendar_service.services.stopping import stop_mails
from calendar_service.storage.accounts import store_account
from calendar_service.storage.digests import list_digests, store_digest
from calendar_service.storage.mail_answers import add_answer
from calendar_service.storage.outbox import MailState, OutboxMail
from tests.builders import NOW
from tests.services.planner import Planner, page

MONDAY = datetime(2026, 5, 11, 4, 30, tzinfo=UTC)
NINO = Account(email="nino@example.org", name="Nino", language="ka")
WEEKLY = DigestChoice(address="nino@example.org", every=Rhythm.WEEKLY)


@pytest.fixture(autouse=True)
def wanted(planner: Planner) -> None:
    store_account(planner.session, NINO, NOW)
    store_digest(planner.session, WEEKLY)


def queue(planner: Planner, settings: Settings, now: datetime = MONDAY) -> int:
    return queue_digests(planner.session, settings, page, now)


def digests(planner: Planner, *states: MailState) -> list[OutboxMail]:
    found = planner.mails(*states)
    return [mail for mail in found if mail.message.key.startswith("digest/")]


def test_a_digest_goes_out_once_a_week(planner: Planner, settings: Settings) -> None:
    planner.add()
    assert queue(planner, settings, MONDAY - timedelta(minutes=1)) == 0
    assert queue(planner, settings) == 1
    assert queue(planner, settings, MONDAY + timedelta(days=3)) == 0
    (mail,) = digests(planner, MailState.WAITING)
    assert mail.message.to == "nino@example.org"
    assert mail.message.subject == "კვირა ერთი შეხედვით: 1"
    assert "/mail/stop/" in mail.message.unsubscribe_url


def test_an_empty_week_sends_nothing_and_is_not_asked_about_again(
    planner: Planner, settings: Settings
) -> None:
    assert queue(planner, settings) == 0
    assert [mail.state for mail in digests(planner)] == [MailState.SUPERSEDED]
    planner.add()
    assert queue(planner, settings, MONDAY + timedelta(hours=1)) == 0


def test_missed_it_comes_late_in_its_week(planner: Planner, settings: Settings) -> None:
    planner.add()
    assert queue(planner, settings, MONDAY + timedelta(days=2)) == 1


def test_what_waits_for_an_answer_is_in_it_until_it_has_one(
    planner: Planner, settings: Settings
) -> None:
    planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2020, 1, 1)),
        focal_point=Person("Nino", "nino@example.org"),
        agreement=Agreement(expires=whole_days(date(2026, 11, 1))),
    )
    before = MONDAY - timedelta(minutes=1)
    planner.queue(before)
    planner.send(before)
    assert queue(planner, settings) == 1
    (mail,) = digests(planner)
    assert "რა ელის თქვენს პასუხს" in mail.message.text
    asked = next(
        mail.message.key
        for mail in planner.mails(MailState.SENT)
        if mail.message.to == "nino@example.org"
    )
    seen = Answer(asked, "nino@example.org", Choice.SEEN, MONDAY)
    add_answer(planner.session, seen)
    assert queue(planner, settings, MONDAY + timedelta(days=7)) == 0


def test_who_stopped_it_gets_no_more(planner: Planner, settings: Settings) -> None:
    planner.add()
    stop_mails(planner.session, Stop("nino@example.org", Topic.DIGEST), NOW)
    assert list_digests(planner.session) == []
    store_digest(planner.session, WEEKLY)
    assert queue(planner, settings) == 0


def test_whoever_stops_it_does_not_get_the_one_that_waits(
    planner: Planner, settings: Settings
) -> None:
    planner.add()
    assert queue(planner, settings) == 1
    stop_mails(planner.session, Stop("nino@example.org", Topic.DIGEST), NOW)
    assert [mail.state for mail in digests(planner)] == [MailState.DROPPED]


def test_it_takes_an_account(planner: Planner, settings: Settings) -> None:
    planner.add()
    store_digest(planner.session, replace(WEEKLY, address="gone@example.org"))
    assert queue(planner, settings) == 1
    assert {mail.message.to for mail in digests(planner)} == {"nino@example.org"}
    assert NINO.role == Role.VIEWER
