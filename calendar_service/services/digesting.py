"""Find out who is due a digest, and put it into the outbox."""

from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.mail import MailMessage
from calendar_service.reminders.digest import period_of
from calendar_service.reminders.digest_wording import digest_key
from calendar_service.services.digest_making import WHY, Link, open_desk, readers_of
from calendar_service.services.owing import open_ledger
from calendar_service.services.working import office_workdays
from calendar_service.storage.database import Session
from calendar_service.storage.digests import list_digests
from calendar_service.storage.outbox import MailState, OutboxMail, add_mail, has_mail

NOTHING = "there was nothing to say"


def queue_digests(
    session: Session, settings: Settings, link: Link, now: datetime
) -> int:
    """Put each digest that is due into the outbox, once; return how many.

    What is empty is noted and not sent. Only who may see what staff see gets
    one; what was missed comes late, until the next one.
    """
    choices = list_digests(session)
    if not choices:
        return 0
    workdays, zone = office_workdays(session), settings.timezone
    found = [
        (reader, period_of(choice, now, zone, workdays))
        for choice, reader in readers_of(session, choices)
    ]
    due = [
        (reader, period)
        for reader, period in found
        if period and not has_mail(session, digest_key(reader.email, period))
    ]
    if not due:
        return 0
    desk = open_desk(session, settings, link, now, now)
    queued = 0
    for reader, period in due:
        ledger = open_ledger(session, reader.email, now)
        message, has_news = desk.word(reader, period, ledger, now)
        mail = _mail(message, period.due_at, has_news=has_news)
        queued += add_mail(session, mail, now) and has_news
    return queued


def _mail(message: MailMessage, due_at: datetime, *, has_news: bool) -> OutboxMail:
    """Return what goes into the outbox; what says nothing is only noted there."""
    return OutboxMail(
        message=message,
        item_uid="",
        why=WHY if has_news else NOTHING,
        planned_at=due_at,
        state=MailState.WAITING if has_news else MailState.SUPERSEDED,
    )
