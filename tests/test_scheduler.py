import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.item import Item
from calendar_service.scheduler import (
    NAME,
    MailWorker,
    start_scheduler,
)
from calendar_service.services.delivering import Delivered
from calendar_service.services.editing import add_item
from calendar_service.services.reminding import Queued
from calendar_service.services.taken_notes import FOLDER
from calendar_service.storage.database import Database
from calendar_service.storage.followers import ask_follower
from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.mailbox import ReceivedMail, list_received
from calendar_service.storage.outbox import (
    MailState,
    list_mails,
)
from tests.builders import NOW, make_draft, timed
from tests.fakes import StillClock
from tests.smtp_server import Server, running
from tests.storage.test_followers import NINO

ENTERED = datetime(2026, 1, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


def add_meeting(database: Database, span_start: str, zone: str) -> Item:
    draft = make_draft(span=timed(span_start, zone=zone))
    with database.transaction() as session:
        return add_item(session, OPERATOR, draft, ENTERED, "example.org")


def mailed(database: Database) -> list[ReceivedMail]:
    with database.reading() as session:
        return list_received(session)


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        ("2026-03-27T10:00", "2026-03-20T08:00"),
        ("2026-03-30T10:00", "2026-03-23T08:00"),
        ("2026-04-06T10:00", "2026-03-30T07:00"),
        ("2026-10-26T10:00", "2026-10-19T07:00"),
        ("2026-11-02T10:00", "2026-10-26T08:00"),
    ],
)
def test_mail_of_nine_oclock_in_berlin_goes_in_its_minute_across_the_change(
    settings: Settings,
    database: Database,
    clock: StillClock,
    starts_at: str,
    due_at: str,
) -> None:
    berlin = replace(settings, timezone="Europe/Berlin", demo=True)
    worker = MailWorker(berlin, database, clock)
    worker.prepare()
    item = add_meeting(database, starts_at, "Europe/Berlin")
    due = datetime.fromisoformat(due_at).replace(tzinfo=UTC)
    clock.now = due - A_MINUTE
    assert worker.beat() == (Queued(), Delivered())
    clock.now = due
    assert worker.beat() == (Queued(due=1), Delivered(sent=1))
    clock.move(minutes=1)
    assert worker.beat() == (Queued(), Delivered())
    (mail,) = mailed(database)
    assert mail.received_at == due
    parsed = message_from_bytes(mail.raw, policy=default)
    body = parsed.get_body(("plain",))
    assert body is not None
    page = f"http://calendar.example.org/items/{item.slug}?lang=en"
    assert page in body.get_content()


def test_beat_is_noted_even_where_no_mail_can_go(
    settings: Settings,
    database: Database,
    clock: StillClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = MailWorker(settings, database, clock)
    worker.prepare()
    worker.safe_beat()
    assert [record.getMessage()[:45] for record in caplog.records] == [
        "no mail can be sent until CALENDAR_SMTP_URL i"
    ]
    with database.reading() as session:
        assert last_beat(session, NAME) == NOW


def test_round_that_fails_is_logged_and_the_next_one_works(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    moments: list[object] = [ArithmeticError("no time")]

    def clock() -> datetime:
        if moments:
            raise ArithmeticError(moments.pop())
        return NOW

    worker = MailWorker(replace(settings, demo=True), database, clock)
    worker.safe_beat()
    assert "this round failed; the next one is in a minute" in caplog.text
    worker.safe_beat()
    with database.reading() as session:
        assert last_beat(session, NAME) == NOW


def test_database_without_tables_is_one_line_of_the_log(
    settings: Settings, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    empty = Database("sqlite://")
    MailWorker(settings, empty, clock).safe_beat()
    empty.close()
    (record,) = caplog.records
    assert record.getMessage().startswith("the database cannot be used: no such table")
    assert record.exc_info is None


def test_real_server_gets_the_mail(
    settings: Settings, database: Database, clock: StillClock, server: Server
) -> None:
    real = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    worker = MailWorker(real, database, clock)
    worker.prepare()
    add_meeting(database, "2026-03-17T10:00", "Asia/Tbilisi")
    clock.now = datetime(2026, 3, 10, 5, tzinfo=UTC)
    assert worker.beat() == (Queued(due=1), Delivered(sent=1))
    ((sender, to, raw),) = server.taken
    parsed = message_from_bytes(raw, policy=default)
    assert (sender, to) == ("calendar@example.org", ["comms@example.org"])
    assert parsed["Subject"] == "In 7 days: Coordination meeting (17 March 2026)"
    assert parsed["Auto-Submitted"] == "auto-generated"


def test_where_no_note_can_be_left_nobody_outlives_the_scheduler(
    settings: Settings,
    database: Database,
    clock: StillClock,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")  # no courier can go
    real = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    worker = MailWorker(real, database, clock)
    worker.prepare()
    add_meeting(database, "2026-03-17T10:00", "Asia/Tbilisi")
    clock.now = datetime(2026, 3, 10, 5, tzinfo=UTC)
    assert worker.beat()[1] == Delivered(deferred=1)
    shutil.rmtree(settings.instance / FOLDER)
    (settings.instance / FOLDER).write_text("a file where the folder is to be")
    clock.move(minutes=1)
    assert worker.beat()[1] == Delivered(sent=1)


def test_server_that_takes_and_drops_gets_the_same_id_again(
    settings: Settings, database: Database, clock: StillClock, server: Server
) -> None:
    real = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    server.to_data = ["drop", "451 later", "250 OK"]
    worker = MailWorker(real, database, clock)
    worker.prepare()
    add_meeting(database, "2026-03-17T10:00", "Asia/Tbilisi")
    clock.now = datetime(2026, 3, 10, 5, tzinfo=UTC)
    outcomes = []
    for _ in range(5):
        outcomes.append(worker.beat()[1])
        clock.move(minutes=1)
    deferred, nothing = Delivered(deferred=1), Delivered()
    assert outcomes == [deferred, deferred, nothing, Delivered(sent=1), nothing]
    ids = [message_from_bytes(raw)["Message-ID"] for _, _, raw in server.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_started_scheduler_beats_at_once_and_stops(
    settings: Settings, database: Database
) -> None:
    beaten = threading.Event()

    def clock() -> datetime:
        beaten.set()
        return NOW

    stop = start_scheduler(MailWorker(replace(settings, demo=True), database, clock))
    assert beaten.wait(20)
    assert stop()


def test_mail_that_hangs_is_put_back_when_patience_ends(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        real = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
        worker = MailWorker(real, database, clock)
        worker.prepare()
        add_meeting(database, "2026-03-17T10:00", "Asia/Tbilisi")
        clock.now = datetime(2026, 3, 10, 5, tzinfo=UTC)
        thread = threading.Thread(target=worker.safe_beat)
        thread.start()
        caller, _ = silent.accept()
        assert not worker.wind_up(patience=0.1)
        with database.reading() as session:
            (mail,) = list_mails(session)
        assert mail.state is MailState.WAITING
        caller.close()
        thread.join()
    assert worker.wind_up()
    with database.reading() as session:
        assert [mail.state for mail in list_mails(session)] == [MailState.WAITING]


def test_followers_are_written_to_unless_it_is_switched_off(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    with database.transaction() as session:
        ask_follower(session, NINO)
    off = replace(settings, demo=True, follow_by_mail=False)
    assert MailWorker(off, database, clock).beat()[1] == Delivered()
    on = replace(off, follow_by_mail=True)
    assert MailWorker(on, database, clock).beat()[1] == Delivered(sent=1)
    assert MailWorker(on, database, clock).beat()[1] == Delivered()
