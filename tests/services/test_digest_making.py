"""One desk for all readers: each in their language, with what waits for them."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Stop, Topic
from calendar_service.domain.back_plan import StepMark
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.reminders.digest import period_of
from calendar_service.services.digest_making import open_desk, readers_of
from calendar_service.services.owing import open_ledger
from calendar_service.services.working import office_workdays
from calendar_service.storage.accounts import store_account
from calendar_service.storage.back_plans import store_mark
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


def test_steps_are_said_to_whoever_is_named_or_has_the_agreement(
    planner: Planner, settings: Settings
) -> None:
    lease = planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2020, 1, 1)),
        focal_point=Person("Nino", "nino@example.org"),
        agreement=Agreement(expires=whole_days(date(2026, 8, 12))),
    )
    period = period_of(
        WEEKLY, MONDAY, settings.timezone, office_workdays(planner.session)
    )
    assert period

    def told(reader: Account) -> bool:
        desk = open_desk(planner.session, settings, page, MONDAY, MONDAY)
        ledger = open_ledger(planner.session, reader.email, MONDAY)
        message, _ = desk.word(reader, period, ledger, MONDAY)
        return "What is to be done for agreements" in message.text

    nino, dato = (
        replace(NINO, language="en"),
        Account(email="dato@example.org", name="Dato"),
    )
    assert (told(nino), told(dato)) == (True, False)
    for step in ("review", "draft"):
        mark = StepMark(item_uid=lease.uid, step=step, person="dato")
        store_mark(planner.session, mark, NOW)
    assert (told(nino), told(dato)) == (False, True)
