"""The public feeds as files, so that a web server in front needs nobody else."""

import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.domain.feed_choice import FEED_KINDS, FeedChoice
from calendar_service.domain.selection import Selection
from calendar_service.services.feed_requests import (
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    demand_format,
    selection_of,
)
from calendar_service.services.fragments import Batch
from calendar_service.services.publishing import Published, Publisher, make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.items import CalendarState, calendar_state
from calendar_service.storage.renditions import list_keys, list_written

logger = logging.getLogger(__name__)

FOLDER = Path("published", "feeds")
LOOK_EVERY = 1.0
PATIENCE = 2.0
"""Seconds that a stop waits for what is being made; it can be made again."""

TEMPORARY = ".new"
Seen = tuple[CalendarState, date]
ENDINGS = (*(f".{form}" for form in FeedFormat), ".gz", TEMPORARY)


def list_files(settings: Settings) -> Iterator[tuple[str, FeedAsked]]:
    """Yield the feeds that are always there, calendars first, by their file's name.

    `all.ics` is what /feeds/all.ics answers, `all.ka.ics` the same with lang=ka.
    """
    for form in FeedFormat:
        for name, kinds in FEED_KINDS.items():
            if _has(name, form):
                base = FeedChoice(kinds=kinds, languages=(settings.language,))
                yield f"{name}.{form}", _asked(settings, name, form, base)
                for language in settings.languages:
                    choice = replace(base, languages=(language,))
                    # Calendars of the usual language are the same document.
                    is_same = form is FeedFormat.ICS and choice == base
                    said = "" if is_same else f"?lang={language}"
                    asked = _asked(settings, name, form, choice, said)
                    yield f"{name}.{language}.{form}", asked


def list_cold(publisher: Publisher, now: datetime) -> list[Batch]:
    """Return what the calendars of all languages need and nobody has rendered yet."""
    settings = publisher.settings
    asked = next(asked for name, asked in list_files(settings) if name == "all.ics")
    spoken = [(language,) for language in settings.languages]
    selection = selection_of(asked, publisher.day(now))
    return publisher.maker.fragments.list_batches(selection, spoken)


@dataclass
class FeedFiles:
    """Keeps a folder as the feeds are; only what changed is written."""

    publisher: Publisher
    database: Database
    clock: Clock
    stopping: threading.Event = field(default_factory=threading.Event)
    _tags: dict[str, str] = field(default_factory=dict)
    _seen: Seen | None = None
    _members: dict[Selection, set[int]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.publisher.settings.instance / FOLDER

    def look(self) -> int:
        """Write the files if the calendar or the day is another; return how many."""
        now = self.clock()
        with self.database.reading() as session:
            seen = calendar_state(session), self.publisher.day(now)
        if seen == self._seen:
            return 0
        if self._seen is None or self._seen[1] != seen[1]:
            self._members.clear()
        self._warm(now)
        # Stopped or failed half-way, everything is looked at again.
        before, self._seen = self._seen, None
        written, is_all = self._write_all(now, before, seen[0])
        self._seen = seen if is_all else None
        return written

    def safe_look(self) -> None:
        """Look, and log what went wrong: the next second brings another chance."""
        try:
            self.look()
        except Exception as wrong:  # noqa: BLE001 - a thread that ends writes no more
            logger.warning("feeds could not be written as files: %s", wrong)
            self.stopping.wait(LOOK_EVERY * 10)

    def _warm(self, now: datetime) -> None:
        # From the newest on: whoever is asked for a feed now begins with the oldest.
        for batch in reversed(list_cold(self.publisher, now)):
            if self.stopping.is_set():
                return
            self.publisher.maker.fragments.render(batch)

    def _write_all(
        self, now: datetime, before: Seen | None, state: CalendarState
    ) -> tuple[int, bool]:
        """Return how many were written, and whether all are as the calendar is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        written, is_all, names = 0, True, set[str]()
        concerned: dict[Selection, bool] = {}
        for name, asked in list_files(self.publisher.settings):
            if self.stopping.is_set():
                return written, False
            names |= {name, f"{name}.gz"}
            selection = selection_of(asked, self.publisher.day(now))
            if selection not in concerned:
                concerned[selection] = self._is_concerned(selection, before)
            if concerned[selection]:
                published = self.publisher.document(asked, now)
                written += self._write(name, published)
                is_all &= published.state.version >= state.version
        self._tidy(names)
        return written, is_all

    def _is_concerned(self, selection: Selection, before: Seen | None) -> bool:
        """Tell whether anything that is or was selected has been written since."""
        members = self._members.get(selection)
        with self.database.reading() as session:
            if members is None or before is None:
                found = list_keys(session, selection)
                self._members[selection] = {key.item_id for key in found}
                return True
            gone = members.intersection(list_written(session, before[0].version))
            new = {k.item_id for k in list_keys(session, selection, before[0].version)}
        members -= gone
        members |= new
        return bool(gone or new)

    def _write(self, name: str, published: Published) -> bool:
        document, path = published.document, self.folder / name
        if self._tags.get(name) == document.etag and path.exists():
            return False
        squeezed = self.folder / f"{name}.gz"
        is_new = not (_holds(path, document.body) and squeezed.exists())
        if is_new:
            _put(squeezed, published.squeezed)
            _put(path, document.body)
        self._tags[name] = document.etag
        return is_new

    def _tidy(self, names: set[str]) -> None:
        """Remove feeds that are no more, and what a kill has left half written."""
        for path in self.folder.iterdir():
            if path.name not in names and path.name.endswith(ENDINGS):
                path.unlink(missing_ok=True)


def start_files(
    settings: Settings, database: Database, clock: Clock
) -> Callable[[], None]:
    """Keep the files in a thread of its own; return what stops it."""
    publisher = make_publisher(settings, database, clock, monotonic)
    files = FeedFiles(publisher, database, clock)

    def run() -> None:
        files.safe_look()
        while not files.stopping.wait(LOOK_EVERY):
            files.safe_look()

    thread = threading.Thread(target=run, name="feed files", daemon=True)
    thread.start()

    def stop() -> None:
        files.stopping.set()
        thread.join(PATIENCE)

    return stop


def _has(name: str, form: FeedFormat) -> bool:
    try:
        demand_format(name, form)
    except UnknownFeed:
        return False
    return True


def _asked(
    settings: Settings,
    name: str,
    form: FeedFormat,
    choice: FeedChoice,
    said: str = "",
) -> FeedAsked:
    address = f"{settings.base_url}/feeds/{name}.{form}{said}"
    return FeedAsked(name=name, format=form, choice=choice, address=address)


def _holds(path: Path, body: bytes) -> bool:
    try:
        return path.stat().st_size == len(body) and path.read_bytes() == body
    except OSError:
        return False


def _put(path: Path, body: bytes) -> None:
    """Put a file in place whole: who reads it meanwhile has the one before."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with fresh.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
