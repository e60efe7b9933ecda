"""What a server has just taken, noted in a file until the database knows it.

A commit waits for the disk and for whoever else writes. A process that is killed
in these milliseconds would leave a mail that has arrived and counts as not sent.
A few bytes handed to the operating system survive such a kill, and take some
millionths of a second: whoever carries the mail leaves them. They do not survive a
loss of power, and another machine does not see them: there a mail may still come
twice, under the same Message-ID.
"""

import logging
import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self
from urllib.parse import quote, unquote

from calendar_service.mailer import Receipt, is_held
from calendar_service.storage.claims import Taken

logger = logging.getLogger(__name__)

FOLDER = "taken"
SIZE = 256
"""Bytes of a note: blanks where there is none, so that the disk keeps its place."""

KEPT = timedelta(days=1)
"""By far longer than any lease."""


class TakenNotes:
    """The notes in the folder of one installation; one worker has a file of its own.

    As a context manager it takes the worker's file away at the end, unless a note
    in it may be of use. A folder that cannot be written costs the notes, not the
    mails.
    """

    def __init__(self, instance: Path, worker: str) -> None:
        self._folder = instance / FOLDER
        self._worker = worker
        self._path = self._path_of(worker)
        self._file: BinaryIO | None = None
        self._is_settled = True
        self._is_hopeless = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
            if self._is_settled:
                self._path.unlink(missing_ok=True)

    def is_possible(self) -> bool:
        """Tell whether a note could be left in the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self._folder, os.W_OK)

    def prepare(self, mail_id: int, now: datetime) -> Receipt | None:
        """Return the note to leave when a server takes a mail; None for no notes."""
        if not self._is_open():
            return None
        self._is_settled = False
        return Receipt(self._path, _line(f"{mail_id} {now.isoformat()} {self._worker}"))

    def settle(self) -> None:
        """Forget the note, if there is one: the database knows it by now."""
        if self._file is not None:
            with suppress(OSError):  # it says what the database says, too
                self._file.seek(0)
                self._file.write(_line("").encode())
        self._is_settled = True

    def read(self) -> list[Taken]:
        """Return what the workers of this installation have noted."""
        found = (_read(path) for path in self._files())
        return [note for note in found if note]

    def is_out(self, worker: str) -> bool:
        """Tell whether a mail of a worker is still being carried, without it maybe."""
        return is_held(self._path_of(worker))

    def left(self, is_gone: Callable[[str], bool], now: datetime) -> list[Path]:
        """Return the files of workers that are gone: to be read, and then forgotten.

        Of one elsewhere nobody knows whether it is gone: a day is long enough.
        """
        long_ago = (now - KEPT).timestamp()
        return [
            path
            for path in self._files()
            if (is_gone(unquote(path.name)) and not is_held(path))
            or _changed(path) < long_ago
        ]

    def forget(self, files: Iterable[Path]) -> None:
        """Take away files whose notes have been used."""
        for path in files:
            with suppress(OSError):
                path.unlink()

    def _files(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from sorted(self._folder.iterdir())

    def _path_of(self, worker: str) -> Path:
        return self._folder / quote(worker, safe="")

    def _is_open(self) -> bool:
        """Open the file before a mail is handed over: then a note takes no time."""
        if self._file is None and not self._is_hopeless:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("wb", buffering=0)
                self._file.write(_line("").encode())
            except OSError as wrong:
                self._is_hopeless = True
                logger.warning("mails cannot be noted in %s: %s", self._folder, wrong)
        return self._file is not None


def _line(text: str) -> str:
    return text.ljust(SIZE)


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
