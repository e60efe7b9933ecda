"""The scheduler wakes and mails: in the right minute, once, to whom it concerns."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from flask.testing import FlaskClient

from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.scheduler import MailWorker
from calendar_service.storage.database import Database
from tests.fakes import StillClock
from tests.journeys.conftest import Operator
from tests.smtp_server import Server, running

ADD = ("items", "add", "--json", "-")
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture
def worker(
    settings: Settings, database: Database, clock: StillClock, server: Server
) -> MailWorker:
    real = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    made = MailWorker(real, database, clock)
    made.prepare()
    return made


def meeting(days: int) -> dict[str, Any]:
    """A meeting so many days from now, as commands know no other time."""
    day = utc_now().date() + timedelta(days=days)
    return {
        "uid": "board@example.org",
        "kind": "meeting",
        "starts_at": f"{day}T10:00",
        "ends_at": f"{day}T11:00",
        "texts": {"en": {"title": "Board"}, "ka": {"title": "საბჭო"}},
        "focal_point": "Nino <nino@example.org>",
    }


def letters(server: Server) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=default) for _, _, raw in server.taken]


def told(operator: Operator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(operator("remind", "--dry-run", "--json"))
    return found


def test_what_the_dry_run_tells_is_what_is_mailed_in_those_minutes(
    operator: Operator, worker: MailWorker, clock: StillClock, server: Server
) -> None:
    operator(*ADD, given=meeting(20))
    ahead = told(operator)
    assert len(ahead) == 4
    for at in sorted({mail["planned_at"] for mail in ahead}):
        clock.now = datetime.fromisoformat(at) - A_MINUTE
        taken = len(server.taken)
        worker.safe_beat()
        assert len(server.taken) == taken
        clock.now = datetime.fromisoformat(at)
        for _ in range(3):
            worker.safe_beat()
            clock.move(minutes=1)
        assert len(server.taken) == taken + 2
    mailed = [(str(mail["To"]), str(mail["Subject"])) for mail in letters(server)]
    assert sorted(mailed) == sorted((mail["to"], mail["subject"]) for mail in ahead)
    assert len({mail["Message-ID"] for mail in letters(server)}) == 4
    clock.move(days=60)
    worker.safe_beat()
    assert len(server.taken) == 4


def test_mail_leads_to_a_page_that_answers_in_the_language_of_its_reader(
    operator: Operator,
    worker: MailWorker,
    clock: StillClock,
    server: Server,
    client: FlaskClient,
) -> None:
    operator(
        *("account", "add", "nino@example.org", "--language", "ka"),
        *("--password", "a long password"),
    )
    operator(*ADD, given=meeting(20))
    clock.now = datetime.fromisoformat(told(operator)[0]["planned_at"])
    worker.safe_beat()
    for mail, title in zip(
        sorted(letters(server), key=lambda mail: str(mail["To"])),
        ("Board", "საბჭო"),
        strict=True,
    ):
        body = mail.get_body(("plain",))
        assert body is not None
        text = str(body.get_content())
        assert title in text
        (path,) = re.findall(r"http://calendar\.example\.org(/items/\S+)", text)
        page = client.get(path)
        assert (page.status_code, title in page.text) == (200, True)


def test_item_that_is_cancelled_for_another_is_not_reminded_of(
    operator: Operator,
    worker: MailWorker,
    clock: StillClock,
    server: Server,
) -> None:
    operator(*ADD, given=meeting(20))
    before = told(operator)
    operator("items", "cancel", "board")
    moved = meeting(40) | {"uid": "moved@example.org", "slug": "moved"}
    operator(*ADD, given=moved)
    after = told(operator)
    assert not {m["planned_at"] for m in before} & {m["planned_at"] for m in after}
    for at in sorted({mail["planned_at"] for mail in before + after}):
        clock.now = datetime.fromisoformat(at)
        worker.safe_beat()
    assert sorted(str(mail["Subject"]) for mail in letters(server)) == sorted(
        mail["subject"] for mail in after
    )


def test_cancelled_item_takes_back_what_a_server_deferred(
    operator: Operator, worker: MailWorker, clock: StillClock, server: Server
) -> None:
    operator(*ADD, given=meeting(20))
    clock.now = datetime.fromisoformat(told(operator)[0]["planned_at"])
    server.to_rcpt = ["451 later"] * 2
    worker.safe_beat()
    operator("items", "cancel", "board")
    for _ in range(30):
        clock.move(minutes=1)
        worker.safe_beat()
    assert server.taken == []


def test_server_that_was_away_for_a_day_gets_each_mail_once_and_late(
    operator: Operator,
    worker: MailWorker,
    clock: StillClock,
    server: Server,
    client: FlaskClient,
) -> None:
    given = meeting(20)
    operator(*ADD, given=given)
    clock.now = datetime.fromisoformat(told(operator)[0]["planned_at"])
    # Six, unless the mail of the seventh day before was put off to a working day.
    left = (datetime.fromisoformat(given["starts_at"]).date() - clock.now.date()).days
    server.to_rcpt = ["451 later"] * 1_000
    for _ in range(24):
        worker.safe_beat()
        clock.move(hours=1)
    waiting = client.get("/readyz").json
    assert waiting is not None
    assert waiting["oldest_waiting_mail"] is not None
    server.to_rcpt = []
    for _ in range(30):
        worker.safe_beat()
        clock.move(minutes=1)
    subjects = [str(mail["Subject"]) for mail in letters(server)]
    assert [subject.partition(":")[0].lower() for subject in subjects] == ["late"] * 2
    assert all(f"{left - 1} days" in subject for subject in subjects)
    after = client.get("/readyz").json
    assert after is not None
    assert after["oldest_waiting_mail"] is None
