"""Receipts: what is left in a file in the moment in which a server takes a mail.

Who carries mails holds its file locked, so that others can tell whether it is
still out.
"""

import fcntl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Receipt:
    """What to write at the beginning of a file that is there."""

    path: Path
    text: str

    def is_left(self) -> bool:
        """Tell whether it has been written."""
        try:
            return self.path.read_bytes().startswith(self.text.encode())
        except OSError:
            return False


class Receipts:
    """Leaves receipts; the file of the last one stays open, and locked.

    A file that cannot be written costs the receipt, not the mail.
    """

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def prepare(self, receipt: Receipt) -> None:
        """Open and lock its file, before a mail is handed over."""
        if receipt.path == self._path:
            return
        self.close()
        self._path = receipt.path
        with suppress(OSError):
            self._file = receipt.path.open("r+b", buffering=0)
            # Who asks whether we are out holds it for some millionths of a second.
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def leave(self, receipt: Receipt) -> None:
        """Write one that was prepared for."""
        if self._file is not None:
            with suppress(OSError):
                self._file.seek(0)
                self._file.write(receipt.text.encode())

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        self._file = self._path = None


def is_held(path: Path) -> bool:
    """Tell whether somebody is out who may still leave a receipt in a file."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
