"""People who write and read all at once, through real web servers."""

import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from lxml import html

from calendar_service.clock import utc_now
from calendar_service.domain.account import Account, Role
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.administering import hash_password
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.migrating import upgrade_database
from tests.builders import make_item
from tests.processes import Program, started
from tests.smtp_server import free_port
from tests.web.filling import FIELDS, value_of

PASSWORD = "a long password"  # noqa: S105 - good for a test alone
PATIENCE = 30.0
READ = ("/", "/agenda", "/feeds/all.ics", "/feeds/all.atom", "/search?q=meeting")


@dataclass
class Crowd:
    """One installation on a file, its web server, and what everybody was answered."""

    address: str
    database: Database
    web: Program
    scheduler: Program
    statuses: Counter[int] = field(default_factory=Counter)
    writes: list[float] = field(default_factory=list)
    saved: Counter[int] = field(default_factory=Counter)

    def run(self, writers: int, readers: int, seconds: float) -> None:
        """Let all of them go on for so long, once the writers are signed in."""
        people = [Visitor(self.address) for _ in range(writers)]
        for number, person in enumerate(people):
            person.sign_in(email(number))
        until = time.monotonic() + seconds
        work: list[Callable[[], None]] = [
            *(
                partial(self._write, person, n, until)
                for n, person in enumerate(people)
            ),
            *(partial(self._read, n, until) for n in range(readers)),
        ]
        threads = [Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def complaints(self) -> list[str]:
        """Return what the servers say of a database that was locked."""
        lines = [*self.web.errors().splitlines(), *self.scheduler.errors().splitlines()]
        return [line for line in lines if "locked" in line or "Traceback" in line]

    def revisions(self) -> Counter[int]:
        """Return, by writer, how often their item was really changed."""
        found: Counter[int] = Counter()
        with self.database.reading() as session:
            for number in self.saved:
                item = find_item(session, uid(number))
                found[number] = item.revision if item else 0
        return found

    def _write(self, person: "Visitor", number: int, until: float) -> None:
        """Save one's own item again and again."""
        path = f"/staff/items/{uid(number)}/edit"
        while time.monotonic() < until:
            status, body = person.ask(path)
            self.statuses[status] += 1
            fields = form_of(body)
            fields["texts.en.title"] = f"Meeting {number}, {self.saved[number]}"
            began = time.monotonic()
            status, _ = person.ask(path, fields | {"step": "save"})
            self.writes.append(time.monotonic() - began)
            self.statuses[status] += 1
            self.saved[number] += status == 200

    def _read(self, number: int, until: float) -> None:
        person = Visitor(self.address)
        while time.monotonic() < until:
            for path in READ[number % len(READ) :] + READ[: number % len(READ)]:
                status, _ = person.ask(path)
                self.statuses[status] += 1


class Visitor:
    """Somebody with a browser of their own: it keeps cookies and follows redirects."""

    def __init__(self, address: str) -> None:
        self._address = address
        kept = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(kept)

    def sign_in(self, name: str) -> None:
        _, body = self.ask("/login")
        told = form_of(body) | {"email": name, "password": PASSWORD}
        status, body = self.ask("/login", told)
        assert (status, b'name="password"' in body) == (200, False)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return status and body; 0 where there was no answer at all."""
        body = None if fields is None else urlencode(fields).encode()
        request = urllib.request.Request(self._address + path, body)  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as wrong:
            return wrong.code, wrong.read()
        except OSError:
            return 0, b""


def form_of(body: bytes) -> dict[str, str]:
    """Return the fields of the page's form as a browser would send them."""
    return {
        field.get("name"): value
        for field in html.fromstring(body).xpath(FIELDS)
        if (value := value_of(field)) is not None
    }


def uid(number: int) -> str:
    return f"crowd-{number}@example.org"


def email(number: int) -> str:
    return f"writer{number}@example.org"


@contextmanager
def crowd(folder: Path, writers: int, workers: int) -> Iterator[Crowd]:
    """Start servers on a file in which each writer has an account and an item."""
    url = f"sqlite:///{folder / 'crowd.sqlite3'}"
    database = Database(url)
    upgrade_database(database)
    _fill(database, writers)
    port = free_port()
    told = {
        "DATABASE_URL": url,
        "SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
        "COMMS_TEAM": "comms@example.org",
        "MAIL_FROM": "calendar@example.org",
        "UID_DOMAIN": "example.org",
    }
    serve = ("serve", "--port", str(port), "--workers", str(workers))
    with (
        started(folder / "web", *serve, **told) as web,
        started(folder / "scheduler", "scheduler", **told) as scheduler,
    ):
        web.wait_for(port)
        yield Crowd(f"http://127.0.0.1:{port}", database, web, scheduler)
    database.close()


def _fill(database: Database, writers: int) -> None:
    now = utc_now()
    hashed = hash_password(PASSWORD)
    with database.transaction() as session:
        for number in range(writers):
            account = Account(
                email=email(number), role=Role.PUBLISHER, password_hash=hashed
            )
            store_account(session, account, now)
            item = make_item(
                uid=uid(number),
                slug=f"meeting-{number}",
                span=whole_days(_soon(now.date())),
                texts={"en": Text(title=f"Meeting {number}")},
            )
            store_item(session, item, actor="test", seen=None, now=now)


def _soon(today: date) -> date:
    """Return a day of which somebody is reminded while the others write."""
    return today + timedelta(days=2)
