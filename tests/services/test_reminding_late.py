"""Reminders after downtime, an outage of the mail server, a wrong clock."""

from datetime import UTC, datetime, timedelta

from calendar_service.domain.item import ItemKind
from calendar_service.services.reminding import (
    OVER,
    OVERTAKEN,
    Queued,
)
from calendar_service.storage.outbox import (
    MailState,
    claim_next,
    mark_deferred,
)
from tests.builders import timed
from tests.services.planner import A_DAY, A_MINUTE, DUE_AT, Planner


def test_downtime_sends_the_newest_missed_step_late_and_records_the_others(
    planner: Planner,
) -> None:
    planner.add(kind=ItemKind.TRAINING)
    after = datetime(2026, 5, 12, 20, tzinfo=UTC)
    assert planner.queue(after) == Queued(due=1, superseded=1)
    assert planner.queue(after + A_MINUTE) == Queued()
    assert (
        planner.send(after) == ["Late: in 1 day: Coordination meeting (14 May 2026)"]
        or planner.mails()
    )
    superseded = planner.mails(MailState.SUPERSEDED)
    assert [mail.why for mail in superseded] == [OVERTAKEN]


def test_what_was_missed_and_is_over_is_recorded_and_not_mailed(
    planner: Planner,
) -> None:
    planner.add()
    after = datetime(2026, 5, 14, 12, tzinfo=UTC)
    assert planner.queue(after) == Queued(superseded=1, skipped=1)
    assert planner.queue(after + A_MINUTE) == Queued()
    assert [(m.state, m.why) for m in planner.mails(MailState.DROPPED)] == [
        (MailState.DROPPED, OVER)
    ]
    assert planner.send(after) == []


def test_mail_that_waited_through_an_outage_says_that_it_is_late(
    planner: Planner,
) -> None:
    planner.add()
    planner.queue(DUE_AT)
    assert planner.queue(DUE_AT + timedelta(minutes=59)) == Queued()
    (mail,) = planner.mails()
    assert mail.message.subject == "In 7 days: Coordination meeting (14 May 2026)"
    planner.queue(DUE_AT + 2 * A_DAY)
    (late,) = planner.mails()
    assert "5 days" in late.message.subject
    assert late.message.subject.lower().startswith("late")
    assert (late.message.key, late.state) == (mail.message.key, MailState.WAITING)
    assert late.message.subject in late.message.html


def test_mail_that_is_deferred_is_overtaken_by_the_next_step(planner: Planner) -> None:
    planner.add()
    planner.queue(DUE_AT)
    mail = claim_next(planner.session, "w", DUE_AT)
    assert mail is not None
    mark_deferred(planner.session, mail.id, "w", "later", DUE_AT + A_MINUTE)
    day_before = DUE_AT + 6 * A_DAY
    assert planner.queue(day_before).due == 1
    assert planner.queue(day_before + A_MINUTE) == Queued()
    assert planner.send(day_before) == ["Tomorrow: Coordination meeting (14 May 2026)"]
    assert [m.why for m in planner.mails(MailState.SUPERSEDED)] == [OVERTAKEN]


def test_mail_that_waits_until_it_is_over_is_taken_back(planner: Planner) -> None:
    planner.add()
    planner.queue(DUE_AT + 6 * A_DAY)
    after = datetime(2026, 5, 14, 6, 0, tzinfo=UTC)
    assert planner.queue(after).dropped == 1
    assert planner.send(after) == []
    dropped = planner.mails(MailState.DROPPED)
    assert [mail.error for mail in dropped] == [OVER]


def test_clock_that_is_set_back_and_forth_sends_nothing_twice(
    planner: Planner,
) -> None:
    planner.add()
    planner.add(span=timed("2026-05-14T12:00", "2026-05-14T13:00"))
    planner.queue(DUE_AT)
    assert len(planner.send(DUE_AT)) == 2
    for hours in (-1, 0, 1, -2, 0):
        planner.queue(DUE_AT + timedelta(hours=hours))
        assert planner.send(DUE_AT + timedelta(hours=2)) == []
