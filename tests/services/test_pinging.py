"""A real server is asked, and its whims change nothing."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from calendar_service.services import pinging
from calendar_service.services.pinging import Pinger


class Watcher(ThreadingHTTPServer):
    """Answers as it is told, and keeps the paths that it was asked for."""

    answer = 200
    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hush"


class Handler(BaseHTTPRequestHandler):
    server: Watcher

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher(("127.0.0.1", 0), Handler)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def test_the_address_is_asked(watcher: Watcher) -> None:
    assert Pinger(watcher.url).ping()
    assert watcher.asked == ["/hush"]


def test_without_an_address_nobody_is_asked() -> None:
    assert not Pinger("").ping()


@pytest.mark.parametrize("answer", [404, 500, 302])
def test_a_wrong_answer_is_logged_once_and_without_the_address(
    watcher: Watcher, caplog: pytest.LogCaptureFixture, answer: int
) -> None:
    watcher.answer = answer
    pinger = Pinger(watcher.url)
    assert [pinger.ping(), pinger.ping()] == [False, False]
    assert [r.getMessage() for r in caplog.records] == [
        f"CALENDAR_PING_URL: it answered {answer}"
    ]
    assert watcher.asked == ["/hush", "/hush"]


def test_that_it_answers_again_is_logged(
    watcher: Watcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    watcher.answer = 500
    pinger = Pinger(watcher.url)
    pinger.ping()
    watcher.answer = 200
    assert pinger.ping()
    assert caplog.records[-1].getMessage() == "CALENDAR_PING_URL answers again"


def test_nobody_there_is_no_error(
    watcher: Watcher,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pinging, "SECONDS", 1.0)
    assert not Pinger("http://127.0.0.1:1/secret").ping()
    assert "secret" not in caplog.text
    assert not Pinger(f"https://127.0.0.1:{watcher.server_port}/secret").ping()
    assert "secret" not in caplog.text


def test_a_server_that_drips_does_not_hold_up_the_mails(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "SECONDS", 0.4)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            peer, _ = server.accept()
            with peer, contextlib.suppress(OSError):
                while not stop.wait(0.05):
                    peer.send(b"H")

        dripping = threading.Thread(target=drip)
        dripping.start()
        assert not Pinger(f"http://127.0.0.1:{server.getsockname()[1]}/").ping()
        stop.set()
        dripping.join()
    assert "CALENDAR_PING_URL: it takes too long" in caplog.text
