"""Feeds against nginx with the same bytes on disk; run by hand.

    python -m tests.benchmarks.feeds [ITEMS] [CONNECTIONS]

Needs nginx and wrk. Prints requests a second (medians of interleaved rounds)
and our share of nginx's, then what an edit and a cold start cost.
"""

import gzip
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from calendar_service.config import Settings, load_settings
from calendar_service.domain.feed_choice import FeedChoice
from calendar_service.domain.item import ItemKind, Place
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.feed_requests import FeedAsked, FeedFormat
from calendar_service.services.publishing import Publisher, make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.migrating import upgrade_database
from tests.builders import make_item, timed

OURS, NGINX = 8791, 8792
ROUNDS, SECONDS = 3, 2
PATH = "/feeds/all.ics"
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
WORDS = """
migration office festival training return border panel meeting information
დაბრუნება შეხვედრა მიგრაცია საინფორმაციო კამპანია
""".split()  # noqa: SIM905 - a list of words reads better so
CONFIG = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; gzip_static on; gzip_vary on;
  client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  types {{ text/calendar ics; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def main() -> None:
    for tool in ("nginx", "wrk"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is missing; install it to compare")
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    connections = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = load_settings(
            {
                "CALENDAR_INSTANCE": str(folder / "instance"),
                "CALENDAR_BASE_URL": f"http://127.0.0.1:{OURS}",
            }
        )
        database = Database(settings.database_url)
        upgrade_database(database)
        fill(database, items)
        began = time.perf_counter()
        publish(publisher_of(settings, database))
        print(f"{items} items rendered and proved: {time.perf_counter() - began:.1f} s")
        print_own_costs(settings, database, items)
        with ours(settings), nginx(folder):
            compare(connections)


def fill(database: Database, number: int) -> None:
    draw = random.Random(1)  # noqa: S311 - the same items each time

    def words(count: int) -> str:
        return " ".join(draw.choice(WORDS) for _ in range(count))

    with database.transaction() as session:
        for n in range(number):
            day = date(2026, 11, 1) + timedelta(days=draw.randint(0, 700))
            hours = timed(f"{day}T10:00", f"{day}T11:30")
            text = {
                language: Text(words(6), words(12), words(40))
                for language in ("en", "ka")
            }
            item = make_item(
                uid=f"{n}@example.org",
                slug=f"item-{n}",
                kind=draw.choice(list(ItemKind)[:7]),
                span=hours if n % 3 == 0 else whole_days(day),
                texts=text,
                place=Place(city="Tbilisi"),
            )
            store_item(session, item, actor="bench", seen=None, now=NOW)


def publisher_of(settings: Settings, database: Database) -> Publisher:
    return make_publisher(settings, database, lambda: NOW, time.monotonic)


def publish(publisher: Publisher) -> None:
    address = f"http://127.0.0.1:{OURS}{PATH}"
    asked = FeedAsked(
        name="all", format=FeedFormat.ICS, choice=FeedChoice(), address=address
    )
    publisher.document(asked, NOW)


def print_own_costs(settings: Settings, database: Database, items: int) -> None:
    publisher = publisher_of(settings, database)
    began = time.perf_counter()
    publish(publisher)
    print(f"cold process, first answer: {time.perf_counter() - began:.3f} s")
    times = []
    for _ in range(5):
        with database.transaction() as session:
            item = find_item(session, f"{items // 2}@example.org")
            if item is None:
                return
            changed = replace(item, revision=item.revision + 1)
            store_item(session, changed, actor="bench", seen=item.revision, now=NOW)
        time.sleep(0.05)
        began = time.perf_counter()
        publish(publisher)
        times.append(time.perf_counter() - began)
    print(f"after an edit, plain and gzip: {statistics.median(times):.3f} s")


@contextmanager
def ours(settings: Settings) -> Iterator[None]:
    environment = os.environ | {  # noqa: TID251 - handed to the server
        "CALENDAR_INSTANCE": str(settings.instance),
        "CALENDAR_BASE_URL": settings.base_url,
    }
    command = [sys.executable, "-m", "calendar_service", "serve", "--port", str(OURS)]
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603 - our own
        try:
            wait_for(f"http://127.0.0.1:{OURS}{PATH}")
            yield
            print_memory(server.pid)
        finally:
            server.terminate()


@contextmanager
def nginx(folder: Path) -> Iterator[None]:
    target = folder / "www" / PATH.lstrip("/")
    target.parent.mkdir(parents=True)
    with urllib.request.urlopen(f"http://127.0.0.1:{OURS}{PATH}") as answer:
        body = answer.read()
    target.write_bytes(body)
    target.with_name(target.name + ".gz").write_bytes(gzip.compress(body, 6))
    folder.chmod(0o755)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=NGINX))
    command = ["nginx", "-c", str(config), "-p", str(folder)]
    with subprocess.Popen(command) as server:  # noqa: S603 - Debian's
        try:
            wait_for(f"http://127.0.0.1:{NGINX}{PATH}")
            yield
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{url} does not answer")


def compare(connections: int) -> None:
    tags = {port: tag_of(port) for port in (OURS, NGINX)}
    cases: dict[str, Callable[[int], list[str]]] = {
        "304": lambda port: [f"If-None-Match: {tags[port]}"],
        "gzip": lambda _: ["Accept-Encoding: gzip"],
        "plain": lambda _: [],
    }
    print(f"{connections} connections; requests a second:")
    for name, headers in cases.items():
        rates: dict[int, list[float]] = {OURS: [], NGINX: []}
        for _ in range(ROUNDS):
            for port, measured in rates.items():
                measured.append(rate(port, headers(port), connections))
        mine, theirs = (statistics.median(rates[port]) for port in (OURS, NGINX))
        print(f"  {name:6} {mine:9,.0f}  nginx {theirs:9,.0f}  {mine / theirs:.2f}")


def tag_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}") as answer:
        return str(answer.headers["ETag"])


def rate(port: int, headers: list[str], connections: int) -> float:
    command = ["wrk", "-t2", f"-c{connections}", f"-d{SECONDS}s"]
    for header in headers:
        command += ["-H", header]
    command.append(f"http://127.0.0.1:{port}{PATH}")
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - Debian's
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout.replace("Non-2xx or 3xx", ""):
        sys.exit(done.stdout)
    return float(found[1])


def print_memory(pid: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        status = Path(f"/proc/{child}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        if found and int(found[1]) > 30_000:
            print(f"worker {child}: {int(found[1]) / 1024:.0f} MB resident")


if __name__ == "__main__":
    main()
