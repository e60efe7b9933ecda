"""The program as a real process: start it, ask it over HTTP, stop or kill it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

COMMAND = (sys.executable, "-m", "calendar_service")
PATIENCE = 60.0
"""Seconds that a busy machine may take for what else takes two."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended and what it said."""

    code: int
    output: str
    errors: str


@dataclass
class Program:
    """One command that goes on until it is stopped; its output goes to files."""

    arguments: tuple[str, ...]
    instance: Path
    process: "subprocess.Popen[bytes]"

    def wait_for(self, port: int, path: str = "/healthz") -> bytes:
        """Return what a page answers as soon as it does."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.errors()
            answer = ask(port, path)
            if answer is not None:
                return answer
            time.sleep(0.05)
        raise TimeoutError(self.errors())

    def stop(self, number: signal.Signals = signal.SIGINT) -> Ended:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        return Ended(code, self.output(), self.errors())

    def output(self) -> str:
        return (self.instance / "output.txt").read_text("utf-8")

    def errors(self) -> str:
        return (self.instance / "errors.txt").read_text("utf-8")


@contextmanager
def started(instance: Path, *arguments: str, **settings: str) -> Iterator[Program]:
    """Start a command that stays; it is killed at the end of the test at the latest."""
    instance.mkdir(exist_ok=True)
    with (
        (instance / "output.txt").open("wb") as output,
        (instance / "errors.txt").open("wb") as errors,
    ):
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*COMMAND, *arguments],
            env=environment(instance, **settings),
            stdout=output,
            stderr=errors,
        )
    try:
        yield Program(arguments, instance, process)
    finally:
        process.kill()
        process.wait()


def finished(
    instance: Path, *arguments: str, given: str = "", **settings: str
) -> Ended:
    """Run a command to its end."""
    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *arguments],
        env=environment(instance, **settings),
        input=given.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """Return what the program is told: nothing of the environment of the tests."""
    named = {f"CALENDAR_{name}": value for name, value in settings.items()}
    return {
        "PATH": os.defpath,
        "PYTHONUNBUFFERED": "1",
        "CALENDAR_INSTANCE": str(instance),
        **named,
    }


def ask(port: int, path: str) -> bytes | None:
    """Return the body of a page that answers 200, None while none does."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
    return body if answer.status == 200 else None
