"""Send what waits in the outbox: claim, send outside any transaction, mark."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from calendar_service.domain.mail import MailMessage
from calendar_service.mailer import MailDeferred, MailRefused
from calendar_service.storage.claims import release_stale
from calendar_service.storage.database import Database, Session
from calendar_service.storage.outbox import (
    OutboxMail,
    claim_next,
    count_sent,
    mark_deferred,
    mark_failed,
    mark_sent,
)

logger = logging.getLogger(__name__)

# Growing, then every quarter of an hour for as long as the mail is of use: a
# server may be away for days. Planning takes back what is of no use any more.
# Nothing below a minute: the scheduler looks no oftener.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 4, 8, 15))
MOST_DEFERRED_IN_A_ROW = 5
A_MINUTE = timedelta(minutes=1)


class Sender(Protocol):
    """Whoever takes a mail: an SMTP server, or the demo's mailbox."""

    def send(self, message: MailMessage) -> None:
        """Return when it is taken; raise MailDeferred or MailRefused."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What may go out: so many a minute, 0 for all; only these keys, none for all.

    The minute is counted over all processes; each may go one beyond.
    """

    per_minute: int = 0
    only: frozenset[str] = frozenset()


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
    is_stopping: Callable[[], bool] = lambda: False,
    pace: Pace = Pace(),
) -> Delivered:
    """Send all mails whose time has come; any number of processes may do so at once.

    The one service that owns its transactions: a mail is claimed in one, sent
    outside, and marked in another, so that no lock is held while talking to a
    server. A round ends early when nothing gets through, or where no more may go
    out in a minute: the next round goes on.
    """
    with database.transaction() as session:
        release_stale(session, clock())
    counts = {"sent": 0, "deferred": 0, "failed": 0}
    in_a_row = 0
    while in_a_row < MOST_DEFERRED_IN_A_ROW and not is_stopping():
        with database.transaction() as session:
            mail = _claim(session, worker, clock(), pace)
        if mail is None:
            break
        outcome = _send(database, sender, clock, worker, mail)
        counts[outcome] += 1
        in_a_row = in_a_row + 1 if outcome == "deferred" else 0
    return Delivered(**counts)


def _claim(
    session: Session, worker: str, now: datetime, pace: Pace
) -> OutboxMail | None:
    if pace.per_minute and count_sent(session, now - A_MINUTE) >= pace.per_minute:
        return None
    return claim_next(session, worker, now, pace.only)


def next_pause(mail: OutboxMail) -> timedelta:
    """Return how long to wait after this try; up to a tenth less, by the key.

    The spread keeps a thousand mails from coming back in the same second.
    """
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    spread = hashlib.sha256(mail.message.key.encode()).digest()[0] / 255
    return pause * (1 - spread / 10)


def _send(
    database: Database,
    sender: Sender,
    clock: Callable[[], datetime],
    worker: str,
    mail: OutboxMail,
) -> str:
    try:
        sender.send(mail.message)
    except MailDeferred as wrong:
        then = clock() + next_pause(mail)
        with database.transaction() as session:
            mark_deferred(session, mail.id, worker, str(wrong), then)
        logger.warning("mail %s deferred: %s", mail.id, wrong)
        return "deferred"
    except MailRefused as wrong:
        with database.transaction() as session:
            mark_failed(session, mail.id, worker, str(wrong))
        logger.warning("mail %s refused: calendar-service check says why", mail.id)
        return "failed"
    except Exception as wrong:
        # One mail that breaks must neither stop the others nor be tried for ever.
        with database.transaction() as session:
            mark_failed(session, mail.id, worker, f"{type(wrong).__name__}: {wrong}")
        logger.exception("mail %s broke", mail.id)
        return "failed"
    with database.transaction() as session:
        is_ours = mark_sent(session, mail.id, worker, clock())
    if not is_ours:
        logger.warning("mail %s took so long that another may send it too", mail.id)
    logger.info("mail %s sent", mail.id)
    return "sent"
