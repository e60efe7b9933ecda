"""Have a page set as PDF by a process that ends with it.

WeasyPrint and what it draws on take 60 to 200 MB. Read in here, they would stay
with the server for ever; a process of their own gives them back.
"""

import importlib.util
import logging
import subprocess
import sys
import threading
from collections import OrderedDict
from ctypes.util import find_library
from hashlib import sha256

from calendar_service.config import unconfigured_environment

log = logging.getLogger(__name__)

LIBRARY = "weasyprint"
DRAWS = ("pango-1.0", "pangoft2-1.0")
"""What it draws with, of the system."""
PROBE = "<title>Probe</title>"
COMMAND = (sys.executable, "-m", "calendar_service.paper.press")
SECONDS = 45.0
MOST_WAITING = 2
"""One that is being set and one that waits: the other threads serve pages."""
MOST_KEPT = 8


class Unmade(Exception):
    """A document could not be set; it says why, as the log does."""


class Busy(Unmade):
    """Others are being set, and too many wait."""


class Typesetter:
    """Sets one document at a time, and remembers the last few by their pages."""

    def __init__(
        self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS
    ) -> None:
        self.is_there = importlib.util.find_spec(LIBRARY) is not None
        self._command = command
        self._seconds = seconds
        self._admitted = threading.BoundedSemaphore(MOST_WAITING)
        self._at_work = threading.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def typeset(self, page: str) -> bytes:
        """Return the PDF of a page of HTML. Raises Unmade, or Busy at once."""
        key = sha256(page.encode()).hexdigest()
        if not self._admitted.acquire(blocking=False):
            raise Busy
        try:
            with self._at_work:
                made = self._kept.get(key) or self._press(page)
                self._keep(key, made)
        finally:
            self._admitted.release()
        return made

    def trouble(self) -> str:
        """Say why no document can be made, where that is promised; else "".

        Where the libraries stand in their usual place, nothing is tried.
        """
        if not self.is_there or all(map(find_library, DRAWS)):
            return ""
        try:
            self._press(PROBE)
        except Unmade as wrong:
            return str(wrong)
        return ""

    def _keep(self, key: str, made: bytes) -> None:
        self._kept[key] = made
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _press(self, page: str) -> bytes:
        try:
            ended = subprocess.run(  # noqa: S603 - our own command, nothing of a request
                self._command,
                input=page.encode(),
                env=unconfigured_environment(),
                capture_output=True,
                timeout=self._seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.warning("a PDF was given up after %s seconds", self._seconds)
            raise Unmade("it took too long") from None
        except OSError as wrong:  # no memory for another process, for one
            log.warning("a PDF could not be begun: %s", wrong)
            raise Unmade(str(wrong)) from None
        if ended.returncode:
            last = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            log.error("a PDF could not be made: %s", last)
            raise Unmade(last)
        return ended.stdout
