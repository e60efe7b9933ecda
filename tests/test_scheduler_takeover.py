"""What a scheduler takes over from others of its machine that are dead."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from calendar_service.config import Settings
from calendar_service.domain.mail import MailMessage
from calendar_service.mailer.receipts import Receipts
from calendar_service.scheduler import MailWorker, is_gone
from calendar_service.services.delivering import Delivered
from calendar_service.services.taken_notes import TakenNotes
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    add_mail,
    claim_next,
    list_mails,
)
from tests.builders import NOW
from tests.fakes import StillClock


def test_worker_of_this_machine_that_ended_is_gone(
    settings: Settings, database: Database
) -> None:
    machine = MailWorker(settings, database).name.partition("/")[0]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert is_gone(f"{machine}/{ended.pid}/abcd")
    assert is_gone(f"{machine}/{os.getpid()}/abcd")
    assert not is_gone(f"{machine}/{os.getppid()}/abcd")
    assert not is_gone(f"elsewhere/{ended.pid}/abcd")
    for odd in ("", machine, f"{machine}/x/y", f"{machine}/²/y", f"{machine}/{9**30}/"):
        assert not is_gone(odd)


def put_claimed(database: Database, worker: str) -> None:
    message = MailMessage(
        key=worker,
        to=f"{worker.rpartition('/')[2]}@example.org",
        subject="s",
        text="t",
        html="h",
    )
    mail = OutboxMail(message=message, item_uid="", why="", planned_at=NOW)
    with database.transaction() as session:
        add_mail(session, mail, NOW)
        claim_next(session, worker, NOW)


def test_claims_of_the_dead_of_this_machine_are_taken_over_at_the_start(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    worker = MailWorker(replace(settings, demo=True), database, clock)
    machine = worker.name.partition("/")[0]
    put_claimed(database, f"{machine}/{os.getpid()}/before")
    put_claimed(database, f"{machine}/{os.getppid()}/alive")
    worker.prepare()
    assert worker.beat()[1] == Delivered(sent=1)
    with database.reading() as session:
        states = [mail.state for mail in list_mails(session)]
    assert states == [MailState.SENDING, MailState.SENT]


def test_what_the_dead_had_noted_is_not_sent_again(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    worker = MailWorker(replace(settings, demo=True), database, clock)
    killed = f"{worker.name.partition('/')[0]}/{os.getpid()}/before"
    put_claimed(database, killed)
    with TakenNotes(settings.instance, killed) as left:
        note = left.prepare(1, NOW)
        assert note is not None
        note.path.write_text(note.text)
    worker.prepare()
    assert worker.beat()[1] == Delivered()
    with database.reading() as session:
        (mail,) = list_mails(session)
    assert (mail.state, mail.sent_at) == (MailState.SENT, NOW)
    assert left.read() == []


def test_mail_that_a_courier_of_the_dead_still_carries_is_left_to_it(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    worker = MailWorker(replace(settings, demo=True), database, clock)
    killed = f"{worker.name.partition('/')[0]}/{os.getpid()}/before"
    put_claimed(database, killed)
    with TakenNotes(settings.instance, killed) as left:
        note = left.prepare(1, NOW)
        assert note is not None
    with closing(Receipts()) as courier:
        courier.prepare(note)
        worker.prepare()
        assert worker.beat()[1] == Delivered()
        with database.reading() as session:
            assert [mail.state for mail in list_mails(session)] == [MailState.SENDING]
        courier.leave(note)
        assert worker.beat()[1] == Delivered()
        with database.reading() as session:
            assert [mail.state for mail in list_mails(session)] == [MailState.SENDING]
    assert worker.beat()[1] == Delivered()
    with database.reading() as session:
        (mail,) = list_mails(session)
    assert (mail.state, mail.sent_at) == (MailState.SENT, NOW)
    assert left.read() == []


def test_name_of_a_worker_fits_its_column(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "a/very." + "long" * 30)
    name = MailWorker(settings, database).name
    assert len(name) <= 64
    assert name.count("/") == 2
