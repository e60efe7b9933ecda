"""Feeds against nginx with the same bytes on disk; run by hand.

    python -m tests.benchmarks.feeds [ITEMS …]

Needs nginx and wrk. For 1,000 and 10,000 items, unless others are named: what
a cold start and an edit cost, then requests a second (medians of interleaved
rounds) with 8 and 64 connections, and our share of nginx's.
"""

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from calendar_service.clock import utc_now
from calendar_service.config import Settings, load_settings
from calendar_service.services.feed_files import FOLDER, list_cold
from calendar_service.services.publishing import make_publisher
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.migrating import upgrade_database
from tests.benchmarks.filling import fill

ROUNDS, SECONDS = 3, 2
PATH = "/feeds/all.ics"
GZIP = "Accept-Encoding: gzip"
BARS = {"304": 0.2, "gzip": 0.3, "plain": 0.75}
CONFIG = """
daemon off; worker_processes 2; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  gzip_static on; gzip_vary on;
  types {{ text/calendar ics; }}
  server {{ listen 127.0.0.1:{disk}; root {folder}/www; }}
  map $args $feed_language {{ default /none; "" ""; lang=en .en; lang=ka .ka; }}
  server {{
    listen 127.0.0.1:{published};
    location ~ ^/feeds/(?<feed>[a-z-]+)\\.(?<form>ics|rss|atom|json)$ {{
      root {instance}/published;
      try_files /feeds/$feed$feed_language.$form @calendar;
    }}
    location @calendar {{ proxy_pass http://127.0.0.1:{ours}; }}
  }}
}}
"""


@dataclass(frozen=True)
class Ports:
    """Where we are, nginx with copies, and nginx with our published files."""

    ours: int
    disk: int
    published: int


def main() -> None:
    for tool in ("nginx", "wrk"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is missing; on Debian: apt-get install {tool}")
    for number in map(int, sys.argv[1:] or ("1000", "10000")):
        with tempfile.TemporaryDirectory() as name:
            measure(Path(name), number)


def measure(folder: Path, number: int) -> None:
    ports = Ports(*free_ports(3))
    instance = folder / "instance"
    settings = load_settings(
        {
            "CALENDAR_INSTANCE": str(instance),
            "CALENDAR_BASE_URL": f"http://127.0.0.1:{ports.ours}",
        }
    )
    database = Database(settings.database_url)
    upgrade_database(database)
    print(f"{number:,} items", flush=True)
    fill(database, number)
    render(settings, database)
    with ours(settings, ports.ours):
        print_edits(settings, database, ports.ours, number)
        wait_for_files(instance, ports.ours)
        with nginx(folder, instance, ports):
            for connections in (8, 64):
                compare(ports, connections)
    database.close()


def free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def render(settings: Settings, database: Database) -> None:
    publisher = make_publisher(settings, database, utc_now, time.monotonic)
    began, number = time.perf_counter(), 0
    for batch in list_cold(publisher, utc_now()):
        publisher.maker.fragments.render(batch)
        number += len(batch.keys)
    taken = time.perf_counter() - began
    print(f"  rendered and proved: {taken / number * 1000:.1f} ms each, once")


def print_edits(settings: Settings, database: Database, port: int, number: int) -> None:
    """Print how long after the commit of an edit its bytes are here, whole."""
    for name, header, most in (("plain", "", 100), ("gzip", GZIP, 250)):
        taken = [edit(database, port, number, header) for _ in range(7)]
        print(
            f"  from an edit to its {name} bytes:"
            f" {statistics.median(taken) * 1000:.0f} ms,"
            f" at most {max(taken) * 1000:.0f} (bar {most})"
        )


def edit(database: Database, port: int, number: int, header: str) -> float:
    with database.transaction() as session:
        item = find_item(session, f"{number // 2}@example.org")
        if item is None:
            sys.exit("the item is gone")
        changed = replace(item, revision=item.revision + 1)
        store_item(session, changed, actor="bench", seen=item.revision, now=utc_now())
    began = time.perf_counter()
    wanted = f"SEQUENCE:{changed.revision}\r\n".encode()
    while True:
        body = fetch(port, PATH, header)
        taken = time.perf_counter() - began
        if wanted in (gzip.decompress(body) if header else body):
            time.sleep(1.5)  # the files and the other worker have their turn
            return taken


def fetch(port: int, path: str, header: str = "") -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if header:
        request.add_header(*header.split(": "))
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        body: bytes = answer.read()
        return body


@contextmanager
def ours(settings: Settings, port: int) -> Iterator[None]:
    environment = os.environ | {  # noqa: TID251 - handed to the server
        "CALENDAR_INSTANCE": str(settings.instance),
        "CALENDAR_BASE_URL": settings.base_url,
    }
    command = [sys.executable, "-m", "calendar_service", "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet) as server:  # noqa: S603 - our own
        try:
            wait_for(port, "/healthz")
            began = time.perf_counter()
            fetch(port, PATH)
            print(
                f"  first poll of a cold process: {time.perf_counter() - began:.2f} s"
            )
            for _ in range(8):
                for path in (PATH, f"{PATH}?lang=ka"):
                    fetch(port, path)
                    fetch(port, path, GZIP)
            print_memory(server.pid)
            yield
            print_memory(server.pid)
        finally:
            server.terminate()


@contextmanager
def nginx(folder: Path, instance: Path, ports: Ports) -> Iterator[None]:
    target = folder / "www" / PATH.lstrip("/")
    target.parent.mkdir(parents=True)
    for suffix, header in (("", ""), (".gz", GZIP)):
        body = fetch(ports.ours, PATH, header)
        target.with_name(target.name + suffix).write_bytes(body)
    folder.chmod(0o755)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, instance=instance, **vars(ports)))
    command = ["nginx", "-c", str(config), "-p", str(folder)]
    with subprocess.Popen(command) as server:  # noqa: S603 - Debian's
        try:
            wait_for(ports.disk, PATH)
            yield
        finally:
            server.terminate()


def wait_for(port: int, path: str) -> None:
    for _ in range(400):
        try:
            fetch(port, path)
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"port {port} does not answer")


def wait_for_files(instance: Path, port: int) -> None:
    body, path = fetch(port, PATH), instance / FOLDER / Path(PATH).name
    while not path.exists() or path.read_bytes() != body:
        time.sleep(0.2)


def compare(ports: Ports, connections: int) -> None:
    tags = {port: tags_of(port) for port in vars(ports).values()}
    cases: dict[str, dict[int, list[str]]] = {
        "304": {port: [f"If-None-Match: {tag}"] for port, tag in tags.items()},
        "gzip": {port: [GZIP] for port in tags},
        "plain": {port: [] for port in tags},
    }
    print(f"  {connections} connections, requests a second (share of nginx):")
    for name, headers in cases.items():
        rates: dict[int, list[float]] = {port: [] for port in tags}
        for _ in range(ROUNDS):
            for port, found in rates.items():
                found.append(rate(port, headers[port], connections))
        mine, theirs, files = map(statistics.median, rates.values())
        print(
            f"    {name:6} ours {mine:8,.0f} ({mine / theirs:.2f}, bar {BARS[name]})"
            f"  nginx {theirs:8,.0f}  nginx with our files {files:8,.0f}",
            flush=True,
        )


def tags_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}") as answer:
        return str(answer.headers["ETag"])


def rate(port: int, headers: list[str], connections: int) -> float:
    command = ["wrk", "-t2", f"-c{connections}", f"-d{SECONDS}s"]
    for header in headers:
        command += ["-H", header]
    command.append(f"http://127.0.0.1:{port}{PATH}")
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - Debian's
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        sys.exit(done.stdout)
    return float(found[1])


def print_memory(pid: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in (str(pid), *children):
        status = Path(f"/proc/{child}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        if found and int(found[1]) > 30_000:
            role = "main process" if child == str(pid) else "worker (bar 150)"
            print(f"  {role}: {int(found[1]) / 1024:.0f} MB resident")


if __name__ == "__main__":
    main()
