"""Clocks of machines are set back and forth, and laws change clocks of countries."""

import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.span import whole_days
from calendar_service.scheduler import MailWorker
from calendar_service.services.editing import add_item
from calendar_service.services.foretelling import foretell_mails
from calendar_service.storage.database import Database
from tests.builders import make_draft
from tests.fakes import StillClock
from tests.smtp_server import Server, running
from tests.walking import A_DAY, A_MINUTE, Walk, furnish

SINCE = datetime(2026, 9, 18, 10, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
BUSY_MORNING = datetime(2026, 10, 1, 5, tzinfo=UTC)
"""Nine o'clock in Tbilisi on a day with mails and digests."""


@pytest.fixture
def walk(settings: Settings, database: Database, clock: StillClock) -> Iterator[Walk]:
    for server in running(Server()):
        clock.now = SINCE
        made = Walk(settings, database, clock, server)
        furnish(made, ())
        yield made


def test_a_clock_that_is_set_back_an_hour_sends_nothing_twice(walk: Walk) -> None:
    until = BUSY_MORNING + A_DAY
    foretold = walk.foretold(until)
    assert [each for each in foretold if each[0] == BUSY_MORNING]
    walk.where_it_matters(BUSY_MORNING + 2 * A_MINUTE)
    walk.clock.now -= AN_HOUR
    walk.every_minute(BUSY_MORNING + 2 * A_MINUTE)
    walk.where_it_matters(until)
    assert walk.mailed(SINCE) == foretold
    assert len(walk.keys()) == len(foretold)


def test_a_clock_that_is_set_forth_a_day_sends_what_is_due_once(walk: Walk) -> None:
    now = BUSY_MORNING - AN_HOUR
    walk.where_it_matters(now - A_MINUTE)
    taken = len(walk.server.taken)
    until = now + 3 * A_DAY
    with walk.database.reading() as session:
        found = foretell_mails(
            session, walk.settings, now, until, down=(now, now + A_DAY)
        )
    foretold = sorted((m.sent_at, m.to, m.subject) for m in found if m.is_mail)
    assert [at for at, *_ in foretold if at == now + A_DAY]
    walk.clock.now = now + A_DAY
    walk.where_it_matters(until)
    assert walk.mailed(now) == foretold
    assert len(walk.keys()) == taken + len(foretold)


@pytest.fixture
def law(tmp_path: Path) -> Iterator[Path]:
    """A folder of time zones that go before those of the machine."""
    folder = tmp_path / "zoneinfo"
    (folder / "Asia").mkdir(parents=True)
    usual = zoneinfo.TZPATH
    yield folder
    zoneinfo.reset_tzpath(usual)
    zoneinfo.ZoneInfo.clear_cache()


def enact(law: Path, like: str) -> None:
    """Let clocks in Tbilisi go like elsewhere, as an update of tzdata would."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / like).is_file():
            shutil.copyfile(folder / like, law / "Asia" / "Tbilisi")
            break
    else:
        pytest.skip("no time zones beside those of Python here")
    zoneinfo.reset_tzpath([str(law), *zoneinfo.TZPATH])
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    ("like", "hour"), [("Asia/Tbilisi", 5), ("Europe/Moscow", 6), ("Asia/Tashkent", 4)]
)
def test_nine_stays_nine_when_a_law_moves_the_clock(
    walk: Walk, law: Path, like: str, hour: int
) -> None:
    day = datetime(2026, 10, 19, tzinfo=UTC)
    with walk.database.transaction() as session:
        draft = make_draft(span=whole_days(day.date() + 7 * A_DAY))
        add_item(session, OPERATOR, draft, SINCE, "example.org")
    walk.clock.now = day.replace(hour=3)
    for _ in range(2):
        walk.worker.beat()
    enact(law, like)
    walk.worker = MailWorker(walk.worker.settings, walk.database, walk.clock)
    walk.worker.prepare()
    walk.where_it_matters(day.replace(hour=8))
    ours = [at for at, _, subject in walk.mailed(day) if "In 7 days: Coord" in subject]
    assert ours == [day.replace(hour=hour)]
