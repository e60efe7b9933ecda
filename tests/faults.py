"""Schedulers as real processes that are killed, and what arrived all the same."""

import asyncio
import random
import signal
import subprocess
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from calendar_service.clock import utc_now
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.mail import message_id
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.migrating import upgrade_database
from calendar_service.storage.outbox import MailState, count_mails, list_mails
from tests.builders import make_item, timed
from tests.processes import COMMAND, environment
from tests.smtp_server import Server, running

DOMAIN = "example.org"
PATIENCE = 300.0
LOOK_EVERY = 0.3


@dataclass
class SlowServer(Server):
    """Takes its time over each mail, as one at the other end of a network does."""

    seconds: float = 0.02
    begun: int = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.begun += 1
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)

    def read(self) -> list[Message]:
        """Return what was taken, in that order."""
        return [message_from_bytes(raw) for _, _, raw in self.taken]

    def message_ids(self) -> Counter[str]:
        """Return how often each mail was taken."""
        return Counter(str(mail["Message-ID"]) for mail in self.read())


@dataclass
class Trial:
    """One installation with mails that are due, and the server that takes them."""

    instance: Path
    url: str
    server: SlowServer
    number: int
    kills: int = 0
    starts: int = 0
    killed_at: list[int] = field(default_factory=list)
    """How many mails the server had taken at each kill.

    Every other kill, from the first on, is aimed at the instant in which the
    server has just taken a mail, the others at any.
    """
    damages: list[str] = field(default_factory=list)
    """What was wrong with the database after a kill."""
    _draw: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - the same moments each time

    def prepare(self) -> None:
        """Make as many items as mails are to be due, each to its own focal point."""
        self.instance.mkdir(parents=True, exist_ok=True)
        database = Database(self.url)
        upgrade_database(database)
        now = utc_now()
        with database.transaction() as session:
            for number in range(self.number):
                item = make_item(
                    uid=f"{number}@{DOMAIN}",
                    slug=f"meeting-{number}",
                    kind=ItemKind.MEETING,
                    span=timed(f"{_soon(now)}T15:00"),
                    texts={"en": Text(title=f"Meeting {number}")},
                    focal_point=Person("", f"person{number}@{DOMAIN}"),
                    created_at=now - timedelta(days=60),
                    updated_at=now - timedelta(days=60),
                    published_at=now - timedelta(days=60),
                )
                store_item(session, item, actor="test", seen=None, now=now)
        database.close()

    @contextmanager
    def scheduler(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Run one scheduler, which is ended by SIGKILL at the latest."""
        told = environment(
            self.instance,
            DATABASE_URL=self.url,
            SMTP_URL=f"smtp://127.0.0.1:{self.server.port}",
            UID_DOMAIN=DOMAIN,
            MAIL_FROM=f"calendar@{DOMAIN}",
            BASE_URL="http://calendar.example.org",
        )
        self.starts += 1
        with (self.instance / f"scheduler-{self.starts}.log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*COMMAND, "scheduler"], env=told, stdout=log, stderr=log
            )
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    def kill_at_random(self, kills: int) -> None:
        """Start and kill, half of the times just when the server has taken a mail."""
        for number in range(kills):
            with self.scheduler() as process:
                taken = len(self.server.taken) + self._draw.randint(1, 5)
                if not self._wait_for(taken):
                    return
                self._sleep_before(number)
                self._kill(process)

    def kill_one_of(self, processes: int, kills: int) -> bool:
        """Kill one of several after the other; a new one follows on each.

        They go on to the end; tell whether all but the killed are alive then.
        """
        with ExitStack() as stack:
            crowd = [stack.enter_context(self.scheduler()) for _ in range(processes)]
            for number in range(kills):
                taken = len(self.server.taken) + self._draw.randint(1, 5)
                if not self._wait_for(taken):
                    break
                self._sleep_before(number)
                self._kill(crowd.pop(self._draw.randrange(processes)))
                crowd.append(stack.enter_context(self.scheduler()))
            self._wait_for(None)
            return all(process.poll() is None for process in crowd)

    def stop_in_the_middle(self) -> tuple[int, float]:
        """Send SIGTERM while the server has a mail; return exit code and seconds."""
        with self.scheduler() as process:
            deadline = time.monotonic() + PATIENCE
            while self.server.begun == len(self.server.taken):
                assert time.monotonic() < deadline
                time.sleep(0.01)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            return process.wait(PATIENCE), time.monotonic() - began

    def finish(self, processes: int = 1) -> bool:
        """Let schedulers go on to the end; tell whether all are alive then."""
        with ExitStack() as stack:
            started = [stack.enter_context(self.scheduler()) for _ in range(processes)]
            self._wait_for(None)
            return all(process.poll() is None for process in started)

    def is_done(self) -> bool:
        """Tell whether every mail is sent, or has failed."""
        counted = self.states()
        settled = counted.get(MailState.SENT, 0) + counted.get(MailState.FAILED, 0)
        return settled >= self.number

    def states(self) -> dict[MailState, int]:
        """Return how many mails are in each state."""
        database = Database(self.url)
        with database.reading() as session:
            found = count_mails(session)
        database.close()
        return found

    def lost(self) -> set[str]:
        """Return the Message-IDs of the outbox that never arrived."""
        database = Database(self.url)
        with database.reading() as session:
            mails = list_mails(session, {MailState.SENT}, self.number + 1)
        database.close()
        meant = {message_id(mail.message.key, DOMAIN) for mail in mails}
        return meant - self.server.message_ids().keys()

    def doubles(self) -> int:
        """Return how many copies arrived beside the first ones."""
        counted = self.server.message_ids()
        return counted.total() - len(counted)

    def doubles_by_kill(self) -> Counter[int]:
        """Return how many mails came again after each kill that had come before it.

        A copy that follows on another without a kill in between is under -1.
        """
        found: Counter[int] = Counter()
        before: dict[str, int] = {}
        for place, mail in enumerate(self.server.read()):
            # Taken up to the kill, and so before it.
            kill = bisect_right(self.killed_at, place)
            name = str(mail["Message-ID"])
            if name in before:
                found[before[name] if before[name] < kill else -1] += 1
            before[name] = kill
        return found

    def is_one_id_a_mail(self) -> bool:
        """Tell whether all copies of a mail, and only these, share an id."""
        named = [
            (str(mail["To"]), str(mail["Subject"]), str(mail["Message-ID"]))
            for mail in self.server.read()
        ]
        told = {(to, subject) for to, subject, _ in named}
        return len(told) == len(set(named)) == len({name for *_, name in named})

    def _sleep_before(self, number: int) -> None:
        if number % 2:
            time.sleep(self._draw.random() * 2 * self.server.seconds)

    def _kill(self, process: "subprocess.Popen[bytes]") -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.05)  # what it had sent by then may still be on its way
        self.kills += 1
        self.killed_at.append(len(self.server.taken))
        self.damages += self._damages()

    def _damages(self) -> list[str]:
        """Ask SQLite whether its file is whole, and no row points to nowhere."""
        database = Database(self.url)
        found = [database.integrity_problem()]
        if database.is_sqlite:
            with database.engine.connect() as connection:
                rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found += map(str, rows)
        database.close()
        return [each for each in found if each]

    def _wait_for(self, taken: int | None) -> bool:
        """Wait until the server has taken so many; False when there are no more."""
        deadline = time.monotonic() + PATIENCE
        looked = time.monotonic()
        while time.monotonic() < deadline:
            if taken is not None and len(self.server.taken) >= taken:
                return True
            if time.monotonic() - looked > LOOK_EVERY:
                looked = time.monotonic()
                if self.is_done():
                    return False
            time.sleep(0.002)
        raise TimeoutError(self.states())


@contextmanager
def trial(
    folder: Path, url: str, number: int, seconds: float = 0.02
) -> Iterator[Trial]:
    """Return an installation in which so many mails are due."""
    for server in running(SlowServer(seconds=seconds)):
        made = Trial(folder, url, server, number)  # type: ignore[arg-type]  # running gives back what it takes
        made.prepare()
        yield made


def _soon(now: datetime) -> date:
    """Return a day so near that a step is due, and so far that it is not over."""
    return now.date() + timedelta(days=2)
