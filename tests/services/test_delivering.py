import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from calendar_service.domain.mail import MailMessage, message_id
from calendar_service.mailer import (
    MailDeferred,
    MailRefused,
    Receipt,
)
from calendar_service.services.delivering import (
    Delivered,
    Pace,
    deliver_waiting,
)
from calendar_service.storage.claims import LEASE
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import MailState, OutboxMail, list_mails
from tests.builders import NOW
from tests.fakes import FakeMailer, StillClock
from tests.outboxes import Killed, put

CAP = timedelta(minutes=15)


@dataclass
class ChoosyMailer(FakeMailer):
    """Raises what is said for some addresses, takes the rest."""

    wrong: dict[str, Exception] = field(default_factory=dict)

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
        if message.to in self.wrong:
            raise self.wrong[message.to]
        super().send(message, receipt)


@dataclass
class DyingMailer(FakeMailer):
    """Takes the mail, and dies before anybody can note it."""

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
        super().send(message, receipt)
        raise Killed


def mails(database: Database) -> list[OutboxMail]:
    with database.reading() as session:
        return list(reversed(list_mails(session, most=2_000)))


def states(database: Database) -> list[MailState]:
    return [mail.state for mail in mails(database)]


def test_what_waits_is_sent_oldest_first_and_marked(
    database: Database, clock: StillClock
) -> None:
    put(database, "ann", "bob")
    mailer = FakeMailer()
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(sent=2)
    assert [message.to for message in mailer.sent] == [
        "ann@example.org",
        "bob@example.org",
    ]
    assert [(m.state, m.sent_at, m.attempts) for m in mails(database)] == [
        (MailState.SENT, NOW, 1)
    ] * 2
    assert deliver_waiting(database, mailer, clock, "w") == Delivered()
    assert len(mailer.sent) == 2


def test_refused_mail_is_kept_with_the_words_of_the_server_and_not_tried_again(
    database: Database, clock: StillClock
) -> None:
    put(database, "ann", "bob")
    words = "mx answered 550 no such user"
    mailer = ChoosyMailer(wrong={"ann@example.org": MailRefused(words)})
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(sent=1, failed=1)
    assert [(mail.state, mail.error) for mail in mails(database)] == [
        (MailState.FAILED, words),
        (MailState.SENT, ""),
    ]
    clock.move(days=1)
    assert deliver_waiting(database, mailer, clock, "w") == Delivered()


def test_mail_that_breaks_the_sender_stops_no_other(
    database: Database, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    put(database, "ann", "bob")
    mailer = ChoosyMailer(wrong={"ann@example.org": KeyError("boom")})
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(sent=1, failed=1)
    assert [mail.error for mail in mails(database)] == ["KeyError: 'boom'", ""]
    assert "mail 1 broke" in caplog.text


def test_log_names_no_address_and_no_subject(
    database: Database, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    put(database, "ann", "bob", "cid")
    mailer = ChoosyMailer(
        wrong={
            "ann@example.org": MailRefused("no such user"),
            "bob@example.org": MailDeferred("try later"),
        }
    )
    deliver_waiting(database, mailer, clock, "w")
    lines = [record.getMessage() for record in caplog.records]
    assert [line.partition(":")[0] for line in lines] == [
        "mail 1 refused",
        "mail 2 deferred",
        "mail 3 sent",
    ]
    assert "example.org" not in caplog.text


def test_stopping_lets_the_rest_wait(database: Database, clock: StillClock) -> None:
    put(database, "ann", "bob", "cid")
    mailer = FakeMailer()

    def is_stopping() -> bool:
        return len(mailer.sent) == 2

    deliver_waiting(database, mailer, clock, "w", Pace(is_stopping=is_stopping))
    assert states(database) == [MailState.SENT, MailState.SENT, MailState.WAITING]


def test_kill_between_the_answer_and_the_mark_sends_again_under_the_same_id(
    database: Database, clock: StillClock
) -> None:
    put(database, "ann")
    dying, mailer = DyingMailer(), FakeMailer()
    with pytest.raises(Killed):
        deliver_waiting(database, dying, clock, "killed")
    assert states(database) == [MailState.SENDING]
    clock.now += LEASE - timedelta(seconds=1)
    assert deliver_waiting(database, mailer, clock, "w") == Delivered()
    clock.move(seconds=1)
    assert deliver_waiting(database, mailer, clock, "w") == Delivered(sent=1)
    assert mailer.sent == dying.sent
    ids = {message_id(m.key, "example.org") for m in [*dying.sent, *mailer.sent]}
    assert len(ids) == 1


def test_claim_that_was_lost_meanwhile_is_told(
    database: Database, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    put(database, "ann")
    other = FakeMailer()

    @dataclass
    class SlowMailer(FakeMailer):
        def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
            clock.now += LEASE
            deliver_waiting(database, other, clock, "other")
            super().send(message, receipt)

    slow = SlowMailer()
    deliver_waiting(database, slow, clock, "slow")
    assert (len(slow.sent), len(other.sent)) == (1, 1)
    assert "took so long that another may send it too" in caplog.text
    assert states(database) == [MailState.SENT]


def test_nothing_is_locked_while_a_server_is_slow(
    any_database: Database, clock: StillClock
) -> None:
    put(any_database, "ann")

    @dataclass
    class WritingMailer(FakeMailer):
        def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
            put(any_database, "written meanwhile")
            super().send(message, receipt)

    assert deliver_waiting(any_database, WritingMailer(), clock, "w").sent == 2


def together(work: Callable[[str], None], number: int) -> None:
    """Run the work under several names at once, and raise what any raised."""
    wrong: list[BaseException] = []

    def run(name: str) -> None:
        try:
            work(name)
        except BaseException as found:  # noqa: BLE001 - raised again below
            wrong.append(found)

    threads = [threading.Thread(target=run, args=(f"w{n}",)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_workers_at_once_send_each_mail_once(
    any_database: Database, clock: StillClock
) -> None:
    put(any_database, *(f"n{number}" for number in range(60)))
    mailer = FakeMailer()

    def work(name: str) -> None:
        deliver_waiting(any_database, mailer, clock, name)

    together(work, 4)
    keys = sorted(message.key for message in mailer.sent)
    assert keys == sorted(f"n{number}" for number in range(60))
    assert set(states(any_database)) == {MailState.SENT}
