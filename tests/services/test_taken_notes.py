"""A kill between the answer of a server and the mark in the database."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from calendar_service.clock import utc_now
from calendar_service.services import delivering
from calendar_service.services.delivering import Delivered, Pace, deliver_waiting
from calendar_service.services.taken_notes import FOLDER, TakenNotes
from calendar_service.storage.claims import LEASE, Taken, release_stale
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import MailState, claim_next, list_mails
from tests.builders import NOW
from tests.fakes import FakeMailer, StillClock
from tests.outboxes import Killed, put


def marks(database: Database) -> list[tuple[str, object]]:
    with database.reading() as session:
        return [(mail.state, mail.sent_at) for mail in list_mails(session)]


@dataclass
class Round:
    """One worker's rounds over one outbox."""

    database: Database
    clock: StillClock
    folder: Path
    mailer: FakeMailer = field(default_factory=FakeMailer)

    def run(self, worker: str) -> Delivered:
        with TakenNotes(self.folder, worker) as notes:
            return deliver_waiting(
                self.database, self.mailer, self.clock, worker, notes=notes
            )

    def run_without_a_mark(
        self, worker: str, wrong: BaseException, patch: pytest.MonkeyPatch
    ) -> None:
        """Take the mails, and break when the first is to be marked."""

        def fail(*_: object) -> bool:
            raise wrong

        with patch.context() as broken:
            broken.setattr(delivering, "mark_sent", fail)
            with pytest.raises(type(wrong)):
                self.run(worker)


@pytest.fixture
def office(any_database: Database, clock: StillClock, tmp_path: Path) -> Round:
    put(any_database, "ann")
    return Round(any_database, clock, tmp_path)


@pytest.fixture
def left(office: Round, monkeypatch: pytest.MonkeyPatch) -> Round:
    """Of a worker, "dead", that was killed between the answer and the commit."""
    office.run_without_a_mark("dead", Killed(), monkeypatch)
    assert marks(office.database) == [(MailState.SENDING, None)]
    assert len(office.mailer.sent) == 1
    return office


def test_what_a_killed_worker_had_noted_is_not_sent_again(left: Round) -> None:
    left.clock.now += LEASE
    assert left.run("w") == Delivered()
    assert marks(left.database) == [(MailState.SENT, NOW)]


def test_a_worker_that_goes_on_uses_its_own_note_at_once(left: Round) -> None:
    assert left.run("dead") == Delivered()
    assert marks(left.database) == [(MailState.SENT, NOW)]


def test_who_sends_only_its_own_leaves_the_rest_to_the_scheduler(left: Round) -> None:
    left.clock.now += LEASE
    own = Pace(only=frozenset({"silence"}))
    deliver_waiting(left.database, left.mailer, left.clock, "web", own)
    assert left.run("w") == Delivered()
    assert marks(left.database) == [(MailState.SENT, NOW)]


def test_another_machine_sends_again_what_it_cannot_know(left: Round) -> None:
    left.clock.now += LEASE
    left.folder /= "elsewhere"
    assert left.run("w") == Delivered(sent=1)


def test_notes_go_when_they_are_of_no_more_use(left: Round) -> None:
    put(left.database, "ben")
    assert left.run("w") == Delivered(sent=1)
    notes = TakenNotes(left.folder, "another")
    notes.forget(notes.left(lambda worker: worker == "elsewhere", utc_now()))
    assert [path.name for path in (left.folder / FOLDER).iterdir()] == ["dead"]
    assert notes.read() == [Taken(1, "dead", NOW)]
    notes.forget(notes.left(lambda worker: worker == "dead", utc_now()))
    assert list((left.folder / FOLDER).iterdir()) == []


def test_what_another_machine_left_goes_after_a_day(left: Round) -> None:
    notes = TakenNotes(left.folder, "w")
    notes.forget(notes.left(lambda _: False, utc_now() + timedelta(hours=23)))
    assert notes.read() == [Taken(1, "dead", NOW)]
    notes.forget(notes.left(lambda _: False, utc_now() + timedelta(hours=25)))
    assert notes.read() == []


def test_a_worker_is_told_from_its_file_whatever_its_name(tmp_path: Path) -> None:
    name = "host.example.4026531836/12/ab"
    with TakenNotes(tmp_path, name) as notes:
        assert notes.prepare(7, NOW)
        notes.forget(notes.left(lambda worker: worker != name, utc_now()))
        assert len(list((tmp_path / FOLDER).iterdir())) == 1
        notes.forget(notes.left(lambda worker: worker == name, utc_now()))
        assert list((tmp_path / FOLDER).iterdir()) == []


def test_a_note_that_was_broken_off_is_none(tmp_path: Path) -> None:
    with TakenNotes(tmp_path, "w") as notes:
        left = notes.prepare(7, NOW)
        assert left is not None
        assert (notes.read(), left.is_left()) == ([], False)
        left.path.write_text(left.text)
        assert (notes.read(), left.is_left()) == ([Taken(7, "w", NOW)], True)
        (path,) = (tmp_path / FOLDER).iterdir()
        whole = path.read_bytes()
        for broken in (b"", whole[:1], whole[:20], b"x" + whole, b"\xff\xfe"):
            path.write_bytes(broken)
            assert (notes.read(), left.is_left()) == ([], False)
        left.path.write_text(left.text)
        notes.settle()
        assert (notes.read(), left.is_left()) == ([], False)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_only_the_claim_that_was_noted_counts_as_sent(any_database: Database) -> None:
    put(any_database, "ann", "ben", "cleo")
    with any_database.transaction() as session:
        ids = [mail.id for w in "aab" if (mail := claim_next(session, w, NOW))]
        notes = [Taken(ids[0], "a", NOW), Taken(ids[1], "b", NOW), Taken(99, "a", NOW)]
        assert release_stale(session, NOW, notes) == 0
        assert release_stale(session, NOW + LEASE, notes) == 2
    assert marks(any_database) == [
        *((MailState.WAITING, None), (MailState.WAITING, None)),
        (MailState.SENT, NOW),
    ]


def test_a_mark_that_fails_is_made_up_for_in_the_next_round(
    office: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OperationalError("", {}, Exception("database or disk is full"))
    office.run_without_a_mark("w", full, monkeypatch)
    office.clock.move(minutes=1)
    assert office.run("w") == Delivered()
    assert len(office.mailer.sent) == 1
    assert marks(office.database) == [(MailState.SENT, NOW)]


def test_whether_notes_are_possible_is_known_before_a_mail_goes(
    tmp_path: Path,
) -> None:
    assert TakenNotes(tmp_path, "w").is_possible()
    assert list((tmp_path / FOLDER).iterdir()) == []
    (tmp_path / "file").touch()
    assert not TakenNotes(tmp_path / "file", "w").is_possible()


def test_a_folder_that_cannot_be_written_costs_no_mail(
    office: Round, caplog: pytest.LogCaptureFixture
) -> None:
    put(office.database, "ben")
    (office.folder / FOLDER).write_text("a file where the folder is to be")
    assert office.run("w") == Delivered(sent=2)
    assert caplog.text.count("cannot be noted") == 1
