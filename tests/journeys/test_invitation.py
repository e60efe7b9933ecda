"""Somebody is invited, gets the mail, chooses a password, and works within limits."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR, Account, Role
from calendar_service.domain.item import ItemKind
from calendar_service.scheduler import MailWorker
from calendar_service.services.editing import add_item
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft
from tests.fakes import StillClock
from tests.smtp_server import Server, running

NINO, PASSWORD = "nino@example.org", "correct horse battery"
ZURA = Account(email="zura@example.org", name="Zura", role=Role.ADMIN)


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


def test_an_invitation_leads_to_work_within_its_limits(
    settings: Settings,
    database: Database,
    clock: StillClock,
    client: FlaskClient,
    signed_in_as: Callable[[Account], FlaskClient],
    smtp: Server,
) -> None:
    with database.transaction() as session:
        meeting = add_item(session, OPERATOR, make_draft(), NOW, "example.org")
        draft = make_draft(kind=ItemKind.SCREENING)
        film = add_item(session, OPERATOR, draft, NOW, "example.org")
    served = replace(settings, smtp_url=f"smtp://127.0.0.1:{smtp.port}")
    worker = MailWorker(served, database, clock)
    worker.prepare()

    limits = {"role": "publisher", "kind": "screening", "language": "ka"}
    post(signed_in_as(ZURA), "/staff/new-account", email=NINO, **limits)
    worker.beat()
    (raw,) = (raw for _, to, raw in smtp.taken if to == [NINO])
    mail = message_from_bytes(raw, policy=default)
    assert mail["Subject"] == "თქვენი ანგარიში – The Office"
    assert mail["Auto-Submitted"] == "auto-generated"
    body = mail.get_body(("plain",))
    assert body is not None
    (link,) = (line for line in body.get_content().split() if "/invitation/" in line)
    parts = urlsplit(link)

    opened = client.get(f"{parts.path}?{parts.query}")
    assert opened.location == "/login/invitation?lang=ka"
    assert post(client, opened.location, new=PASSWORD, again=PASSWORD) == (
        "/staff/?lang=ka"
    )
    codes = [
        client.get(f"/staff/items/{item.uid}/edit").status_code
        for item in (film, meeting)
    ]
    assert codes == [200, 403]
    assert client.get(f"{parts.path}?{parts.query}").status_code == 410
