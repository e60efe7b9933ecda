"""Tests of services/stopping.py: stopped mails, with planning around them."""

from calendar_service.domain.answer import Stop
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.services.reminding import Queued
from calendar_service.services.stopping import STOPPED, resume_mails, stop_mails
from calendar_service.storage.outbox import MailState
from tests.services.planner import A_DAY, A_MINUTE, DUE_AT, ENTERED, Planner

STOP = Stop("comms@example.org", ItemKind.MEETING)


def test_what_waits_is_taken_back_and_nothing_more_is_planned(
    planner: Planner,
) -> None:
    planner.add()
    planner.queue(DUE_AT)
    assert stop_mails(planner.session, STOP, DUE_AT)
    assert not stop_mails(planner.session, STOP, DUE_AT)
    (mail,) = planner.mails()
    assert (mail.state, mail.error) == (MailState.DROPPED, STOPPED)
    assert planner.queue(DUE_AT + A_MINUTE) == Queued()
    assert planner.queue(DUE_AT + 6 * A_DAY) == Queued()


def test_other_kinds_and_other_people_go_on(planner: Planner) -> None:
    stop_mails(planner.session, STOP, ENTERED)
    stop_mails(planner.session, Stop("gio@example.org", ItemKind.DEADLINE), ENTERED)
    planner.add()
    planner.add(kind=ItemKind.DEADLINE, span=whole_days(DUE_AT.date() + 7 * A_DAY))
    assert planner.queue(DUE_AT) == Queued(due=1, superseded=1)
    (mail,) = planner.mails(MailState.WAITING)
    assert "deadline" in mail.message.key


def test_what_is_in_ones_care_goes_on(planner: Planner) -> None:
    mine = Person("Comms", "Comms@example.org")
    planner.add(focal_point=mine)
    planner.add(deputy=mine)
    other = planner.add()
    planner.queue(DUE_AT)
    stop_mails(planner.session, STOP, DUE_AT)
    assert planner.queue(DUE_AT + A_MINUTE) == Queued()
    (dropped,) = planner.mails(MailState.DROPPED)
    assert dropped.item_uid == other.uid
    urls = [m.message.unsubscribe_url for m in planner.mails(MailState.WAITING)]
    assert urls == ["", ""]
    assert dropped.message.unsubscribe_url.startswith("http://calendar.example.org/")


def test_they_come_again_from_what_is_still_due(planner: Planner) -> None:
    planner.add()
    planner.queue(DUE_AT)
    stop_mails(planner.session, STOP, DUE_AT)
    assert resume_mails(planner.session, STOP)
    assert not resume_mails(planner.session, STOP)
    assert planner.queue(DUE_AT + A_MINUTE) == Queued(due=1)
    assert len(planner.send(DUE_AT + A_MINUTE)) == 1
    stop_mails(planner.session, STOP, DUE_AT)
    resume_mails(planner.session, STOP)
    assert planner.queue(DUE_AT + A_DAY) == Queued()
