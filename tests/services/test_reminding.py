from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import ItemKind, ItemStatus, Person
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.services.editing import (
    cancel_item,
    publish_item,
)
from calendar_service.services.reminding import (
    MOVED,
    Queued,
    ensure_default_rules,
)
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import (
    MailState,
)
from calendar_service.storage.rules import list_rules, store_rule
from tests.builders import FESTIVAL_DAYS, timed
from tests.services.planner import (
    A_DAY,
    A_MINUTE,
    DUE_AT,
    ENTERED,
    MEETING_AT,
    Planner,
    is_first,
    page,
)


def test_default_rules_are_added_once_and_left_as_people_set_them(
    session: Session,
) -> None:
    assert ensure_default_rules(session) == 8
    meeting = next(r for r in list_rules(session) if r.kind is ItemKind.MEETING)
    store_rule(session, replace(meeting, enabled=False))
    assert ensure_default_rules(session) == 0
    assert replace(meeting, enabled=False) in list_rules(session)


def test_mail_is_due_from_its_minute_on_and_queued_once(planner: Planner) -> None:
    item = planner.add()
    assert planner.queue(DUE_AT - A_MINUTE) == Queued()
    assert planner.queue(DUE_AT) == Queued(due=1)
    for minutes in range(3):
        assert planner.queue(DUE_AT + minutes * A_MINUTE) == Queued()
    (mail,) = planner.mails()
    assert mail.message.to == "comms@example.org"
    assert mail.message.subject == "In 7 days: Coordination meeting (14 May 2026)"
    assert page(item, "en") in mail.message.text
    assert (mail.item_uid, mail.planned_at) == (item.uid, DUE_AT)
    assert "7 days before" in mail.why


def test_whole_course_of_a_meeting_is_two_mails(planner: Planner) -> None:
    planner.add()
    sent = planner.whole_course(DUE_AT - A_DAY, DUE_AT + 30 * A_DAY)
    assert [mail.message.subject for mail in sent] == [
        "In 7 days: Coordination meeting (14 May 2026)",
        "Tomorrow: Coordination meeting (14 May 2026)",
    ]


def test_festival_is_one_occasion_with_all_its_days(planner: Planner) -> None:
    days = tuple(day.replace(year=2026) for day in FESTIVAL_DAYS)
    planner.add(
        kind=ItemKind.SCREENING,
        span=whole_days(days[0]),
        recurrence=Recurrence(dates=days),
    )
    since = datetime(2026, 11, 1, tzinfo=UTC)
    sent = list(planner.whole_course(since, since + 60 * A_DAY))
    assert [mail.message.subject.partition(":")[0] for mail in sent] == [
        "In 14 days",
        "In 3 days",
        "3 days ago",
    ]
    assert all("14, 15, 17 and 18 December 2026" in m.message.subject for m in sent)
    assert [mail.planned_at.astimezone(UTC).date().day for mail in sent] == [
        30,
        11,
        21,
    ]


def test_agreement_climbs_its_ladder_from_the_earliest_reading_of_a_month(
    planner: Planner,
) -> None:
    planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2024, 10, 8)),
        agreement=Agreement(expires=whole_month(2026, 10)),
    )
    until = datetime(2026, 11, 10, tzinfo=UTC)
    sent = filter(is_first, planner.whole_course(ENTERED, until))
    expiry = date(2026, 10, 1)
    assert [(expiry - mail.planned_at.date()).days for mail in sent] == [
        181,
        90,
        62,
        30,
        14,
        7,
        1,
    ]


def test_team_and_focal_point_get_one_mail_each_in_their_language(
    planner: Planner, settings: Settings
) -> None:
    store_account(
        planner.session, Account(email="nino@example.org", language="ka"), ENTERED
    )
    planner.settings = replace(
        settings, comms_team=("comms@example.org", "Nino@example.org")
    )
    planner.add(focal_point=Person("Nino", "nino@example.org"))
    assert planner.queue(DUE_AT) == Queued(due=2)
    languages = {m.message.to.lower(): m.message.language for m in planner.mails()}
    assert languages == {"comms@example.org": "en", "nino@example.org": "ka"}


def test_moved_item_is_planned_anew_and_what_waited_is_taken_back(
    planner: Planner,
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    later = timed("2026-05-21T10:00", "2026-05-21T11:30")
    planner.change(item, DUE_AT, span=later)
    assert planner.queue(DUE_AT + A_MINUTE) == Queued(dropped=1)
    (dropped,) = planner.mails()
    assert (dropped.state, dropped.error) == (MailState.DROPPED, MOVED)
    assert planner.queue(DUE_AT + 7 * A_DAY) == Queued(due=1)
    assert planner.send(DUE_AT + 7 * A_DAY) == [
        "In 7 days: Coordination meeting (21 May 2026)"
    ]


def test_item_that_moves_away_and_back_is_reminded_of_once(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    away = timed("2026-05-21T10:00", "2026-05-21T11:30")
    planner.change(item, DUE_AT, span=away)
    planner.queue(DUE_AT + A_MINUTE)
    planner.change(item, DUE_AT, span=MEETING_AT)
    assert planner.queue(DUE_AT + 2 * A_MINUTE) == Queued(due=1)
    assert planner.send(DUE_AT + 2 * A_MINUTE) == [
        "In 7 days: Coordination meeting (14 May 2026)"
    ]
    assert planner.queue(DUE_AT + 3 * A_MINUTE) == Queued()


def test_item_that_was_reminded_of_moves_away_and_back_without_a_second_mail(
    planner: Planner,
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    away = timed("2026-05-21T10:00", "2026-05-21T11:30")
    planner.change(item, DUE_AT, span=away)
    planner.queue(DUE_AT + A_MINUTE)
    planner.change(item, DUE_AT, span=MEETING_AT)
    assert planner.queue(DUE_AT + 2 * A_MINUTE) == Queued()


def test_hundred_edits_that_move_nothing_are_one_mail(planner: Planner) -> None:
    item = planner.add()
    for number in range(100):
        now = DUE_AT + number * A_MINUTE
        item = planner.change(item, now, notes=f"edit {number}")
        planner.queue(now)
    assert [mail.state for mail in planner.mails()] == [MailState.WAITING]


def test_cancelling_takes_back_what_waits_and_publishing_brings_it_back(
    planner: Planner,
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    cancel_item(planner.session, OPERATOR, item.uid, DUE_AT)
    assert planner.queue(DUE_AT + A_MINUTE) == Queued(dropped=1)
    assert planner.queue(DUE_AT + A_DAY) == Queued()
    publish_item(planner.session, OPERATOR, item.uid, DUE_AT + A_DAY)
    assert planner.queue(DUE_AT + A_DAY) == Queued(due=1)


@pytest.mark.parametrize("status", [ItemStatus.DRAFT, ItemStatus.CANCELLED])
def test_nobody_is_reminded_of_what_is_not_published(
    planner: Planner, status: ItemStatus
) -> None:
    planner.add(status=status)
    planner.add()
    assert planner.queue(DUE_AT) == Queued(due=1)


def test_item_file_goes_along_where_the_rule_says_so(planner: Planner) -> None:
    rule = ReminderRule(
        id="with-file",
        kind=ItemKind.MEETING,
        steps=(Step(20),),
        send_at=time(9),
        with_attachment=True,
    )
    store_rule(planner.session, rule)
    item = planner.add()
    planner.queue(DUE_AT - 13 * A_DAY)
    (mail,) = planner.mails()
    (attachment,) = mail.message.attachments
    assert attachment.name == f"{item.slug}.ics"
    assert f"UID:{item.uid}".encode() in attachment.body
