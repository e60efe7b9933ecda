"""The digests that are foretold are those that are made when the clock is walked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.answer import Stop, Topic
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.services.digesting import queue_digests
from calendar_service.services.foretelling import foretell_mails
from calendar_service.services.foretold import DIGEST, Foretold
from calendar_service.services.stopping import stop_mails
from calendar_service.storage.accounts import store_account
from calendar_service.storage.digests import store_digest
from calendar_service.storage.outbox import MailState
from tests.builders import NOW, timed
from tests.services.planner import A_DAY, A_MINUTE, Planner, page

SINCE = datetime(2026, 5, 10, 10, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=33)
Mailed = list[tuple[datetime, str, str]]


@pytest.fixture(autouse=True)
def office(planner: Planner) -> None:
    """Two who want one; things that come, go on, expire and wait for an answer."""
    for name, every, language in (
        ("nino", Rhythm.WEEKLY, "ka"),
        ("dato", Rhythm.DAILY, "en"),
    ):
        address = f"{name}@example.org"
        reader = Account(email=address, name=name, language=language)
        store_account(planner.session, reader, NOW)
        choice = DigestChoice(address=address, every=every, send_at=time(8, 30))
        store_digest(planner.session, choice)
    planner.add()
    planner.add(
        span=timed("2026-05-20T16:00"), recurrence=Recurrence(rule="FREQ=WEEKLY")
    )
    planner.add(
        kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 5, 25), date(2026, 6, 12))
    )
    planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2020, 1, 1)),
        focal_point=Person("Nino", "nino@example.org"),
        deputy=Person("Dato", "dato@example.org"),
        agreement=Agreement(
            expires=whole_days(date(2026, 9, 1)), notice_period=Period(months=3)
        ),
    )
    planner.queue(SINCE)
    planner.send(SINCE)
    queue_digests(planner.session, planner.settings, page, SINCE)
    planner.send(SINCE)


def instants(since: datetime, until: datetime) -> Iterator[datetime]:
    """Every minute about the times at which mails fall due, and a few of the day."""
    day = since.replace(hour=0)
    while day <= until:
        due = [day + timedelta(hours=4, minutes=30), day + timedelta(hours=5)]
        yield from (at + n * A_MINUTE for at in due for n in (-1, 0, 1))
        yield from (day + timedelta(hours=9), day + timedelta(hours=18))
        day += A_DAY


def walk(
    planner: Planner, until: datetime = UNTIL, down: tuple[datetime, ...] = ()
) -> Mailed:
    for now in instants(SINCE, until):
        away = down and down[0] <= now < down[1]
        if SINCE < now <= until and not away:
            planner.queue(now)
            queue_digests(planner.session, planner.settings, page, now)
            planner.send(now)
    sent = planner.mails(MailState.SENT)
    return sorted(
        (mail.sent_at, mail.message.to, mail.message.subject)
        for mail in sent
        if mail.sent_at and mail.sent_at > SINCE
    )


def told(found: list[Foretold]) -> Mailed:
    return sorted((e.sent_at, e.to, e.subject) for e in found if e.is_mail)


def test_a_month_is_foretold_digests_and_all(
    planner: Planner, settings: Settings
) -> None:
    found = foretell_mails(planner.session, settings, SINCE, UNTIL)
    assert told(found) == walk(planner)
    digests = [each for each in found if each.kind == DIGEST]
    assert {each.to for each in digests} == {"nino@example.org", "dato@example.org"}
    assert {each.language for each in digests} == {"en", "ka"}
    assert not any(each.late or each.rule or each.slug for each in digests)
    # An empty day brings none, a weekly one comes each week, working days only.
    weekly = [each for each in digests if each.to == "nino@example.org"]
    assert [f"{each.sent_at:%m-%d}" for each in weekly] == [
        *("05-11", "05-18", "05-25", "06-01", "06-08")
    ]
    assert len(digests) - len(weekly) < 23


def test_an_outage_makes_the_weekly_one_late_and_the_daily_ones_none(
    planner: Planner, settings: Settings
) -> None:
    down = (datetime(2026, 5, 17, tzinfo=UTC), datetime(2026, 5, 20, 9, tzinfo=UTC))
    until = down[1] + 2 * A_DAY
    found = foretell_mails(planner.session, settings, SINCE, until, down)
    assert told(found) == walk(planner, until, down)
    late = {
        (each.to, each.sent_at, each.planned_at)
        for each in found
        if each.kind == DIGEST and each.late
    }
    assert late == {
        ("nino@example.org", down[1], datetime(2026, 5, 18, 4, 30, tzinfo=UTC)),
        ("dato@example.org", down[1], datetime(2026, 5, 20, 4, 30, tzinfo=UTC)),
    }


def test_what_was_made_is_not_foretold_and_one_person_can_be_asked_for(
    planner: Planner, settings: Settings
) -> None:
    monday = datetime(2026, 5, 11, 4, 30, tzinfo=UTC)
    queue_digests(planner.session, settings, page, monday)
    found = foretell_mails(
        planner.session, settings, monday, monday + A_DAY, person="NINO@example.org"
    )
    assert [each for each in found if each.kind == DIGEST] == []


def test_whoever_stopped_them_is_foretold_none(
    planner: Planner, settings: Settings
) -> None:
    stop_mails(planner.session, Stop("nino@example.org", Topic.DIGEST), NOW)
    found = foretell_mails(planner.session, settings, SINCE, UNTIL)
    assert {e.to for e in found if e.kind == DIGEST} == {"dato@example.org"}
