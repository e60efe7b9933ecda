"""The feeds as files: what is served, written whole, and only when it changed."""

import gzip
import logging
import os
import threading
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.texts import Text
from calendar_service.services import feed_files
from calendar_service.services.feed_files import (
    FeedFiles,
    list_cold,
    list_files,
    start_files,
)
from calendar_service.services.feed_requests import FeedFormat
from calendar_service.services.publishing import make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item
from tests.fakes import StillClock


@pytest.fixture
def files(settings: Settings, database: Database, clock: StillClock) -> FeedFiles:
    publisher = make_publisher(settings, database, clock, count(0.0).__next__)
    return FeedFiles(publisher, database, clock)


def add(database: Database, name: str, **changes: object) -> Item:
    texts = {"en": Text(title=name), "ka": Text(title="შეხვედრა")}
    item = make_item(uid=f"{name}@example.org", slug=name, texts=texts, **changes)
    with database.transaction() as session:
        return store_item(session, item, actor="ada", seen=None, now=NOW)


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what tells one writing of a file from another."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


def changed(before: dict[str, tuple[int, int]], folder: Path) -> list[str]:
    after = marks(folder)
    assert after.keys() == before.keys()
    return sorted(name for name in after if after[name] != before[name])


def test_the_files_are_what_is_served(
    client: FlaskClient, settings: Settings, database: Database, files: FeedFiles
) -> None:
    add(database, "a")
    add(database, "b", kind=ItemKind.NEWS)
    names = [name for name, _ in list_files(settings)]
    assert files.look() == len(names) == len(set(names)) == 129
    assert sorted(path.name for path in files.folder.iterdir()) == sorted(
        [*names, *(f"{name}.gz" for name in names)]
    )
    for name in names:
        feed, *language, form = name.split(".")
        query = f"?lang={language[0]}" if language else ""
        body = (files.folder / name).read_bytes()
        assert body == client.get(f"/feeds/{feed}.{form}{query}").data, name
        squeezed = (files.folder / f"{name}.gz").read_bytes()
        assert gzip.decompress(squeezed) == body


def test_only_what_changed_is_written(database: Database, files: FeedFiles) -> None:
    add(database, "a")
    files.look()
    before = marks(files.folder)
    assert (files.look(), changed(before, files.folder)) == (0, [])
    add(database, "b", kind=ItemKind.TRAINING)
    # As long as nobody is told of it, it is no change to the readers' feed of them.
    feeds = [(f, form) for f in ("all", "trainings") for form in FeedFormat]
    expected = {
        f"{feed}{language}.{form}{squeezed}"
        for feed, form in (*feeds, ("changes", FeedFormat.ICS))
        for language in ("", ".en", ".ka")
        for squeezed in ("", ".gz")
    }
    assert files.look() == len(expected) // 2
    assert changed(before, files.folder) == sorted(expected)


def test_what_leaves_a_feed_leaves_its_file(
    database: Database, files: FeedFiles
) -> None:
    item = add(database, "a")
    files.look()
    rekinded = make_item(
        uid=item.uid, slug="a", kind=ItemKind.TRAINING, texts=item.texts, revision=1
    )
    with database.transaction() as session:
        store_item(session, rekinded, actor="ada", seen=0, now=NOW)
    files.look()
    texts = {
        name: (files.folder / f"{name}.ics").read_bytes().count(b"BEGIN:VEVENT")
        for name in ("all", "meetings", "trainings")
    }
    assert texts == {"all": 1, "meetings": 0, "trainings": 1}


def test_a_new_day_is_looked_at_and_a_new_process_writes_nothing_again(
    settings: Settings, database: Database, files: FeedFiles, clock: StillClock
) -> None:
    add(database, "a")
    files.look()
    before = marks(files.folder)
    clock.move(days=1)
    assert (files.look(), changed(before, files.folder)) == (0, [])
    publisher = make_publisher(settings, database, clock, count(0.0).__next__)
    assert FeedFiles(publisher, database, clock).look() == 0
    # 90 days after its end the item is gone from the calendars.
    clock.move(days=400)
    assert files.look() > 0
    assert (files.folder / "all.ics").read_bytes().count(b"BEGIN:VEVENT") == 0


def test_stale_files_are_removed_and_strange_ones_left_alone(
    database: Database, files: FeedFiles
) -> None:
    files.folder.mkdir(parents=True)
    stale = ("gone.ics", "gone.ics.gz", "gone.ka.atom", ".all.ics.12ab34cd.new")
    for name in (*stale, "robots.txt"):
        (files.folder / name).write_text("x")
    files.look()
    left = {path.name for path in files.folder.iterdir()}
    assert left & {*stale, "robots.txt"} == {"robots.txt"}


def test_a_file_that_was_lost_or_spoilt_comes_back(
    settings: Settings, database: Database, files: FeedFiles, clock: StillClock
) -> None:
    add(database, "a")
    files.look()
    good = (files.folder / "all.ics").read_bytes()
    (files.folder / "all.ics").write_bytes(b"spoilt")
    (files.folder / "all.atom.gz").unlink()
    publisher = make_publisher(settings, database, clock, count(0.0).__next__)
    assert FeedFiles(publisher, database, clock).look() == 2
    assert (files.folder / "all.ics").read_bytes() == good


def test_a_full_disk_leaves_the_files_whole_and_is_tried_again(
    database: Database,
    files: FeedFiles,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add(database, "a")
    files.look()
    before = marks(files.folder)
    add(database, "b")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(feed_files, "LOOK_EVERY", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with caplog.at_level(logging.WARNING):
            files.safe_look()
    assert changed(before, files.folder) == []
    assert caplog.messages == [
        "feeds could not be written as files: [Errno 28] No space left on device"
    ]
    assert files.look() > 0
    assert (files.folder / "all.ics").read_bytes().count(b"BEGIN:VEVENT") == 2


def test_calendars_of_all_languages_are_rendered_beforehand(
    database: Database, files: FeedFiles
) -> None:
    add(database, "a")
    cold = list_cold(files.publisher, NOW)
    assert [batch.languages for batch in cold] == [("en",), ("ka",)]
    files.look()
    assert list_cold(files.publisher, NOW) == []


def test_a_stop_is_heeded_between_two_files(
    database: Database, files: FeedFiles
) -> None:
    add(database, "a")
    files.stopping.set()
    assert files.look() == 0
    assert list(files.folder.iterdir()) == []


def test_a_thread_keeps_them_until_it_is_stopped(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_files, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(feed_files, "PATIENCE", 60.0)
    add(database, "a")
    stop = start_files(settings, database, StillClock())
    calendar = settings.instance / "published/feeds/all.ics"
    for number, name in enumerate("bc", 1):
        while not (
            calendar.exists() and calendar.read_bytes().count(b"BEGIN:VEVENT") == number
        ):
            threading.Event().wait(0.01)
        add(database, name)
    stop()
    with database.transaction() as session:
        assert session.is_active
