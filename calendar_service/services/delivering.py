"""Send what waits in the outbox: claim, send outside any transaction, mark."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from calendar_service.domain.mail import MailMessage
from calendar_service.mailer import (
    MailDeferred,
    MailInDoubt,
    MailPutOff,
    MailRefused,
    Receipt,
)
from calendar_service.services.taken_notes import TakenNotes
from calendar_service.storage.claims import count_sent, release_stale, release_worker
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import (
    OutboxMail,
    claim_next,
    mark_deferred,
    mark_failed,
    mark_sent,
)
from calendar_service.storage.retries import count_doubt

logger = logging.getLogger(__name__)

# Growing, then every quarter of an hour for as long as the mail is of use: a
# server may be away for days. Planning takes back what is of no use any more.
# Nothing below a minute: the scheduler looks no oftener.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 4, 8, 15))
MOST_DEFERRED_IN_A_ROW = 5
"""Tries in a row that a server fails at, after which it is left alone."""
MOST_PUT_OFF_IN_A_ROW = 100
"""Mails in a row of which it says "later": many a server does so with strangers."""
LAST_DOUBT = timedelta(hours=1)
"""The pause before the last copy: a short trouble is not to use up all of them."""
MOST_IN_DOUBT = 5
"""Copies that a server is given of one mail without ever saying that it took it."""
IN_DOUBT = "it may have arrived, and is not sent again by itself; the server broke off"
A_MINUTE = timedelta(minutes=1)
SENT, DEFERRED, PUT_OFF, FAILED = "sent", "deferred", "put off", "failed"
"""What may come of a try."""


class Sender(Protocol):
    """Whoever takes a mail: an SMTP server, or the demo's mailbox."""

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
        """Return when it is taken; raise MailDeferred or MailRefused.

        The receipt is left in the moment in which it is taken, unless a second
        copy would do no harm.
        """


@dataclass(frozen=True, slots=True)
class Pace:
    """What may go out: so many a minute, 0 for all; only these keys, none for all.

    The minute is counted over all processes; each may go one beyond. Nothing
    more goes once `is_stopping` says so.
    """

    per_minute: int = 0
    only: frozenset[str] = frozenset()
    is_stopping: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did, in numbers of mails."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0


def deliver_waiting(
    database: Database,
    sender: Sender,
    clock: Callable[[], datetime],
    worker: str,
    pace: Pace = Pace(),
    notes: TakenNotes | None = None,
) -> Delivered:
    """Send all mails whose time has come; any number of processes may do so at once.

    The one service that owns its transactions: a mail is claimed in one, sent
    outside, and marked in another, so that no lock is held while talking to a
    server. A round ends early when nothing gets through, or where no more may go
    out in a minute: the next round goes on. People whose mail is put off keep
    nobody else waiting.
    """
    desk = _Desk(database, sender, clock, worker, notes)
    if not pace.only:  # who sends its own alone leaves the rest to the scheduler
        desk.clear()
    counts = Counter[str]()
    in_a_row = Counter[str]()
    while not (_is_enough(in_a_row) or pace.is_stopping()):
        mail = desk.claim(pace)
        if mail is None:
            break
        outcome = desk.send(mail)
        counts[outcome] += 1
        if outcome in {SENT, FAILED}:
            in_a_row.clear()
        in_a_row[outcome] += 1
    deferred = counts[DEFERRED] + counts[PUT_OFF]
    return Delivered(sent=counts[SENT], deferred=deferred, failed=counts[FAILED])


def _is_enough(in_a_row: Counter[str]) -> bool:
    return (
        in_a_row[DEFERRED] >= MOST_DEFERRED_IN_A_ROW
        or in_a_row[PUT_OFF] >= MOST_PUT_OFF_IN_A_ROW
    )


def next_pause(mail: OutboxMail) -> timedelta:
    """Return how long to wait after this try; up to a tenth less, by the key.

    The spread keeps a thousand mails from coming back in the same second.
    """
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    spread = hashlib.sha256(mail.message.key.encode()).digest()[0] / 255
    return pause * (1 - spread / 10)


@dataclass(frozen=True, slots=True)
class _Desk:
    """One worker in one round."""

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    worker: str
    notes: TakenNotes | None

    def clear(self) -> None:
        """Free what others, or a round of this worker, left behind."""
        taken = self.notes.read() if self.notes else []
        with self.database.transaction() as session:
            if self.notes:
                release_worker(session, self.worker, taken)
            release_stale(session, self.clock(), taken)

    def claim(self, pace: Pace) -> OutboxMail | None:
        """Take the next mail; None when none is due, or the minute is full."""
        now = self.clock()
        with self.database.transaction() as session:
            most = pace.per_minute
            if most and count_sent(session, now - A_MINUTE, now) >= most:
                return None
            return claim_next(session, self.worker, now, pace.only)

    def send(self, mail: OutboxMail) -> str:
        """Send a mail and mark it; return what came of it."""
        receipt = self.notes.prepare(mail.id, self.clock()) if self.notes else None
        outcome = self._try(mail, receipt)
        if self.notes:
            self.notes.settle()
        return outcome

    def _try(self, mail: OutboxMail, receipt: Receipt | None) -> str:
        try:
            self.sender.send(mail.message, receipt)
        except MailDeferred as wrong:
            return self._defer(mail, wrong)
        except MailRefused as wrong:
            self._fail(mail, str(wrong), refused=True)
            logger.warning("mail %s refused: calendar-service check says why", mail.id)
            return FAILED
        except Exception as wrong:
            # One mail that breaks must neither stop the others nor be tried for ever.
            self._fail(mail, f"{type(wrong).__name__}: {wrong}")
            logger.exception("mail %s broke", mail.id)
            return FAILED
        with self.database.transaction() as session:
            is_ours = mark_sent(session, mail.id, self.worker, self.clock())
        if not is_ours:
            logger.warning("mail %s took so long that another may send it too", mail.id)
        logger.info("mail %s sent", mail.id)
        return SENT

    def _fail(self, mail: OutboxMail, said: str, *, refused: bool = False) -> None:
        with self.database.transaction() as session:
            mark_failed(session, mail.id, self.worker, said, refused=refused)

    def _defer(self, mail: OutboxMail, wrong: MailDeferred) -> str:
        """Put a mail back, unless the server may have taken it too often already.

        Nobody is sent the same for ever; a person can see it, and send it once more.
        """
        with self.database.transaction() as session:
            is_doubt = isinstance(wrong, MailInDoubt)
            doubts = count_doubt(session, mail.id) if is_doubt else 0
            is_last = doubts == MOST_IN_DOUBT - 1
            then = self.clock() + (LAST_DOUBT if is_last else next_pause(mail))
            if doubts >= MOST_IN_DOUBT:
                mark_failed(session, mail.id, self.worker, f"{IN_DOUBT}: {wrong}")
            else:
                mark_deferred(session, mail.id, self.worker, str(wrong), then)
        if doubts >= MOST_IN_DOUBT:
            logger.warning("mail %s given up: %s", mail.id, wrong)
            return FAILED
        logger.warning("mail %s deferred: %s", mail.id, wrong)
        return PUT_OFF if isinstance(wrong, MailPutOff) else DEFERRED
