"""The web server's look at the scheduler."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.services.silence_watching import SilenceWatch, start_watch
from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.outbox import MailState, add_mail, count_mails
from tests.builders import NOW
from tests.fakes import StillClock
from tests.smtp_server import Server, running
from tests.storage.mail_values import make_mail


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture
def watch(
    settings: Settings, database: Database, clock: StillClock, server: Server
) -> SilenceWatch:
    with database.transaction() as session:
        record_beat(session, "scheduler", clock.now)
        add_mail(session, make_mail(), clock.now)
    real = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    return SilenceWatch(real, database, clock)


def test_while_it_runs_nothing_is_sent(
    watch: SilenceWatch, clock: StillClock, server: Server
) -> None:
    clock.now = NOW + timedelta(minutes=59)
    assert watch.look() == 0
    assert server.taken == []


def test_silence_is_mailed_and_reminders_are_left_to_the_scheduler(
    watch: SilenceWatch, clock: StillClock, server: Server
) -> None:
    clock.now = NOW + timedelta(hours=1)
    assert (watch.look(), watch.look()) == (1, 0)
    assert len(server.taken) == 1
    with watch.database.reading() as session:
        assert count_mails(session) == {MailState.WAITING: 1, MailState.SENT: 1}


def test_a_server_that_is_away_is_tried_again(
    watch: SilenceWatch, clock: StillClock, server: Server
) -> None:
    server.to_data = ["451 later"]
    clock.now = NOW + timedelta(hours=1)
    assert watch.look() == 0
    clock.move(minutes=5)
    assert watch.look() == 1


def test_two_processes_send_one_mail(
    watch: SilenceWatch, clock: StillClock, server: Server
) -> None:
    clock.now = NOW + timedelta(hours=1)
    other = SilenceWatch(watch.settings, watch.database, clock)
    assert [each.look() for each in (watch, other)] == [1, 0]
    assert len(server.taken) == 1


def test_what_goes_wrong_is_logged_and_does_not_stop_it(
    settings: Settings,
    database: Database,
    clock: StillClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with database.transaction() as session:
        record_beat(session, "scheduler", NOW)
    clock.now = NOW + timedelta(hours=2)
    SilenceWatch(settings, database, clock).safe_look()
    assert "cannot be mailed" in caplog.text


def test_it_stops_when_it_is_told_to(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    stop = start_watch(settings, database, clock)
    stop()
