"""What a server has just taken, noted in a file until the database knows it.

A commit waits for the disk and for whoever else writes. A process that is killed
in these milliseconds would leave a mail that has arrived and counts as not sent.
A few bytes handed to the operating system survive such a kill, and take some
millionths of a second. They do not survive a loss of power, and another machine
does not see them: there a mail may still come twice, under the same Message-ID.
"""

import logging
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote, unquote

from calendar_service.storage.claims import Taken

logger = logging.getLogger(__name__)

FOLDER = "taken"
SIZE = 256
"""Bytes of a note: blanks where there is none, so that the disk keeps its place."""

KEPT = timedelta(days=1)
"""By far longer than any lease."""


class TakenNotes:
    """The notes in the folder of one installation; one worker writes its own.

    As a context manager it takes the worker's file away at the end, unless a note
    in it is still of use. A folder that cannot be written costs the notes, not
    the mails.
    """

    def __init__(self, instance: Path, worker: str) -> None:
        self._folder = instance / FOLDER
        self._worker = worker
        self._path = self._folder / quote(worker, safe="")
        self._file: BinaryIO | None = None
        self._is_noted = False
        self._is_hopeless = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            if not self._is_noted:
                self._path.unlink(missing_ok=True)

    def prepare(self) -> None:
        """Open the file, before a mail is handed over: then a note takes no time."""
        if self._file is not None or self._is_hopeless:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb", buffering=0)
            self.wipe()
        except OSError as wrong:
            self._is_hopeless = True
            logger.warning("mails cannot be noted in %s: %s", self._folder, wrong)

    def write(self, mail_id: int, taken_at: datetime) -> None:
        """Note that a server took a mail."""
        self._is_noted = True
        self._put(f"{mail_id} {taken_at.isoformat()} {self._worker}")

    def wipe(self) -> None:
        """Forget the note: the database knows it by now."""
        self._put("")
        self._is_noted = False

    def read(self) -> list[Taken]:
        """Return what the workers of this installation have noted."""
        found = (_read(path) for path in self._files())
        return [note for note in found if note]

    def left(self, is_gone: Callable[[str], bool], now: datetime) -> list[Path]:
        """Return the files of workers that are gone: to be read, and then forgotten.

        Of one elsewhere nobody knows whether it is gone: a day is long enough.
        """
        long_ago = (now - KEPT).timestamp()
        return [
            path
            for path in self._files()
            if is_gone(unquote(path.name)) or _changed(path) < long_ago
        ]

    def forget(self, files: Iterable[Path]) -> None:
        """Take away files whose notes have been used."""
        for path in files:
            with suppress(OSError):
                path.unlink()

    def _files(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from sorted(self._folder.iterdir())

    def _put(self, text: str) -> None:
        if self._file is None:
            return
        with suppress(OSError):  # the mark in the database follows in any case
            self._file.seek(0)
            self._file.write(text.ljust(SIZE).encode())


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return math.inf


def _read(path: Path) -> Taken | None:
    """Return a note, None for none and for one that was broken off."""
    try:
        mail_id, taken_at, worker = path.read_text("utf-8").split()
        return Taken(int(mail_id), worker, datetime.fromisoformat(taken_at))
    except (OSError, ValueError):
        return None
