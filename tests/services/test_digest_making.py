"""One desk for all readers: each in their language, with what waits for them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.answer import Stop, Topic
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.item import ItemKind
from calendar_service.reminders.digest import period_of
from calendar_service.services.digest_making import open_desk, readers_of
from calendar_service.services.owing import open_ledger
from calendar_service.services.working import office_workdays
from calendar_service.storage.accounts import store_account
from calendar_service.storage.mail_stops import add_stop
from tests.builders import NOW
from tests.services.planner import Planner, page

MONDAY = datetime(2026, 5, 11, 4, 30, tzinfo=UTC)
NINO = Account(email="Nino@example.org", name="Nino", language="ka")
WEEKLY = DigestChoice(address="nino@example.org", every=Rhythm.WEEKLY)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("ka", "კვირა ერთი შეხედვით: 1"), ("en", "The week at a glance: 1")],
)
def test_each_reads_their_own_language(
    planner: Planner, settings: Settings, language: str, subject: str
) -> None:
    planner.add()
    planner.add(kind=ItemKind.NEWS)
    workdays = office_workdays(planner.session)
    period = period_of(WEEKLY, MONDAY, settings.timezone, workdays)
    assert period
    desk = open_desk(planner.session, settings, page, MONDAY, MONDAY)
    ledger = open_ledger(planner.session, NINO.email, MONDAY)
    reader = replace(NINO, language=language)
    message, has_news = desk.word(reader, period, ledger, MONDAY)
    assert (message.to, message.subject, has_news) == (
        "Nino@example.org",
        subject,
        True,
    )


def test_only_those_with_an_account_who_did_not_stop_get_one(planner: Planner) -> None:
    store_account(planner.session, NINO, NOW)
    gone = replace(WEEKLY, address="gone@example.org")
    found = readers_of(planner.session, [gone, WEEKLY])
    assert [choice for choice, _ in found] == [WEEKLY]
    add_stop(planner.session, Stop("nino@example.org", Topic.DIGEST), NOW)
    assert readers_of(planner.session, [gone, WEEKLY]) == []
