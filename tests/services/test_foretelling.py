"""The time machine tells what is then mailed: the clock is walked to see."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.services.foretelling import (
    end_of,
    foretell_mails,
    foretell_reminders,
)
from calendar_service.services.foretold import Foretold
from calendar_service.storage.outbox import MailState
from tests.builders import timed
from tests.services.planner import A_DAY, A_MINUTE, DUE_AT, Planner

SINCE = datetime(2026, 4, 25, 10, tzinfo=UTC)
SIXTY_DAYS = timedelta(days=60)
NINE = timedelta(hours=5)
"""Nine o'clock in Tbilisi, as hours of a day in UTC."""


def fill(planner: Planner) -> None:
    """Items of many kinds, with answers needed, a series and a festival."""
    planner.add(focal_point=Person("Nino", "nino@example.org"))
    planner.add(kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 5, 20)))
    planner.add(
        span=timed("2026-05-04T16:00"),
        recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=6"),
    )
    days = (date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 8))
    planner.add(
        kind=ItemKind.SCREENING,
        span=whole_days(days[0]),
        recurrence=Recurrence(dates=days),
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


def instants(since: datetime, days: int) -> Iterator[datetime]:
    """Every minute around nine o'clock, and a few of the rest of the day."""
    day = since.replace(hour=0, minute=0)
    for number in range(days + 1):
        start = day + number * A_DAY
        around = [start + NINE + n * A_MINUTE for n in range(-2, 3)]
        hours = [start + timedelta(hours=n) for n in range(0, 24, 6)]
        yield from sorted({*around, *hours})


def walk(
    planner: Planner, since: datetime, until: datetime, down: tuple[datetime, ...] = ()
) -> list[tuple[datetime, str, str]]:
    """Plan and send at every instant at which it runs; return what was mailed."""
    for now in instants(since, (until - since).days):
        away = down and down[0] <= now < down[1]
        if since < now <= until and not away:
            planner.queue(now)
            planner.send(now)
    return sorted(
        (mail.sent_at, mail.message.to, mail.message.subject)
        for mail in planner.mails(MailState.SENT)
        if mail.sent_at and mail.sent_at > since
    )


def told(found: list[Foretold]) -> list[tuple[datetime, str, str]]:
    return sorted((e.sent_at, e.to, e.subject) for e in found if e.is_mail)


@pytest.fixture
def begun(planner: Planner) -> Planner:
    """An office in which all that is overdue has been mailed."""
    fill(planner)
    planner.queue(SINCE)
    planner.send(SINCE)
    return planner


def test_what_is_foretold_for_sixty_days_is_what_is_mailed(
    begun: Planner, settings: Settings
) -> None:
    until = SINCE + SIXTY_DAYS
    found = foretell_mails(begun.session, settings, SINCE, until)
    assert told(found) == walk(begun, SINCE, until)
    outcomes = {each.outcome for each in found}
    assert outcomes == {"mailed", "asked_again"}
    assert {each.to for each in found} == {
        "comms@example.org",
        "nino@example.org",
        "dato@example.org",
    }


def test_as_if_it_had_been_down_is_what_is_mailed_then(
    begun: Planner, settings: Settings
) -> None:
    until = SINCE + timedelta(days=40)
    down = (datetime(2026, 5, 6, tzinfo=UTC), datetime(2026, 5, 16, 6, tzinfo=UTC))
    found = foretell_mails(begun.session, settings, SINCE, until, down)
    assert told(found) == walk(begun, SINCE, until, down)
    assert any(each.late for each in found if each.is_mail)
    lost = [each for each in found if not each.is_mail]
    assert {each.outcome for each in lost} == {"superseded", "skipped"}
    assert not [e for e in found if down[0] < e.sent_at < down[1]]


def test_an_outage_that_is_over_is_judged_by_what_was_sent_before_it(
    planner: Planner, settings: Settings
) -> None:
    planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    now = DUE_AT + timedelta(days=1)
    assert not foretell_mails(planner.session, settings, now, now + timedelta(hours=1))
    down = (DUE_AT - timedelta(hours=1), DUE_AT + timedelta(hours=3))
    (mail,) = foretell_mails(
        planner.session, settings, now, now + timedelta(hours=1), down
    )
    assert (mail.sent_at, mail.late) == (down[1], True)


def test_what_is_overdue_comes_first(planner: Planner, settings: Settings) -> None:
    planner.add()
    now = DUE_AT + A_DAY
    found = foretell_mails(planner.session, settings, now, now + 10 * A_DAY)
    assert [(each.late, each.days) for each in found] == [(True, 7), (False, 1)]
    assert (found[0].sent_at, found[0].planned_at) == (now, DUE_AT)


def test_one_person_is_asked_for(begun: Planner, settings: Settings) -> None:
    found = foretell_mails(
        begun.session, settings, SINCE, SINCE + SIXTY_DAYS, person="Dato@example.org "
    )
    assert {each.to for each in found} == {"dato@example.org"}


def test_a_day_ends_in_the_zone_of_the_office(settings: Settings) -> None:
    end = datetime(2026, 5, 31, 19, 59, 59, 999999, tzinfo=UTC)
    assert end_of(date(2026, 5, 31), settings) == end


def test_looking_ahead_changes_nothing(begun: Planner, settings: Settings) -> None:
    before = begun.mails()
    foretell_mails(begun.session, settings, SINCE, SINCE + SIXTY_DAYS)
    assert begun.mails() == before


def test_each_mail_says_what_it_is_about_and_why(
    planner: Planner, settings: Settings
) -> None:
    item: Item = planner.add()
    (first, *_) = foretell_mails(
        planner.session, settings, DUE_AT - A_DAY, DUE_AT + A_DAY
    )
    assert (first.item, first.slug, first.title) == (
        item.uid,
        item.slug,
        "Coordination meeting",
    )
    assert (first.rule, first.anchor, first.days, first.kind) == (
        "default-meeting",
        "start",
        7,
        "meeting",
    )
    assert first.why.startswith("7 days before the start; rule")


def test_what_has_moved_is_foretold_until_it_is_queued(
    planner: Planner, settings: Settings
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    planner.change(item, DUE_AT, span=timed("2026-05-15T10:00", "2026-05-15T11:30"))
    now = DUE_AT + A_MINUTE
    (first, *_) = foretell_mails(planner.session, settings, now, now + A_DAY)
    assert (first.sent_at, first.item, first.rule) == (now, item.uid, "")
    planner.queue(now)
    (mail,) = planner.mails(MailState.WAITING)
    assert (first.to, first.subject) == (mail.message.to, mail.message.subject)
    assert foretell_mails(planner.session, settings, now, now + A_MINUTE) == []


def test_rules_are_asked_for_alone(begun: Planner, settings: Settings) -> None:
    until = SINCE + SIXTY_DAYS
    found = foretell_reminders(begun.session, settings, SINCE, until)
    assert found == foretell_mails(begun.session, settings, SINCE, until)
    assert all(each.rule for each in found)
