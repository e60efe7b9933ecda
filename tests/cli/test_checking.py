from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from calendar_service.clock import utc_now
from calendar_service.domain.mail import MailMessage
from calendar_service.paper.typesetting import Typesetter
from calendar_service.scheduler import NAME
from calendar_service.storage.database import Database, Session
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.outbox import (
    OutboxMail,
    add_mail,
    claim_next,
    mark_failed,
)
from tests.cli.conftest import Command
from tests.cli.test_opening import set_revision
from tests.smtp_server import Server, running


def findings(command: Command) -> dict[str, list[str]]:
    """Return what check finds by level, after looking at both ways to print it."""
    found = command("check", "--json")
    plain = command("check")
    by_level: dict[str, list[str]] = {"ok": [], "note": [], "problem": []}
    for finding in found.json:
        said = f"{finding['subject']}: {finding['message']}"
        by_level[finding["level"]].append(said)
        assert finding["message"] in plain.output
    is_well = not by_level["problem"]
    assert found.code == plain.code == (0 if is_well else 1)
    assert plain.output.endswith("Nothing stands in the way.\n") == is_well
    return by_level


def write(instance: Path, done: Callable[[Session], object]) -> None:
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    with database.transaction() as session:
        done(session)
    database.close()


def put_mail(session: Session, then: datetime) -> None:
    message = MailMessage(key="k", to="a@b.org", subject="s", text="t", html="h")
    mail = OutboxMail(message=message, item_uid="", why="", planned_at=then)
    add_mail(session, mail, then)


def test_good_installation_has_nothing_but_ok(
    command: Command, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(instance, lambda session: record_beat(session, NAME, utc_now()))
    monkeypatch.setenv("CALENDAR_BASE_URL", "https://calendar.example.org")
    with contextmanager(running)(Server()) as server:
        monkeypatch.setenv("CALENDAR_SMTP_URL", f"smtp://127.0.0.1:{server.port}")
        found = findings(command)
    assert (found["note"], found["problem"]) == ([], [])
    assert [said.partition(":")[0] for said in found["ok"]] == [
        "settings",
        "database",
        "scheduler",
        "mail",
        "mail",
    ]
    assert server.taken == []


def test_notes_are_what_a_first_start_lacks(
    command: Command, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CALENDAR_COMMS_TEAM")
    monkeypatch.setenv("CALENDAR_INSTANCE", str(instance / "new"))
    assert [said[:46] for said in findings(command)["note"]] == [
        "settings: CALENDAR_BASE_URL is http://127.0.0.",
        "settings: CALENDAR_COMMS_TEAM is not set: only",
        "database: is empty; any command sets it up at ",
        "mail: no mail can be sent until CALENDAR_SMTP_",
    ]


def test_scheduler_that_never_ran_is_a_note(command: Command) -> None:
    assert (
        "scheduler: has never run; start it with: calendar-service scheduler"
        in findings(command)["note"]
    )


def test_scheduler_that_stands_still_is_a_problem(
    command: Command, instance: Path
) -> None:
    then = utc_now() - timedelta(hours=3)
    write(instance, lambda session: record_beat(session, NAME, then))
    (problem,) = findings(command)["problem"]
    assert problem == (
        f"scheduler: has not run since {then:%Y-%m-%d %H:%M} UTC;"
        " start it with: calendar-service scheduler"
    )


def test_mail_that_is_stuck_is_a_problem(command: Command, instance: Path) -> None:
    then = utc_now() - timedelta(hours=3)
    write(instance, lambda session: put_mail(session, then))
    (problem,) = findings(command)["problem"]
    assert problem == (
        f"mail: a mail has been waiting since {then:%Y-%m-%d %H:%M} UTC;"
        " calendar-service deliver tries it now"
    )


def test_mail_that_failed_is_a_problem_with_the_words_of_the_server(
    command: Command, instance: Path
) -> None:
    def fail(session: Session) -> None:
        put_mail(session, utc_now())
        mail = claim_next(session, "w", utc_now())
        assert mail is not None
        mark_failed(session, mail.id, "w", "mx answered 550 no such user")

    write(instance, fail)
    (problem,) = findings(command)["problem"]
    assert problem == (
        "mail: mails that failed for good: 1; the last: mx answered 550 no such user;"
        " calendar-service outbox list --state failed shows them"
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TIMEZONE", "X", "settings: CALENDAR_TIMEZONE: 'X' is no time zone"),
        ("SMTP_URL", "smtps://", "mail: CALENDAR_SMTP_URL names no host"),
        ("SMTP_URL", "smtp://127.0.0.1:1", "mail: the server cannot be used: 127.0"),
        ("DATABASE_URL", "nonsense", "database: CALENDAR_DATABASE_URL is no database"),
        ("DATABASE_URL", "sqlite:////tmp", "database: cannot be used: unable to open"),
    ],
)
def test_setting_that_is_wrong_is_a_problem(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    said: str,
) -> None:
    monkeypatch.setenv(f"CALENDAR_{name}", value)
    (problem,) = findings(command)["problem"]
    assert problem.startswith(said)


def test_sender_that_no_server_takes_is_a_problem(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("CALENDAR_MAIL_FROM", "The Office")
    (problem,) = findings(command)["problem"]
    assert problem == (
        "settings: CALENDAR_MAIL_FROM: 'The Office' is no mail address"
        " such as nino@example.org"
    )


def test_database_of_another_version_is_a_problem(
    command: Command, instance: Path
) -> None:
    set_revision(instance, "9999")
    assert findings(command)["problem"] == [
        "database: is of another version; run: calendar-service db upgrade"
    ]


def test_file_that_is_no_database_is_a_problem(
    command: Command, instance: Path
) -> None:
    (instance / "calendar.sqlite3").write_text("not a database\n" * 100)
    (problem,) = findings(command)["problem"]
    assert "file is not a database" in problem


def test_damaged_database_is_a_problem(command: Command, instance: Path) -> None:
    path = instance / "calendar.sqlite3"
    pages = bytearray(path.read_bytes())
    size = 4096
    for page in range(6, len(pages) // size):
        pages[page * size : page * size + 100] = b"\xff" * 100
    path.write_bytes(bytes(pages))
    problems = findings(command)["problem"]
    assert len(problems) >= 1
    assert all(problem.startswith("database: ") for problem in problems)


def test_a_pdf_that_cannot_be_made_is_a_problem(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Typesetter, "trouble", lambda _: "OSError: no Pango")
    (problem,) = findings(command)["problem"]
    assert problem == (
        "pdf: cannot be made: OSError: no Pango;"
        " on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0"
    )
