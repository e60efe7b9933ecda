"""Time and size of pages against the number of items; run by hand.

    python -m tests.benchmarks.pages [ITEMS …]

For 100, 1,000 and 10,000 items, unless others are named, spread over eight
years: queries, kilobytes and the median of eleven answers, per page.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import event

from calendar_service.app import create_app
from calendar_service.config import Settings, load_settings
from calendar_service.domain.item import ItemKind, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import Span, whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.accounts import open_session, store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.migrating import upgrade_database
from tests.builders import BEN, NOW, make_item, timed
from tests.fakes import StillClock

ROUNDS = 11
YEARS = 8
START = date(2022, 1, 1)
ENGLISH = ["migration", "office", "festival", "training", "return", "border", "panel"]
GEORGIAN = ["დაბრუნება", "შეხვედრა", "მიგრაცია", "საინფორმაციო", "კამპანია"]
KINDS = [kind for kind in ItemKind if kind is not ItemKind.NEWS]
PAGES = (
    "/?month=2026-03",
    "/?month=2026-03&lang=ka",
    "/agenda?from=2026-03-01",
    "/day/2026-03-10",
    "/year/2026",
    "/items/item-7",
    "/subscribe",
    "/search?q=festival",
    "/search?q=ფესტივალი",
    "/search?q=fesitval+pannel",
    "/embed/month?month=2026-03",
    "/print?quarter=2026-Q1",
)
STAFF_PAGES = ("/staff/", "/staff/work", "/staff/items")


def main() -> None:
    numbers = [int(given) for given in sys.argv[1:]] or [100, 1_000, 10_000]
    found = {number: measure(number) for number in numbers}
    print(f"{'':32}" + "".join(f"{number:>28,} items" for number in numbers))
    for page in (*PAGES, *STAFF_PAGES):
        cells = ""
        for number in numbers:
            queries, size, seconds = found[number][page]
            cells += f"{queries:>10} q {size / 1e3:>7.1f} kB {seconds * 1e3:>8.1f} ms "
        print(f"{page:32}{cells}")


def measure(number: int) -> dict[str, tuple[int, int, float]]:
    """Return queries, bytes and seconds of each page in a calendar of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"CALENDAR_INSTANCE": folder})
        fill(settings, number)
        app = create_app(settings, StillClock())
        database: Database = app.extensions["calendar"].database
        asked: list[str] = []
        event.listen(
            database.engine,
            "before_cursor_execute",
            lambda *given: asked.append(given[2]),
        )
        client = app.test_client()
        found = {page: look(client, page, asked) for page in PAGES}
        sign_in(client, database)
        found |= {page: look(client, page, asked) for page in STAFF_PAGES}
        database.close()
    return found


def sign_in(client: FlaskClient, database: Database) -> None:
    """Let the client be a publisher's from now on."""
    digest = sha256(b"secret").hexdigest()
    with database.transaction() as session:
        store_account(session, BEN, NOW)
        open_session(session, BEN.email, digest, NOW, NOW + timedelta(days=1))
    client.set_cookie("signin", "secret", domain="localhost")


def look(client: FlaskClient, page: str, asked: list[str]) -> tuple[int, int, float]:
    client.get(page)
    asked.clear()
    size = len(client.get(page).data)
    queries = len(asked)
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        client.get(page)
        taken.append(time.perf_counter() - begin)
    return queries, size, statistics.median(taken)


def fill(settings: Settings, number: int) -> None:
    Path(settings.instance).mkdir(exist_ok=True)
    database = Database(settings.database_url)
    upgrade_database(database)
    dice = random.Random(7)  # noqa: S311 - a benchmark keeps no secrets
    with database.transaction() as session:
        for n in range(number):
            span, recurrence = when(dice)
            item = make_item(
                uid=f"{n}@example.org",
                slug=f"item-{n}",
                kind=dice.choice(KINDS),
                span=span,
                recurrence=recurrence,
                place=Place("Hall", dice.choice(["Tbilisi", "Batumi", "Kutaisi"])),
                tags=(dice.choice(ENGLISH),),
                texts={
                    "en": words(dice, ENGLISH, n),
                    "ka": words(dice, GEORGIAN, n),
                },
            )
            store_item(session, item, actor="bench", seen=None, now=NOW)
    database.close()


def when(dice: random.Random) -> tuple[Span, Recurrence]:
    """Return mostly hours, some whole days and runs, one in fifty repeating."""
    day = START + timedelta(days=dice.randrange(YEARS * 365))
    often = Recurrence(rule="FREQ=WEEKLY;COUNT=20") if dice.random() < 0.02 else None
    if dice.random() < 0.7:
        hour = dice.randrange(8, 19)
        span: Span = timed(f"{day}T{hour:02}:00", f"{day}T{hour:02}:45")
    else:
        span = whole_days(day, day + timedelta(days=dice.choice([0, 0, 0, 2, 9])))
    return span, often or Recurrence()


def words(dice: random.Random, known: list[str], number: int) -> Text:
    return Text(
        title=" ".join(dice.choices(known, k=5)) + f" {number}",
        summary=" ".join(dice.choices(known, k=15)),
        description=" ".join(dice.choices(known, k=60)),
    )


if __name__ == "__main__":
    main()
