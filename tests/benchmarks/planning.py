"""Measure what planning costs: minutes with nothing due, ten mails due, one edit.

    python -m tests.benchmarks.planning [--database URL] [ITEMS ...]

An idle minute should not grow with what is stored, the others with what lies
near. The database is to be empty; without one, SQLite in a folder of its own.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from calendar_service.config import Settings, load_settings
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.reminding import (
    Queued,
    ensure_default_rules,
    queue_due_reminders,
)
from calendar_service.storage.database import Database, Session
from calendar_service.storage.item_rows import COLUMNS, TEXT_FIELDS, fill_row
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.migrating import upgrade_database
from calendar_service.storage.outbox import claim_next, mark_sent
from calendar_service.storage.tables import ItemRow, ItemTextRow
from tests.builders import make_item

START = datetime(2027, 3, 1, 12, 1, tzinfo=UTC)
DUE_AT = datetime(2027, 3, 2, 5, tzinfo=UTC)
"""A week before the meetings of the ninth, nine o'clock in Tbilisi."""
EVENING = DUE_AT + timedelta(hours=12)
A_MINUTE = timedelta(minutes=1)
NUMBERS = ("1000", "10000", "100000")
DUE = 10
SPREAD = 30 * 365
"""Days over which what is stored is spread, from a year before on."""
ONE_IN = 20
"""So many items for one agreement."""


def main() -> None:
    given = sys.argv[1:]
    url = given[1] if given[:1] == ["--database"] else ""
    for number in map(int, given[2 if url else 0 :] or NUMBERS):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), number, url)


def measure(folder: Path, number: int, url: str) -> None:
    settings = load_settings({"CALENDAR_INSTANCE": str(folder)})
    database = Database(url or settings.database_url)
    upgrade_database(database)
    fill(database, number)
    first, overdue = beat(database, settings, START)
    settle(database, settings, START + A_MINUTE)
    idle = [beat(database, settings, START + n * A_MINUTE)[0] for n in range(3, 103)]
    beat(database, settings, DUE_AT - A_MINUTE)
    due, queued = beat(database, settings, DUE_AT)
    settle(database, settings, DUE_AT + A_MINUTE)
    edit(database, DUE_AT)
    edited, _ = beat(database, settings, DUE_AT + 3 * A_MINUTE)
    late, _ = beat(database, settings, EVENING)
    print(
        f"{number:>7,} items: idle minute {statistics.median(idle) * 1000:.2f} ms,"
        f" {queued.due} mails due {due * 1000:,.0f} ms,"
        f" after an edit {edited * 1000:,.0f} ms,"
        f" six hours later {late * 1000:,.0f} ms,"
        f" the first look ever, with {overdue.due} overdue, {first * 1000:,.0f} ms"
    )
    database.close()


def fill(database: Database, number: int) -> None:
    """Spread items over thirty years; some are agreements, ten are soon due."""
    with database.transaction() as session:
        ensure_default_rules(session)
        put(session, stored(number - DUE))
        for n in range(DUE):
            near = item(f"near-{n}", date(2027, 3, 9))
            store_item(session, near, actor="b", seen=None, now=START)


def stored(number: int) -> Iterator[Item]:
    for n in range(number):
        day = START.date() + timedelta(days=n % SPREAD - 365)
        made = item(str(n), day)
        if n % ONE_IN == 0:
            ends = Agreement(expires=whole_days(day + timedelta(days=200)))
            made = replace(made, kind=ItemKind.AGREEMENT, agreement=ends)
        yield made


def item(name: str, day: date) -> Item:
    long_ago = START - timedelta(days=10)
    return make_item(
        uid=f"{name}@example.org",
        slug=f"item-{name}",
        kind=ItemKind.MEETING,
        span=whole_days(day),
        texts={"en": Text(title=f"Meeting {name}")},
        focal_point=Person("", f"{name[-2:]}@example.org"),
        created_at=long_ago,
        updated_at=long_ago,
        published_at=long_ago,
    )


def put(session: Session, items: Iterator[Item]) -> None:
    """Store many at once, without history and search: a hundred times as fast."""
    columns = (*COLUMNS, "first_on", "last_on", "city", "expires_on", "notice_on")
    rows, texts = [], []
    for each in items:
        row = ItemRow()
        fill_row(row, each)
        rows.append({name: getattr(row, name) for name in (*columns, "body")})
        texts += [
            {"uid": each.uid, "language": text.language}
            | {name: getattr(text, name) for name in TEXT_FIELDS}
            for text in row.texts
        ]
    session.execute(insert(ItemRow), rows)
    found = session.execute(select(ItemRow.uid, ItemRow.id))
    ids = {row.uid: row.id for row in found}
    for text in texts:
        text["item_id"] = ids[text.pop("uid")]
    session.execute(insert(ItemTextRow), texts)


def beat(database: Database, settings: Settings, now: datetime) -> tuple[float, Queued]:
    began = time.perf_counter()
    with database.transaction() as session:
        queued = queue_due_reminders(session, settings, lambda *_: "http://x/", now)
    return time.perf_counter() - began, queued


def settle(database: Database, settings: Settings, now: datetime) -> None:
    """Send what waits, and let it be seen that all is quiet."""
    with database.transaction() as session:
        while mail := claim_next(session, "b", now):
            mark_sent(session, mail.id, "b", now)
    beat(database, settings, now)


def edit(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        found = find_item(session, "near-1@example.org")
        assert found is not None
        changed = replace(
            found,
            texts={"en": Text(title="Another")},
            revision=found.revision + 1,
            updated_at=now,
        )
        store_item(session, changed, actor="b", seen=found.revision, now=now)


if __name__ == "__main__":
    main()
