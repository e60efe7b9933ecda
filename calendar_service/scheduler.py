"""The mail process: wakes every minute, asks what is due, sends what waits."""

import hashlib
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakSet

from apscheduler.schedulers.background import BackgroundScheduler

from calendar_service.clock import Clock, utc_now
from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.services.addresses import item_page
from calendar_service.services.delivering import Delivered, Pace, deliver_waiting
from calendar_service.services.digesting import queue_digests
from calendar_service.services.flaw_reporting import report_flaws
from calendar_service.services.follower_mailing import queue_followers
from calendar_service.services.mailing import NoMailServer, open_sender
from calendar_service.services.pinging import Pinger
from calendar_service.services.reminding import (
    Queued,
    ensure_default_rules,
    queue_due_reminders,
)
from calendar_service.services.silence_reporting import report_return
from calendar_service.services.taken_notes import TakenNotes
from calendar_service.storage.claims import claimers, release_worker
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.heartbeats import last_beat, record_beat
from calendar_service.storage.plans import forget_look

logger = logging.getLogger(__name__)

BEAT = timedelta(minutes=1)
NAME = "scheduler"
PATIENCE = 7.0
"""Seconds that a stop waits for a mail in flight, of the 10 that are promised."""
_HERE: "WeakSet[MailWorker]" = WeakSet()
"""The workers of this process that there are."""


def place_of(instance: Path) -> str:
    """Name the machine and the folder that a scheduler can know of others.

    Two containers may share a host name; process ids are counted in each. And who
    has another folder cannot read what a courier noted in this one.
    """
    try:
        space = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        space = 0
    folder = hashlib.sha256(bytes(instance.resolve())).hexdigest()[:8]
    return f"{socket.gethostname()[:24]}.{space}.{folder}".replace("/", "-")


@dataclass(eq=False)
class MailWorker:
    """One process that plans and delivers. Any number may run at once."""

    settings: Settings
    database: Database
    clock: Clock = utc_now
    name: str = field(init=False)
    stopping: threading.Event = field(default_factory=threading.Event)
    pinger: Pinger = field(init=False)
    _place: str = field(init=False)
    _cut: Callable[[], None] = lambda: None
    _beating: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._place = place_of(self.settings.instance)
        self.name = f"{self._place}/{os.getpid()}/{secrets.token_hex(4)}"
        self.pinger = Pinger(self.settings.ping_url)
        _HERE.add(self)

    def prepare(self) -> None:
        """Set up the rules, and take over from processes of this place that died.

        When to look again is forgotten: program and time zones may be newer
        than when it was found out.
        """
        with self.database.transaction() as session:
            ensure_default_rules(session)
            forget_look(session)
        self._take_over()

    def beat(self) -> tuple[Queued, Delivered]:
        """Plan once and deliver once, and note that it ran."""
        now = self.clock()
        with self.database.transaction() as session:
            before = last_beat(session, NAME)
            queued = queue_due_reminders(session, self.settings, self._link, now)
            record_beat(session, NAME, now)
            report_return(session, self.settings, before, now)
        self._report_flaws(now)
        self._queue_digests(now)
        self._queue_followers(now)
        self._take_over()
        delivered = self._deliver()
        self.pinger.ping()
        return queued, delivered

    def safe_beat(self) -> None:
        """Beat, and log what went wrong: the next minute brings another chance."""
        try:
            with self._beating:
                if not self.stopping.is_set():
                    self.beat()
        except NoMailServer as wrong:
            logger.warning("%s", wrong)
        except OperationalError as wrong:
            logger.warning("the database cannot be used: %s", wrong.orig)
        except Exception:
            logger.exception("this round failed; the next one is in a minute")

    def wind_up(self, patience: float = PATIENCE) -> bool:
        """Let the mail in flight be finished; tell whether it was in time.

        One that hangs is put back: its server may be away for long, and
        whoever stops us will not wait.
        """
        self.stopping.set()
        if self._beating.acquire(timeout=patience):
            self._beating.release()
            return True
        logger.warning("a mail server hangs; its mail goes out at the next start")
        self._cut()
        with self.database.transaction() as session:
            release_worker(session, self.name, self._notes().read())
        return False

    def _take_over(self) -> None:
        """Free what processes of this place had claimed that died since.

        A courier may outlive its scheduler by a mail: that one is left to the next
        round.
        """
        notes = self._notes()
        # Before: who dies meanwhile is left for the next round.
        left = notes.left(self._is_gone, self.clock())
        with self.database.reading() as session:
            gone = list(filter(self._is_gone, claimers(session)))
        # Asked whether it is gone first: whoever lives may still send a courier.
        gone = [worker for worker in gone if not notes.is_out(worker)]
        if gone:
            with self.database.transaction() as session:
                for worker in gone:
                    release_worker(session, worker, notes.read())
        notes.forget(left)

    def _is_gone(self, worker: str) -> bool:
        return is_gone(worker, self._place)

    def _deliver(self) -> Delivered:
        pace = Pace(self.settings.mails_per_minute, is_stopping=self.stopping.is_set)
        with (
            self._notes() as notes,
            # One that outlives us and can leave no note would only make doubles.
            open_sender(
                self.settings,
                self.database,
                self.clock,
                by_courier=notes.is_possible(),
            ) as sender,
        ):
            self._cut = sender.cut
            return deliver_waiting(
                self.database, sender, self.clock, self.name, pace, notes
            )

    def _notes(self) -> TakenNotes:
        return TakenNotes(self.settings.instance, self.name)

    def _report_flaws(self, now: datetime) -> None:
        """Tell of what feeds hold back; reminders go out whatever becomes of it."""
        try:
            with self.database.transaction() as session:
                report_flaws(session, self.settings, now)
        except Exception:
            logger.exception("administrators could not be told of flaws in feeds")

    def _queue_digests(self, now: datetime) -> None:
        """Queue digests in a transaction of their own: reminders come first."""
        try:
            with self.database.transaction() as session:
                queue_digests(session, self.settings, self._link, now)
        except Exception:
            logger.exception("digests could not be made")

    def _queue_followers(self, now: datetime) -> None:
        """Queue what readers follow, some at a time: others write meanwhile."""
        more = self.settings.follow_by_mail
        try:
            while more and not self.stopping.is_set():
                with self.database.transaction() as session:
                    more = queue_followers(session, self.settings, self._link, now)
        except Exception:
            logger.exception("mails to those who follow could not be made")

    def _link(self, item: Item, language: str) -> str:
        return item_page(self.settings.base_url, item, language)


def heed_signals(worker: MailWorker) -> None:
    """Let SIGTERM and SIGINT stop the worker, be it before it has started."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stopping.set())


def run_scheduler(worker: MailWorker) -> bool:
    """Run until the worker is stopped; tell whether its last mail could be finished.

    Where it could not, a thread still hangs: the process has to be ended hard.
    """
    stop = start_scheduler(worker)
    worker.stopping.wait()
    return stop()


def start_scheduler(worker: MailWorker) -> Callable[[], bool]:
    """Start waking in a thread of its own; return what stops it, as `wind_up` does.

    APScheduler only wakes: it keeps no jobs, and what is due is the database's
    to say, so a beat that is late, lost or doubled does no harm.
    """
    worker.prepare()
    ticker = BackgroundScheduler(timezone="UTC", daemon=True)
    ticker.add_job(
        worker.safe_beat,
        "interval",
        seconds=BEAT.total_seconds(),
        next_run_time=utc_now(),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    ticker.start()

    def stop() -> bool:
        worker.stopping.set()
        ticker.shutdown(wait=False)
        return worker.wind_up()

    return stop


def is_gone(worker: str, place: str) -> bool:
    """Tell whether a worker of this place is known to have ended.

    One of another place is not known to: its lease decides.
    """
    its_place, _, rest = worker.partition("/")
    pid = rest.partition("/")[0]
    if its_place != place or not (pid.isascii() and pid.isdecimal()):
        return False
    if int(pid) == os.getpid():
        return all(worker != living.name for living in _HERE)
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
