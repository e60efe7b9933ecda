"""A reader follows by mail: asks, confirms, hears of it, leaves, hears nothing."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from lxml import html

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, details_of
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.scheduler import MailWorker
from calendar_service.services.editing import add_item, save_item
from calendar_service.storage.database import Database
from calendar_service.storage.followers import list_followers
from calendar_service.storage.migrating import upgrade_database
from calendar_service.storage.outbox import list_mails
from tests.builders import make_draft
from tests.fakes import StillClock
from tests.journeys.test_answer_mail import Site, arrived
from tests.smtp_server import Server, running

READER = "reader@example.org"
DIE_INSIDE = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from calendar_service import scheduler
from calendar_service.config import Settings
from calendar_service.storage.database import Database

url, where, now = sys.argv[1:]
queue = scheduler.queue_followers

def queue_and_die(*arguments):
    queue(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

scheduler.queue_followers = queue_and_die
settings = Settings(
    instance=Path(where), database_url=url, base_url="http://127.0.0.1",
    secret_key="another one", mail_from="calendar@example.org", demo=True,
)
clock = lambda: datetime.fromisoformat(now)
scheduler.MailWorker(settings, Database(url), clock).beat()
"""


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture
def site(
    settings: Settings, empty_url: str, clock: StillClock, server: Server
) -> Iterator[Site]:
    """The application on an empty database of either kind."""
    mailing = replace(
        settings,
        database_url=empty_url,
        smtp_url=f"smtp://127.0.0.1:{server.port}",
        comms_team=(),
    )
    database = Database(empty_url)
    upgrade_database(database)
    database.close()
    made = Site(mailing, clock)
    yield made
    made.close()


@pytest.fixture
def database(site: Site) -> Iterator[Database]:
    opened = Database(site.settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def worker(site: Site, database: Database, clock: StillClock) -> MailWorker:
    made = MailWorker(site.settings, database, clock)
    made.prepare()
    return made


def ask(site: Site, **fields: str) -> str:
    """Fill the form in as a browser does; return the heading of what comes."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    url = f"{site.settings.base_url}/subscribe/mail?lang=en"
    page = browser.open(url, timeout=30).read().decode()
    (token,) = html.fromstring(page).xpath("//input[@name='csrf_token']/@value")
    filled = urlencode({"csrf_token": token} | fields).encode()
    answer = browser.open(url, filled, timeout=30).read().decode()
    return str(html.fromstring(answer).xpath("//h1")[0].text_content())


def publish(database: Database, clock: StillClock, title: str) -> Item:
    draft = make_draft(texts={"en": Text(title=title)})
    with database.transaction() as session:
        return add_item(session, OPERATOR, draft, clock(), "example.org")


def move(database: Database, clock: StillClock, item: Item, day: date) -> None:
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    draft = Draft(**(fields | {"uid": item.uid, "span": whole_days(day)}))
    with database.transaction() as session:
        save_item(session, OPERATOR, draft, clock())


def beat(worker: MailWorker, clock: StillClock, times: int = 2) -> None:
    """Let some minutes pass, another process looking each time as well."""
    other = MailWorker(worker.settings, worker.database, clock)
    for _ in range(times):
        clock.move(minutes=1)
        worker.beat()
        other.beat()


def follow(site: Site, worker: MailWorker, server: Server, clock: StillClock) -> None:
    """Let the reader follow everything, and be told at once."""
    ask(site, address=READER, pace="immediate", words="en")
    beat(worker, clock, 1)
    assert site.ask("POST", links(only(server))["confirm"])[0] == 200


def only(server: Server) -> EmailMessage:
    (mail,) = arrived(server).values()
    assert mail["To"] == READER
    return mail


def links(mail: EmailMessage) -> dict[str, str]:
    """Return the links in a mail's text that act, by what they do."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.findall(r"\S+/mail/(\w+)/\S+", body.get_content())
    urls = re.findall(r"\S+/mail/\w+/\S+", body.get_content())
    return dict(zip(found, urls, strict=True))


def test_nothing_comes_before_the_reader_has_confirmed(
    site: Site,
    worker: MailWorker,
    server: Server,
    clock: StillClock,
    database: Database,
) -> None:
    publish(database, clock, "Long known")
    said = ask(site, address=READER, kind="meeting", pace="immediate", words="en")
    assert said == "Look into your mailbox"
    beat(worker, clock)
    mail = only(server)
    assert mail["Subject"] == "Please confirm: the calendar of The Office by mail"
    # Scanners follow every link, and nothing has been confirmed by that.
    for url in links(mail).values():
        assert site.ask("GET", url)[0] == 200
    publish(database, clock, "Before the confirmation")
    beat(worker, clock)
    assert arrived(server) == {}
    for _ in range(2):
        assert site.ask("POST", links(mail)["confirm"])[0] == 200
    beat(worker, clock)
    assert arrived(server) == {}
    publish(database, clock, "Evening of films")
    beat(worker, clock)
    assert only(server)["Subject"] == "New: Evening of films (14 May 2026)"


def test_news_comes_once_until_one_click_ends_it(
    site: Site,
    worker: MailWorker,
    server: Server,
    clock: StillClock,
    database: Database,
) -> None:
    follow(site, worker, server, clock)
    item = publish(database, clock, "Evening of films")
    beat(worker, clock)
    mail = only(server)
    assert mail["List-Id"] == "<follow.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    move(database, clock, item, date(2026, 5, 21))
    beat(worker, clock)
    mail = only(server)
    assert mail["Subject"] == "Moved: Evening of films (21 May 2026)"
    url = mail["List-Unsubscribe"].strip().strip("<>")
    assert (url, site.ask("GET", url)[0]) == (links(mail)["leave"], 200)
    for _ in range(2):
        assert site.ask("POST", url, **{"List-Unsubscribe": "One-Click"})[0] == 200
    publish(database, clock, "After the leaving")
    beat(worker, clock)
    assert arrived(server) == {}
    with database.reading() as session:
        assert list_followers(session) == []
        assert [each for each in list_mails(session) if each.message.to == READER] == []


def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(
    site: Site,
    worker: MailWorker,
    server: Server,
    clock: StillClock,
    database: Database,
) -> None:
    for number in range(5):
        ask(site, address=f"{number}@example.org", pace="immediate", words="en")
    beat(worker, clock, 1)
    for mail in arrived(server).values():
        assert site.ask("POST", links(mail)["confirm"])[0] == 200
    publish(database, clock, "Evening of films")
    where = (site.settings.database_url, str(site.settings.instance))
    script = (sys.executable, "-c", DIE_INSIDE, *where, clock().isoformat())
    for _ in range(2):
        died = subprocess.run(script, check=False)  # noqa: S603 - our own program
        assert died.returncode == -signal.SIGKILL
    beat(worker, clock)
    assert len(server.taken) == 5
    assert sorted(arrived(server)) == [f"{number}@example.org" for number in range(5)]


def test_a_week_is_one_letter_and_an_empty_one_is_none(
    site: Site,
    worker: MailWorker,
    server: Server,
    clock: StillClock,
    database: Database,
) -> None:
    ask(site, address=READER, pace="weekly", words="ka")
    beat(worker, clock, 1)
    site.ask("POST", links(only(server))["confirm"])
    clock.move(days=7)
    beat(worker, clock)
    assert arrived(server) == {}
    publish(database, clock, "Evening of films")
    beat(worker, clock)
    assert arrived(server) == {}
    clock.move(days=7)
    beat(worker, clock)
    mail = only(server)
    assert mail["Subject"] == "კვირის კალენდარი: 23 მარტი, 2026"
    url = links(mail)["follow"]
    changed = site.ask("POST", url, do="save", pace="immediate", words="en")
    assert changed[0] == 200
    publish(database, clock, "Open day")
    beat(worker, clock)
    assert only(server)["Subject"] == "New: Open day (14 May 2026)"
