"""What is published while something is broken, and what is remembered."""

import gzip
from datetime import UTC, datetime
from itertools import count

import pytest

from calendar_service.config import Settings
from calendar_service.feeds.document import Document
from calendar_service.services import calendar_making, feed_making, publishing
from calendar_service.services.feed_requests import FeedFormat
from calendar_service.services.publishing import Watch
from calendar_service.storage.database import Database
from tests.builders import NOW
from tests.services.publisher import (
    EVERY_FORMAT,
    TODAY,
    TOMORROW,
    Publisher,
    add,
    asked,
)


def break_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Document:
        raise ArithmeticError

    monkeypatch.setattr(feed_making, "RENDERERS", dict.fromkeys(FeedFormat, broken))
    monkeypatch.setattr(calendar_making, "join_calendar", broken)


@EVERY_FORMAT
def test_renderer_that_breaks_keeps_the_last_good_version(
    database: Database,
    publisher: Publisher,
    form: FeedFormat,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add(database)
    good = publisher.document(asked(form), TODAY)
    add(database)
    with monkeypatch.context() as broken:
        break_renderers(broken)
        assert publisher.document(asked(form), TODAY) == good
        assert "feed all kept at its last good version" in caplog.text
        with pytest.raises(ArithmeticError):
            publisher.document(asked(form, "meetings"), TODAY)
    assert publisher.document(asked(form), TODAY) != good


def test_database_that_is_gone_keeps_the_last_good_version(
    settings: Settings, database: Database, publisher: Publisher
) -> None:
    add(database)
    good = publisher.document(asked(), TODAY)
    empty = Database(f"sqlite:///{settings.instance / 'empty.sqlite3'}")
    publisher.inner.watch = Watch(empty, count(0.0).__next__)
    assert publisher.document(asked(), TODAY) == good
    empty.close()


def test_within_a_blink_the_database_is_not_asked_again(database: Database) -> None:
    ticks = iter([0.0, 0.03, 0.05])
    watch = Watch(database, ticks.__next__)
    first = watch.state()
    add(database)
    assert watch.state() == first
    assert watch.state().version == first.version + 1


def test_last_change_is_that_of_the_calendar_or_of_the_window(
    database: Database, publisher: Publisher
) -> None:
    add(database)
    today = publisher.published(asked(), TODAY)
    tomorrow = publisher.published(asked(), TOMORROW)
    assert today.modified_at == NOW
    assert tomorrow.modified_at == datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    assert gzip.decompress(today.squeezed) == today.document.body


def test_no_more_documents_are_remembered_than_fit(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST_REMEMBERED", 2)
    for name in ("all", "meetings", "all", "trainings"):
        publisher.document(asked(name=name), TODAY)
    assert [kept.name for kept in publisher.inner._made] == ["all", "trainings"]  # noqa: SLF001 - what is remembered is seen nowhere else
