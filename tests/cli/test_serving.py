import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from granian.server import Server

from calendar_service.cli import serving
from calendar_service.cli.main import run
from calendar_service.cli.serving import demand_port, load_application, serve_web
from calendar_service.config import Settings
from calendar_service.storage.database import Database
from tests.processes import PATIENCE, Program, ask, finished, started
from tests.smtp_server import free_port


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.0)


def test_free_port_is_let_through() -> None:
    demand_port("127.0.0.1", free_port())
    demand_port("::1", free_port())


@pytest.mark.usefixtures("impatient")
def test_busy_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(click.ClickException) as refused:
            demand_port("127.0.0.1", port)
    assert refused.value.message == (
        f"cannot listen on 127.0.0.1:{port} (Address already in use):"
        f" another program uses port {port}; choose another with --port"
    )


def test_address_of_another_machine_is_told_at_once() -> None:
    before = time.monotonic()
    with pytest.raises(click.ClickException, match="an address of this machine"):
        demand_port("192.0.2.1", free_port())
    with pytest.raises(click.ClickException, match="an address of this machine"):
        demand_port("no such host", free_port())
    assert time.monotonic() - before < serving.PATIENCE


def test_port_that_is_free_soon_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [OSError(errno.EADDRINUSE, "busy"), None]

    def try_port(host: str, port: int) -> None:
        wrong = answers.pop(0)
        if wrong:
            raise wrong

    monkeypatch.setattr(serving, "_try_port", try_port)
    demand_port("127.0.0.1", 8080)
    assert answers == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EADDRINUSE, "another program uses port 80"),
        (errno.EACCES, "only root may use ports below 1024"),
        (errno.EADDRNOTAVAIL, "an address of this machine"),
    ],
)
def test_server_that_cannot_listen_after_all_says_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def serve(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Server, "serve", serve)
    with pytest.raises(click.ClickException, match=said):
        serve_web(settings, "127.0.0.1", 80, workers=1)


def test_worker_makes_the_application(settings: Settings, database: Database) -> None:
    made = load_application(replace(settings, demo=True), os.getppid())
    assert made.test_client().get("/healthz").status_code == 200
    made.extensions["calendar"].database.close()


def test_worker_whose_parent_is_gone_ends() -> None:
    watch = (
        "from calendar_service.cli.serving import _end_with; _end_with(1 if"
        " __import__('os').getppid() != 1 else 2)"
    )
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", watch], check=False, timeout=PATIENCE
    )
    assert ended.returncode == 1


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Program, int]]:
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    with started(folder, "serve", "--port", str(port), "--workers", "2") as program:
        program.wait_for(port)
        yield program, port


def test_pages_and_feeds_are_served(served: tuple[Program, int]) -> None:
    program, port = served
    for path in ("/", "/agenda", "/subscribe", "/readyz", "/feeds/all.atom"):
        assert ask(port, path), path
    calendar = ask(port, "/feeds/all.ics")
    assert calendar is not None
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    assert ask(port, "/mailbox") is None
    assert program.output() == (
        f"Serving http://127.0.0.1:{port} on 127.0.0.1:{port}. Ctrl-C stops it.\n"
    )
    assert program.errors() == ""


def test_what_a_command_adds_is_served_at_once(served: tuple[Program, int]) -> None:
    program, port = served
    item = (
        '{"kind": "meeting", "starts_on": "2030-01-02",'
        ' "texts": {"en": {"title": "From outside"}}}'
    )
    before = ask(port, "/feeds/meetings.ics")
    add = ("items", "add", "--json", "-")
    assert finished(program.instance, *add, given=item).code == 0
    after = ask(port, "/feeds/meetings.ics")
    assert before is not None
    assert after is not None
    assert (b"From outside" in before, b"From outside" in after) == (False, True)


def test_second_server_of_a_port_is_refused(
    served: tuple[Program, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, port = served
    monkeypatch.setattr(serving, "PATIENCE", 0.0)
    monkeypatch.setenv("CALENDAR_INSTANCE", str(tmp_path))
    assert run(["serve", "--port", str(port)]) == 1
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith(f"Error: cannot listen on 127.0.0.1:{port} (")
    assert errors.count("\n") == 1


def test_interrupt_stops_the_server_cleanly(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "serve", "--port", str(port)) as program:
        program.wait_for(port)
        ended = program.stop(signal.SIGINT)
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output.endswith("Stopped.\n")
    assert ask(port, "/healthz") is None
