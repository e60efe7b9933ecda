"""Measure what a minute costs in which nothing is due.

    python -m tests.benchmarks.planning [ITEMS ...]

It should not grow with what is stored; 100000 items take some minutes to store.
"""

import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from calendar_service.config import Settings, load_settings
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.reminding import (
    ensure_default_rules,
    queue_due_reminders,
)
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.migrating import upgrade_database
from tests.builders import make_item

START = datetime(2027, 3, 1, 0, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def main() -> None:
    for number in map(int, sys.argv[1:] or ("1000", "10000")):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), number)


def measure(folder: Path, number: int) -> None:
    settings = load_settings({"CALENDAR_INSTANCE": str(folder)})
    database = Database(settings.database_url)
    upgrade_database(database)
    fill(database, number)
    first = beat(database, settings, START)
    idle = [beat(database, settings, START + n * A_MINUTE) for n in range(1, 31)]
    print(
        f"{number:>7,} items: the first look {first * 1000:8.1f} ms,"
        f" a minute in which nothing is due {statistics.median(idle) * 1000:.2f} ms"
    )
    database.close()


def fill(database: Database, number: int) -> None:
    """Spread items over thirty years from next week on; nothing is due now."""
    with database.transaction() as session:
        ensure_default_rules(session)
        for n in range(number):
            day = START.date() + timedelta(days=100 + n % 10_000)
            store_item(session, item(n, day), actor="b", seen=None, now=START)


def item(number: int, day: date) -> Item:
    long_ago = START - timedelta(days=365)
    return make_item(
        uid=f"{number}@example.org",
        slug=f"item-{number}",
        kind=ItemKind.MEETING,
        span=whole_days(day),
        texts={"en": Text(title=f"Meeting {number}")},
        focal_point=Person("", "ada@example.org"),
        created_at=long_ago,
        updated_at=long_ago,
        published_at=long_ago,
    )


def beat(database: Database, settings: Settings, now: datetime) -> float:
    began = time.perf_counter()
    with database.transaction() as session:
        queue_due_reminders(session, settings, lambda *_: "http://x/", now)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
