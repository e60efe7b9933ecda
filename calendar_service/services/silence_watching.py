"""A look, from beside the web server, at whether the scheduler still runs."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.services.delivering import Pace, deliver_waiting
from calendar_service.services.mailing import NoMailServer, open_sender
from calendar_service.services.silence_reporting import report_silence
from calendar_service.storage.database import Database

logger = logging.getLogger(__name__)

LOOK_EVERY = 300.0
PATIENCE = 2.0
WORKER = "web"


@dataclass
class SilenceWatch:
    """Mails the administrators itself: who should is the one that is gone."""

    settings: Settings
    database: Database
    clock: Clock
    stopping: threading.Event = field(default_factory=threading.Event)

    def look(self) -> int:
        """Report a silence; return how many mails went out. Reminders do not."""
        with self.database.transaction() as session:
            keys = report_silence(session, self.settings, self.clock())
        if not keys:
            return 0
        logger.warning("the scheduler has not run for an hour")
        with open_sender(self.settings, self.database, self.clock) as sender:
            done = deliver_waiting(
                self.database,
                sender,
                self.clock,
                WORKER,
                Pace(only=frozenset(keys), is_stopping=self.stopping.is_set),
            )
        return done.sent

    def safe_look(self) -> None:
        """Look, and log what went wrong: there is another look in a while."""
        try:
            self.look()
        except NoMailServer as wrong:
            logger.warning("the silence of the scheduler cannot be mailed: %s", wrong)
        except Exception:
            logger.exception("whether the scheduler runs could not be looked at")


def start_watch(
    settings: Settings, database: Database, clock: Clock
) -> Callable[[], None]:
    """Look every five minutes in a thread of its own; return what stops it."""
    watch = SilenceWatch(settings, database, clock)

    def run() -> None:
        while not watch.stopping.wait(LOOK_EVERY):
            watch.safe_look()

    thread = threading.Thread(target=run, name="silence watch", daemon=True)
    thread.start()

    def stop() -> None:
        watch.stopping.set()
        thread.join(PATIENCE)

    return stop
