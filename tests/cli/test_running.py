import json
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from calendar_service.cli import serving
from calendar_service.cli.main import run
from calendar_service.cli.running import DEMO_PEOPLE, demo_password
from calendar_service.clock import utc_now
from calendar_service.config import load_settings
from calendar_service.services.administering import verify_password
from calendar_service.storage.accounts import list_accounts
from calendar_service.storage.database import Database
from calendar_service.storage.items import count_items
from calendar_service.storage.mailbox import list_received
from calendar_service.storage.outbox import MailState, count_mails, list_mails
from tests.processes import PATIENCE, Program, ask, finished, started
from tests.smtp_server import free_port

ADD = ("items", "add", "--json", "-")
ITEM = {
    "kind": "meeting",
    "starts_on": "2030-01-02",
    "texts": {"en": {"title": "Added while it runs"}},
}


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def opened(instance: Path) -> "closing[Database]":
    return closing(Database(f"sqlite:///{instance / 'calendar.sqlite3'}"))


def mailbox(instance: Path) -> list[tuple[str, str, str]]:
    """Return who got what under which id, sorted."""
    with opened(instance) as database, database.reading() as session:
        parsed = [
            message_from_bytes(mail.raw, policy=default)
            for mail in list_received(session)
        ]
    return sorted((m["Message-ID"], m["To"], m["Subject"]) for m in parsed)


def all_is_sent(instance: Path) -> bool:
    with opened(instance) as database, database.reading() as session:
        counts = count_mails(session)
    return counts.get(MailState.SENT, 0) > 0 and not (
        counts.keys() & {MailState.WAITING, MailState.SENDING}
    )


def test_demo_shows_itself_keeps_what_is_changed_and_stops_cleanly(
    tmp_path: Path,
) -> None:
    port = free_port()
    with started(tmp_path, "demo", "--port", str(port)) as program:
        program.wait_for(port)
        for path in ("/", "/agenda", "/subscribe", "/login", "/mailbox"):
            assert ask(port, path), path
        wait_until(lambda: all_is_sent(tmp_path))
        assert finished(tmp_path, *ADD, given=json.dumps(ITEM)).code == 0
        first = program.stop()
    assert first.code == 0
    assert f"  Calendar    http://127.0.0.1:{port}/\n" in first.output
    assert first.output.endswith(
        "Stopped. Your changes are kept; start again with the same command.\n"
    )
    lines = [line.partition("INFO ")[2] for line in first.errors.splitlines()]
    sent = re.compile(r"calendar_service\.services\.delivering: mail \d+ sent")
    assert [line for line in lines if not sent.fullmatch(line)] == []
    assert len(lines) == len(mailbox(tmp_path)) > 5
    check_people(tmp_path, first.output)
    before = mailbox(tmp_path)
    with started(tmp_path, "demo", "--port", str(port)) as program:
        calendar = program.wait_for(port, "/feeds/all.ics")
        second = program.stop(signal.SIGTERM)
    assert b"Added while it runs" in calendar
    assert second.code == 0
    assert mailbox(tmp_path) == before


def check_people(instance: Path, output: str) -> None:
    """Let the people of the demo sign in with the password that is printed."""
    settings = load_settings({"CALENDAR_INSTANCE": str(instance)})
    password = demo_password(settings)
    assert re.findall("password ([0-9a-f]{12})\n", output) == [password]
    with opened(instance) as database, database.reading() as session:
        accounts = list_accounts(session)
    assert [(a.email, a.name, a.role) for a in accounts] == list(DEMO_PEOPLE)
    assert all(verify_password(account, password) for account in accounts)


def test_busy_port_stops_the_demo_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.0)
    monkeypatch.setenv("CALENDAR_INSTANCE", str(tmp_path / "new"))
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert run(["demo", "--port", str(port)]) == 1
    assert capsys.readouterr() == (
        "",
        (
            f"Error: cannot listen on 127.0.0.1:{port} (Address already in use):"
            f" another program uses port {port}; choose another with --port\n"
        ),
    )
    assert not (tmp_path / "new").exists()


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
) -> "Counter[tuple[str, str]]":
    """Who gets which mail of a demo that nobody kills."""
    folder, port = tmp_path_factory.mktemp("undisturbed"), free_port()
    with started(folder, "demo", "--port", str(port)) as program:
        wait_until(lambda: "Ctrl-C" in program.output() and all_is_sent(folder))
    return Counter((to, subject) for _, to, subject in mailbox(folder))


MOMENTS: dict[str, Callable[[Program, int], bool]] = {
    "while it seeds": lambda program, _: (
        program.instance / "calendar.sqlite3"
    ).exists(),
    "while it mails": lambda program, _: "sent" in program.errors(),
    "when it answers": lambda _, port: ask(port, "/healthz") is not None,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_demo_starts_again_on_its_port_loses_nothing_and_mails_nothing_twice(
    tmp_path: Path, undisturbed: "Counter[tuple[str, str]]", moment: str
) -> None:
    port = free_port()
    has_come = MOMENTS[moment]
    with started(tmp_path, "demo", "--port", str(port)) as killed:
        wait_until(lambda: has_come(killed, port))
        killed.process.kill()
        killed.process.wait()
    with started(tmp_path, "demo", "--port", str(port)) as program:
        wait_until(lambda: "Ctrl-C" in program.output() and all_is_sent(tmp_path))
        program.wait_for(port)
        ended = program.stop()
    assert ended.code == 0
    received = mailbox(tmp_path)
    assert len({message_id for message_id, _, _ in received}) == len(received)
    assert Counter((to, subject) for _, to, subject in received) == undisturbed
    with opened(tmp_path) as database, database.reading() as session:
        assert count_items(session) > 10
        assert database.integrity_problem() == ""


def test_workers_of_a_killed_demo_end_soon(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "demo", "--port", str(port)) as program:
        program.wait_for(port)
        children = children_of(program.process.pid)
        program.process.kill()
        program.process.wait()
        wait_until(lambda: not any(is_alive(pid) for pid in children))
    assert len(children) >= 1
    assert ask(port, "/healthz") is None


def children_of(parent: int) -> list[int]:
    """Return the processes that a process has started (Linux)."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(pid) for pid in listed.split()]


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_scheduler_at_once(
    tmp_path: Path, number: signal.Signals
) -> None:
    url = f"smtp://127.0.0.1:{free_port()}"
    with started(tmp_path, "scheduler", SMTP_URL=url) as program:
        wait_until(lambda: "wakes every minute" in program.output())
        ended = program.stop(number)
    assert (ended.code, ended.output.splitlines()[-1]) == (0, "Stopped.")
    assert ended.errors == ""


def test_signal_ends_a_scheduler_that_hangs_on_a_server_within_ten_seconds(
    tmp_path: Path,
) -> None:
    item = {
        "kind": "meeting",
        # Something is due whenever this test runs.
        "starts_at": f"{utc_now() - timedelta(days=9):%Y-%m-%dT%H:%M}",
        "rrule": "FREQ=DAILY;COUNT=500",
        "texts": {"en": {"title": "Daily meeting"}},
    }
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE)
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        team = "comms@example.org"
        assert finished(tmp_path, *ADD, given=json.dumps(item)).code == 0
        with started(tmp_path, "scheduler", SMTP_URL=url, COMMS_TEAM=team) as program:
            caller, _ = silent.accept()
            before = time.monotonic()
            ended = program.stop(signal.SIGTERM)
            assert time.monotonic() - before < 10
            caller.close()
    assert ended.code == 0
    assert "a mail server hangs; its mail goes out at the next start" in ended.errors
    assert "Traceback" not in ended.errors
    database = Database(f"sqlite:///{tmp_path / 'calendar.sqlite3'}")
    with database.reading() as session:
        # Steps that a later one overtook are there too, as the hour will have it.
        assert list_mails(session, [MailState.SENDING, MailState.SENT]) == []
        assert list_mails(session, [MailState.WAITING]) != []
    database.close()
