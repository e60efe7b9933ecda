"""Somebody forgot a password: asks, gets a mail, chooses another, and is told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from calendar_service.config import Settings
from calendar_service.domain.account import Role
from calendar_service.scheduler import MailWorker
from calendar_service.services.administering import add_account
from calendar_service.storage.database import Database
from tests.builders import NOW
from tests.fakes import StillClock
from tests.smtp_server import Server, running

OLD, NEW = "correct horse battery", "another horse entirely"
NINO = "nino@example.org"
LINK = re.compile(r"http://calendar\.example\.org/mail/password/\S+")


@pytest.fixture
def smtp() -> Iterator[Server]:
    yield from running(Server())


def post(client: FlaskClient, path: str, **fields: str) -> str:
    """Fill in the form of a page and send it; return where it leads."""
    page = html.fromstring(client.get(path).get_data(as_text=True))
    token = str(page.xpath("//main//input[@name='csrf_token']/@value")[0])
    answer = client.post(path, data={"csrf_token": token, **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def received(smtp: Server) -> list[EmailMessage]:
    """Return what came, and forget it."""
    raws = [raw for _, to, raw in smtp.taken if to == [NINO]]
    smtp.taken.clear()
    return [message_from_bytes(raw, policy=default) for raw in raws]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_forgotten_password_is_replaced_by_mail(
    settings: Settings,
    database: Database,
    clock: StillClock,
    client: FlaskClient,
    smtp: Server,
) -> None:
    with database.transaction() as session:
        add_account(
            session,
            email=NINO,
            name="Nino",
            role=Role.EDITOR,
            language="ka",
            password=OLD,
            now=NOW,
        )
    served = replace(settings, smtp_url=f"smtp://127.0.0.1:{smtp.port}")
    worker = MailWorker(served, database, clock)
    worker.prepare()

    for address in (NINO, "nobody@example.org"):
        assert post(client, "/login/forgotten", email=address) == (
            "/login/forgotten?sent=yes"
        )
    worker.beat()
    (mail,) = received(smtp)
    assert mail["Subject"] == "აირჩიეთ ახალი პაროლი – The Office"
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == (
        "ka",
        "auto-generated",
    )
    (link,) = LINK.findall(text_of(mail))
    parts = urlsplit(link)
    opened = client.get(f"{parts.path}?{parts.query}")
    assert opened.location == "/login/password?lang=ka"

    clock.move(minutes=5)
    login = post(client, opened.location, new=NEW, again=NEW)
    assert login == "/login?renewed=yes&lang=ka"
    worker.beat()
    (told,) = received(smtp)
    assert told["Subject"] == "თქვენი პაროლი შეიცვალა – The Office"
    assert LINK.findall(text_of(told)) == []

    assert client.get("/staff/").status_code == 303
    assert post(client, "/login", email=NINO, password=NEW) == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert client.get(f"{parts.path}?{parts.query}").status_code == 410
