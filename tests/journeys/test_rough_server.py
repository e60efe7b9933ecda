"""A mail server that is away, slow, busy, choosy and broken, one after the other."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.texts import Text
from calendar_service.scheduler import MailWorker
from calendar_service.services.delivering import IN_DOUBT, MOST_IN_DOUBT
from calendar_service.services.reminding import OVER
from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.items import store_item
from calendar_service.storage.outbox import MailState, OutboxMail, list_mails
from tests.builders import make_item, timed
from tests.fakes import StillClock
from tests.smtp_server import Server, abort, free_port, running

DUE_AT = datetime.fromisoformat("2026-05-07T05:00+00:00")
"""A week before the fourteenth, nine o'clock in Tbilisi."""
CAP = timedelta(minutes=15)
BUSY, REFUSED, BROKEN, BROKEN_FOR_EVER = range(4)
"""What goes wrong for the first four of ten; the others have no trouble."""


@dataclass
class RoughServer(Server):
    """Answers by recipient; `breaks` says how often it takes a mail and is gone."""

    says: dict[str, str] = field(default_factory=dict)
    breaks: dict[str, int] = field(default_factory=dict)
    meanwhile: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        self.to_rcpt = [self.says.get(address, "250 OK")]
        return await super().handle_RCPT(server, _session, envelope, address, _options)

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.meanwhile()
        to = envelope.rcpt_tos[0]
        if self.breaks.get(to, 0):
            self.breaks[to] -= 1
            abort(server)
        return answer

    def copies(self) -> dict[str, list[int]]:
        """Return, by recipient, how often each of their mails was taken."""
        found: dict[str, Counter[str]] = {}
        for _, (to,), raw in self.taken:
            mail = message_from_bytes(raw, policy=default)
            found.setdefault(to, Counter())[str(mail["Message-ID"])] += 1
        return {to: sorted(counted.values()) for to, counted in found.items()}

    def subjects(self) -> list[str]:
        mails = (message_from_bytes(raw, policy=default) for _, _, raw in self.taken)
        return [str(mail["Subject"]) for mail in mails]


def person(number: int) -> str:
    return f"person{number}@example.org"


def fill(database: Database) -> None:
    """Put ten meetings in a week, each with its own people, and one in two days."""
    long_ago = DUE_AT - timedelta(days=60)
    with database.transaction() as session:
        for number in range(11):
            day = "09" if number == 10 else "14"
            item = make_item(
                uid=f"{number}@example.org",
                slug=f"meeting-{number}",
                kind=ItemKind.MEETING,
                span=timed(f"2026-05-{day}T10:00"),
                texts={"en": Text(title=f"Meeting {number}")},
                focal_point=Person("", person(number)),
                created_at=long_ago,
                updated_at=long_ago,
                published_at=long_ago,
            )
            store_item(session, item, actor="test", seen=None, now=long_ago)


def by_person(database: Database) -> dict[str, list[OutboxMail]]:
    with database.reading() as session:
        found: dict[str, list[OutboxMail]] = {}
        for mail in list_mails(session, most=1_000):
            found.setdefault(mail.message.to, []).append(mail)
    return found


def make_worker(
    settings: Settings, database: Database, clock: StillClock
) -> MailWorker:
    away = f"smtp://127.0.0.1:{free_port()}"
    made = MailWorker(replace(settings, smtp_url=away, comms_team=()), database, clock)
    made.prepare()
    return made


def walk(worker: MailWorker, clock: StillClock, minutes: int, step: int = 1) -> None:
    for _ in range(0, minutes, step):
        worker.safe_beat()
        clock.move(minutes=step)


@pytest.fixture
def rough() -> Iterator[RoughServer]:
    yield from running(RoughServer())  # type: ignore[misc]  # running gives back what it takes


def test_whatever_a_server_does_each_mail_arrives_once_or_says_why_not(
    settings: Settings, any_database: Database, clock: StillClock, rough: RoughServer
) -> None:
    fill(any_database)
    clock.now = DUE_AT
    worker = make_worker(settings, any_database, clock)
    walk(worker, clock, 20)
    walk(worker, clock, 72 * 60 - 20, step=360)
    worker.settings = replace(
        worker.settings, smtp_url=f"smtp://127.0.0.1:{rough.port}"
    )
    rough.says = {person(BUSY): "451 busy", person(REFUSED): "550 no such user"}
    rough.breaks = {person(BROKEN): 2, person(BROKEN_FOR_EVER): 1_000}
    rough.meanwhile = lambda: time.sleep(0.02)
    walk(worker, clock, 15)
    well = {person(number): [1] for number in range(4, 10)}
    assert well.items() <= rough.copies().items()
    del rough.says[person(BUSY)]
    walk(worker, clock, 150, step=5)
    assert rough.copies() == {
        person(BUSY): [1],
        person(BROKEN): [3],
        person(BROKEN_FOR_EVER): [MOST_IN_DOUBT],
        **well,
    }
    assert {subject[:12] for subject in rough.subjects()} == {"Late: in 4 d"}
    mails = by_person(any_database)
    refused, broken = mails[person(REFUSED)][0], mails[person(BROKEN_FOR_EVER)][0]
    assert (refused.state, refused.attempts > 1) == (MailState.FAILED, True)
    assert refused.error == "127.0.0.1 answered 550 no such user"
    assert (broken.state, broken.error.partition(":")[0]) == (
        MailState.FAILED,
        IN_DOUBT,
    )
    (over, *_) = mails[person(10)]
    assert {over.why, over.error} & {OVER} == {OVER}
    assert MailState.WAITING not in {m.state for found in mails.values() for m in found}


def test_after_an_outage_all_are_out_within_half_an_hour(
    settings: Settings, database: Database, clock: StillClock, rough: RoughServer
) -> None:
    fill(database)
    clock.now = DUE_AT
    worker = make_worker(settings, database, clock)
    walk(worker, clock, 60, step=5)
    worker.settings = replace(
        worker.settings, smtp_url=f"smtp://127.0.0.1:{rough.port}"
    )
    walk(worker, clock, 2 * int(CAP / timedelta(minutes=1)))
    assert rough.copies() == {person(number): [1] for number in range(11)}


def test_pages_and_writers_do_not_wait_for_a_slow_server(
    settings: Settings,
    database: Database,
    clock: StillClock,
    rough: RoughServer,
    client: FlaskClient,
) -> None:
    fill(database)
    clock.now = DUE_AT
    worker = make_worker(settings, database, clock)
    worker.settings = replace(
        worker.settings, smtp_url=f"smtp://127.0.0.1:{rough.port}"
    )
    client.get("/")
    took: list[tuple[float, float]] = []

    def look_and_write() -> None:
        """Do both while the server keeps the scheduler waiting for its answer."""
        began = time.monotonic()
        client.get("/")
        read = time.monotonic()
        with database.transaction() as session:
            record_beat(session, "somebody", clock.now)
        took.append((read - began, time.monotonic() - read))

    rough.meanwhile = look_and_write
    walk(worker, clock, 1)
    assert len(took) == 11
    pages, writes = zip(*took, strict=True)
    assert sorted(pages)[5] < 0.2
    assert max(writes) < 1
