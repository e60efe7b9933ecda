"""What a scheduler takes over from others of its machine that are dead."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from calendar_service.config import Settings
from calendar_service.domain.mail import MailMessage
from calendar_service.mailer.receipts import Receipt, Receipts
from calendar_service.scheduler import MailWorker, is_gone, place_of
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


@pytest.fixture
def worker(settings: Settings, database: Database, clock: StillClock) -> MailWorker:
    return MailWorker(replace(settings, demo=True), database, clock)


def place(worker: MailWorker) -> str:
    return worker.name.partition("/")[0]


def put_claimed(database: Database, worker: str) -> str:
    """Store a mail that this worker has claimed; return the worker's name."""
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
    return worker


def dead(worker: MailWorker) -> str:
    """Return the name of one that had this process's number before."""
    return f"{place(worker)}/{os.getpid()}/before"


def note_for(worker: MailWorker, killed: str) -> Receipt:
    """Return the note that whoever carries the first mail of a worker is to leave."""
    with TakenNotes(worker.settings.instance, killed) as left:
        note = left.prepare(1, NOW)
        assert note is not None
    return note


def marks(database: Database) -> list[tuple[MailState, datetime | None]]:
    with database.reading() as session:
        return [(mail.state, mail.sent_at) for mail in list_mails(session)]


def test_worker_of_this_place_that_ended_is_gone(worker: MailWorker) -> None:
    here = place(worker)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert is_gone(f"{here}/{ended.pid}/abcd", here)
    assert is_gone(dead(worker), here)
    assert not is_gone(worker.name, here)
    assert not is_gone(f"{here}/{os.getppid()}/abcd", here)
    assert not is_gone(f"elsewhere/{ended.pid}/abcd", here)
    for odd in ("", here, f"{here}/x/y", f"{here}/²/y", f"{here}/{9**30}/"):
        assert not is_gone(odd, here)


def test_claims_of_the_dead_are_taken_over_and_those_of_the_living_left(
    worker: MailWorker, database: Database, tmp_path: Path
) -> None:
    beside = MailWorker(worker.settings, database, worker.clock)
    elsewhere = place_of(tmp_path / "another folder")
    put_claimed(database, dead(worker))
    put_claimed(database, f"{place(worker)}/{os.getppid()}/alive")
    put_claimed(database, beside.name)
    put_claimed(database, f"{elsewhere}/{os.getpid()}/there")
    worker.prepare()
    assert worker.beat()[1] == Delivered(sent=1)
    sending = (MailState.SENDING, None)
    assert marks(database) == [sending] * 3 + [(MailState.SENT, NOW)]


def test_who_dies_while_others_run_is_taken_over_by_their_next_round(
    worker: MailWorker, database: Database
) -> None:
    worker.prepare()
    put_claimed(database, dead(worker))
    assert worker.beat()[1] == Delivered(sent=1)


def test_what_the_dead_had_noted_is_not_sent_again(
    worker: MailWorker, database: Database
) -> None:
    note = note_for(worker, put_claimed(database, dead(worker)))
    note.path.write_text(note.text)
    worker.prepare()
    assert worker.beat()[1] == Delivered()
    assert marks(database) == [(MailState.SENT, NOW)]
    assert not note.path.exists()


def test_mail_that_a_courier_of_the_dead_still_carries_is_left_to_it(
    worker: MailWorker, database: Database
) -> None:
    note = note_for(worker, put_claimed(database, dead(worker)))
    with closing(Receipts()) as courier:
        courier.prepare(note)
        worker.prepare()
        assert worker.beat()[1] == Delivered()
        courier.leave(note)
        assert worker.beat()[1] == Delivered()
        assert marks(database) == [(MailState.SENDING, None)]
    assert worker.beat()[1] == Delivered()
    assert marks(database) == [(MailState.SENT, NOW)]
    assert not note.path.exists()


def test_name_of_a_worker_fits_its_column(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "a/very." + "long" * 30)
    name = MailWorker(settings, database).name
    assert len(name) <= 64
    assert name.count("/") == 2
