"""A mail arrives, and its links are used by programs that know nothing of us."""

import http.client
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from urllib.parse import urlencode, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from lxml import html
from werkzeug.serving import make_server

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.span import whole_days
from calendar_service.scheduler import MailWorker
from calendar_service.storage.database import Database
from tests.builders import make_item
from tests.fakes import StillClock
from tests.smtp_server import Server, running
from tests.web.seeing import add

AGREEMENT = make_item(
    uid="memorandum@example.org",
    slug="memorandum",
    kind=ItemKind.AGREEMENT,
    span=whole_days(date(2024, 6, 8)),
    agreement=Agreement(expires=whole_days(date(2026, 6, 8))),
    focal_point=Person("Cleo", "cleo@example.org"),
)
"""90 days before its expiry is the day of the still clock."""


class Site:
    """The application on a real port, spoken to without cookies."""

    def __init__(self, settings: Settings, clock: StillClock) -> None:
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        address = f"http://127.0.0.1:{self._server.server_port}"
        self.settings = replace(settings, base_url=address)
        self.app = create_app(self.settings, clock)
        self._thread = Thread(target=self._server.serve_forever)
        self._thread.start()

    def _answer(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        return self.app(environ, start_response)

    def ask(self, method: str, url: str, **fields: str) -> tuple[int, str]:
        """Return status and body; a redirect would show as what it is."""
        parts = urlsplit(url)
        assert parts.hostname == "127.0.0.1"
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        path = f"{parts.path}?{parts.query}"
        connection.request(method, path, urlencode(fields) if fields else None, kind)
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, body

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.app.extensions["calendar"].database.close()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture
def site(settings: Settings, clock: StillClock, server: Server) -> Iterator[Site]:
    mailing = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    made = Site(mailing, clock)
    yield made
    made.close()


@pytest.fixture
def worker(site: Site, database: Database, clock: StillClock) -> MailWorker:
    made = MailWorker(site.settings, database, clock)
    made.prepare()
    return made


def arrived(server: Server) -> dict[str, EmailMessage]:
    """Return what has come since last time, by address."""
    taken, server.taken[:] = list(server.taken), []
    return {to[0]: message_from_bytes(raw, policy=default) for _, to, raw in taken}


def meeting(day: date) -> Item:
    return make_item(span=whole_days(day))


def test_one_click_of_a_mail_program_stops_the_mails(
    site: Site, worker: MailWorker, server: Server, clock: StillClock
) -> None:
    add(worker.database, meeting(date(2026, 3, 17)))
    worker.beat()
    mail = arrived(server)["comms@example.org"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = mail["List-Unsubscribe"].strip().strip("<>")
    for method in ("GET", "HEAD"):
        assert site.ask(method, url)[0] == 200
    clock.move(days=3)
    status, body = site.ask("POST", url, **{"List-Unsubscribe": "One-Click"})
    assert status == 200
    assert "No more of these mails will come." in body
    clock.move(days=3)
    worker.beat()
    assert arrived(server) == {}
    assert site.ask("POST", url, do="again")[0] == 200
    worker.beat()
    assert list(arrived(server)) == ["comms@example.org"]


def test_a_scanner_that_follows_every_link_answers_nothing(
    site: Site, worker: MailWorker, server: Server, clock: StillClock
) -> None:
    add(worker.database, AGREEMENT)
    worker.beat()
    for mail in arrived(server).values():
        body = mail.get_body(("html",))
        assert body is not None
        links = html.fromstring(body.get_content()).xpath("//a/@href")
        mine = [link for link in links if "/mail/" in link]
        assert [site.ask("GET", link)[0] for link in mine] == [200] * len(mine)
    clock.move(days=2)
    worker.beat()
    again = arrived(server)
    assert sorted(again) == ["cleo@example.org", "comms@example.org"]
    assert again["cleo@example.org"]["Subject"].startswith("Still unanswered: 88 days")


def test_an_answer_ends_the_questions_and_the_owner_cannot_vanish(
    site: Site, worker: MailWorker, server: Server, clock: StillClock
) -> None:
    add(worker.database, AGREEMENT)
    worker.beat()
    mails = arrived(server)
    assert mails["cleo@example.org"]["List-Unsubscribe"] is None
    assert mails["comms@example.org"]["List-Unsubscribe"] is not None
    body = mails["cleo@example.org"].get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert "To hand it over, ask:" in words
    (link,) = (word for word in words.split() if "/mail/answer/" in word)
    status, page = site.ask("POST", link, answer="done")
    assert status == 200
    assert "Noted: Renewed. Thank you." in page
    for _ in range(100):
        clock.move(days=1)
        worker.beat()
    assert arrived(server) == {}
