"""Changes of dates become mails, each once."""

from datetime import timedelta

from calendar_service.domain.account import OPERATOR
from calendar_service.services.change_planning import is_change
from calendar_service.services.change_telling import OUTDATED
from calendar_service.services.editing import cancel_item, delete_item
from calendar_service.storage.items import calendar_version
from calendar_service.storage.outbox import MailState, claim_next
from calendar_service.storage.plans import find_planned
from tests.builders import timed
from tests.services.planner import A_MINUTE, DUE_AT, Planner

LATER = timed("2026-05-21T10:00", "2026-05-21T11:30")
MUCH_LATER = timed("2026-06-18T10:00", "2026-06-18T11:30")
REMINDED = "In 7 days: Coordination meeting (14 May 2026)"
POSTPONED = "Postponed: Coordination meeting (14 May 2026 → 21 May 2026)"


def test_who_had_been_reminded_is_told_once_however_often_it_is_planned(
    planner: Planner,
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    assert planner.send(DUE_AT) == [REMINDED]
    planner.change(item, DUE_AT + A_MINUTE, span=LATER)
    assert planner.queue(DUE_AT + 2 * A_MINUTE).told == 1
    assert planner.queue(DUE_AT + 3 * A_MINUTE).told == 0
    assert planner.send(DUE_AT + 4 * A_MINUTE) == [POSTPONED]
    assert planner.queue(DUE_AT + 5 * A_MINUTE).told == 0


def test_a_hundred_edits_are_still_one_mail(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    now = DUE_AT
    for number in range(20):
        now += A_MINUTE
        span = timed(f"2026-05-{15 + number % 10}T10:00")
        item = planner.change(item, now, span=span)
        planner.queue(now)
    item = planner.change(item, now, span=LATER)
    planner.queue(now)
    assert planner.send(now) == [POSTPONED]
    dropped = [m for m in planner.mails(MailState.DROPPED) if m.error == OUTDATED]
    assert len(dropped) == 9


def test_moved_away_and_back_before_it_was_told_is_not_told(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    there = planner.change(item, DUE_AT, span=LATER)
    planner.queue(DUE_AT)
    planner.change(there, DUE_AT, span=item.span)
    planner.queue(DUE_AT)
    assert planner.send(DUE_AT) == []


def test_a_mail_that_is_just_being_sent_counts_as_told(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    there = planner.change(item, DUE_AT, span=LATER)
    planner.queue(DUE_AT)
    assert claim_next(planner.session, "slow", DUE_AT) is not None
    planner.change(there, DUE_AT, texts=item.texts, tags=("edited",))
    assert planner.queue(DUE_AT).told == 0


def test_cancelled_and_deleted_items_are_told_of(planner: Planner) -> None:
    cancelled, deleted = planner.add(), planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    cancel_item(planner.session, OPERATOR, cancelled.uid, DUE_AT)
    delete_item(planner.session, OPERATOR, deleted.uid, DUE_AT)
    assert planner.queue(DUE_AT + A_MINUTE).told == 2
    said = "Cancelled: Coordination meeting (14 May 2026)"
    assert planner.send(DUE_AT + A_MINUTE) == [said, said]


def test_nobody_is_told_of_what_nobody_was_reminded_of(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT - A_MINUTE)
    planner.change(item, DUE_AT - A_MINUTE, span=MUCH_LATER)
    planner.queue(DUE_AT)
    assert planner.send(DUE_AT) == []


def test_the_new_date_has_its_own_reminders(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    planner.change(item, DUE_AT, span=MUCH_LATER)
    planner.queue(DUE_AT + A_MINUTE)
    planner.send(DUE_AT + A_MINUTE)
    week_before = DUE_AT + timedelta(days=35)
    planner.queue(week_before)
    assert planner.send(week_before) == [
        "In 7 days: Coordination meeting (18 June 2026)"
    ]


def test_what_was_told_is_noted_with_the_version(planner: Planner) -> None:
    planner.add()
    planner.queue(DUE_AT)
    version = calendar_version(planner.session)
    assert find_planned(planner.session).version == version


def test_keys_of_changes_are_told_from_those_of_reminders(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    planner.change(item, DUE_AT, span=LATER)
    planner.queue(DUE_AT + A_MINUTE)
    assert [is_change(m.message.key) for m in planner.mails()] == [False, True]
    assert not is_change("digest/ada@example.org/~changed/2026")
