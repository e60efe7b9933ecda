"""Whoever carries our mails to the server, as a process of its own.

A process that is killed while it talks to a server leaves a mail of which nobody
knows. One as large as a scheduler takes ten thousandths of a second and more to
die, and the server goes on meanwhile. A courier is small, and ends its errand when
the scheduler is killed.
"""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from calendar_service.config import unconfigured_environment
from calendar_service.mailer.conversation import (
    MailDeferred,
    MailInDoubt,
    MailSettings,
)
from calendar_service.mailer.receipts import Receipt

MODULE = "calendar_service.mailer.carrying"
PATIENCE = 5.0
"""Seconds for the leave that it takes of the server."""
MOST_SECONDS = 240.0
"""For one mail: less than a claim on it is good for."""
BROKEN_OFF = "broken off"


@dataclass(frozen=True, slots=True)
class _Errand:
    """A courier that is out, and the line to it."""

    process: "subprocess.Popen[bytes]"
    line: Connection

    def ask(self, *order: object) -> Exception | None:
        """Have a mail carried; return what was wrong. Raises EOFError, OSError."""
        self.line.send(order)
        if not self.line.poll(MOST_SECONDS):
            raise TimeoutError
        wrong: Exception | None = self.line.recv()
        return wrong

    def end(self) -> None:
        """End it at once, unless it has ended."""
        self.line.close()
        self.process.kill()
        self.process.wait()


class Courier:
    """Sent out with the first mail; carries one at a time."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._errand: _Errand | None = None
        self._is_cut = False

    def hand_over(self, to: str, built: bytes, receipt: Receipt | None = None) -> None:
        """Return when the server has taken it and the receipt is left.

        Raises MailDeferred or MailRefused: MailInDoubt where the courier itself
        came to an end, and left no receipt.
        """
        errand = self._errand = self._errand or self._send_out()
        if self._is_cut:  # while it set out
            raise MailDeferred(BROKEN_OFF)
        try:
            wrong = errand.ask(to, built, receipt)
        except (EOFError, OSError) as lost:
            self._errand = None
            errand.end()
            if receipt and receipt.is_left():
                return
            if self._is_cut:
                raise MailDeferred(BROKEN_OFF) from lost
            raise MailInDoubt("who carried it came to an end") from lost
        if wrong is not None:
            raise wrong

    def close(self) -> None:
        """Call it back; wait until it has taken leave of the server."""
        errand, self._errand = self._errand, None
        if errand is not None:
            errand.line.close()
            with suppress(subprocess.TimeoutExpired):
                errand.process.wait(PATIENCE)
            errand.end()

    def cut(self) -> None:
        """End it for good, from another thread, in the middle of its errand."""
        self._is_cut = True
        if self._errand is not None:
            self._errand.process.kill()
            self._errand.process.wait()

    def _send_out(self) -> _Errand:
        ours, its = Pipe()
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", MODULE, str(its.fileno()), str(os.getpid())],
                env=unconfigured_environment(),
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # what ends our group need not end its errand
            )
        except OSError as wrong:  # no memory for another process, for one
            ours.close()
            raise MailDeferred(f"nobody can carry mails: {wrong}") from wrong
        finally:
            its.close()
        return self._briefed(_Errand(process, ours))

    def _briefed(self, errand: _Errand) -> _Errand:
        """Wait until it has understood where to go: up to then nothing is in doubt."""
        try:
            errand.ask(self._settings)
        except (EOFError, OSError) as wrong:
            errand.end()
            ended = errand.process.returncode
            raise MailDeferred(f"nobody can carry mails: exit {ended}") from wrong
        return errand
