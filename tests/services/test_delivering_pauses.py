"""What servers put off waits longer each time, and keeps nobody else waiting."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from calendar_service.domain.mail import MailMessage
from calendar_service.mailer import (
    MailDeferred,
    MailInDoubt,
    MailPutOff,
)
from calendar_service.services.delivering import (
    IN_DOUBT,
    MOST_DEFERRED_IN_A_ROW,
    MOST_PUT_OFF_IN_A_ROW,
    Delivered,
    Pace,
    deliver_waiting,
    next_pause,
)
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import MailState, OutboxMail
from tests.builders import NOW
from tests.fakes import FakeMailer, StillClock
from tests.outboxes import put
from tests.services.test_delivering import CAP, ChoosyMailer, mails, states


def test_mail_that_is_deferred_waits_longer_each_time_up_to_a_quarter_hour(
    database: Database, clock: StillClock
) -> None:
    put(database, "ann")
    mailer = FakeMailer(fails_with=MailDeferred("host answered 451 later"))
    tries = []
    for _ in range(120):
        if deliver_waiting(database, mailer, clock, "w").deferred:
            tries.append(clock.now)
        clock.move(minutes=1)
    minutes = [(b - a) / timedelta(minutes=1) for a, b in pairwise(tries)]
    assert minutes[:4] == [1, 2, 4, 8]
    assert {14, 15} >= set(minutes[4:]) > set()
    (mail,) = mails(database)
    assert (mail.state, mail.error) == (MailState.WAITING, "host answered 451 later")
    mailer.fails_with = None
    clock.move(minutes=15)
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(sent=1)
    assert [m.error for m in mails(database)] == [""]


def test_pauses_of_many_mails_are_spread_below_the_cap() -> None:
    mail = OutboxMail(
        message=MailMessage(key="", to="", subject="", text="", html=""),
        item_uid="",
        why="",
        planned_at=NOW,
        attempts=99,
    )
    named = [replace(mail.message, key=f"key {number}") for number in range(200)]
    pauses = {next_pause(replace(mail, message=message)) for message in named}
    assert len(pauses) > 50
    assert timedelta(minutes=13.5) <= min(pauses)
    assert max(pauses) <= CAP


def test_round_ends_early_when_nothing_gets_through(
    database: Database, clock: StillClock
) -> None:
    put(database, *(f"n{number}" for number in range(20)))
    mailer = FakeMailer(fails_with=MailDeferred("down"))
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(
        deferred=MOST_DEFERRED_IN_A_ROW
    )


def test_mails_that_are_put_off_keep_no_other_waiting(
    database: Database, clock: StillClock
) -> None:
    names = [f"n{number}" for number in range(20)]
    put(database, *names, "ann")
    later = MailPutOff("host answered 451 greylisted")
    mailer = ChoosyMailer(wrong={f"{name}@example.org": later for name in names})
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(
        sent=1, deferred=20
    )
    assert [message.to for message in mailer.sent] == ["ann@example.org"]


def test_a_server_that_puts_off_everything_is_left_alone_for_a_while(
    database: Database, clock: StillClock
) -> None:
    put(database, *(f"n{number}" for number in range(MOST_PUT_OFF_IN_A_ROW + 1)))
    mailer = FakeMailer(fails_with=MailPutOff("452 no space"))
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(
        deferred=MOST_PUT_OFF_IN_A_ROW
    )


def test_a_short_trouble_does_not_use_up_the_copies_of_a_mail(
    database: Database, clock: StillClock
) -> None:
    put(database, "ann")
    mailer = FakeMailer(fails_with=MailInDoubt("host: broke off"))
    tries = []
    while MailState.FAILED not in states(database):
        if deliver_waiting(database, mailer, clock, "w") != Delivered():
            tries.append(clock.now)
        clock.move(minutes=1)
    minutes = [(b - a) / timedelta(minutes=1) for a, b in pairwise(tries)]
    assert minutes == [1, 2, 4, 60]
    (mail,) = mails(database)
    assert mail.error == f"{IN_DOUBT}: host: broke off"


def test_no_more_go_out_in_a_minute_than_the_server_takes(
    database: Database, clock: StillClock
) -> None:
    put(database, *(f"n{number}" for number in range(5)))
    mailer = FakeMailer()

    def rounds() -> int:
        return deliver_waiting(database, mailer, clock, "w", pace=Pace(2)).sent

    assert [rounds(), rounds()] == [2, 0]
    clock.move(minutes=1)
    assert rounds() == 2
    clock.move(minutes=1)
    assert rounds() == 1


def test_without_a_limit_all_go_out(database: Database, clock: StillClock) -> None:
    put(database, *(f"n{number}" for number in range(5)))
    assert deliver_waiting(database, FakeMailer(), clock, "w", pace=Pace(0)).sent == 5
