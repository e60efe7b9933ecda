"""Who takes our mails: the SMTP server of the settings, or the demo's mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from calendar_service.clock import Clock
from calendar_service.config import Settings
from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.item import Person
from calendar_service.domain.mail import MailMessage, message_id
from calendar_service.mailer import (
    Courier,
    MailDeferred,
    Mailer,
    MailSettings,
    Receipt,
    SmtpUrl,
    build_message,
)
from calendar_service.mailer.message import DOMAIN
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.mailbox import receive_mail


class NoMailServer(Exception):
    """Mail cannot be sent with these settings; the message says why."""


@dataclass(frozen=True, slots=True)
class MailboxSender:
    """Keeps each mail as the bytes that a server would have been given."""

    database: Database
    settings: Settings
    clock: Clock

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:  # noqa: ARG002 - a second copy takes the place of the first
        """Keep it; raise MailDeferred while the database is locked or full."""
        now, domain = self.clock(), self.settings.uid_domain
        built = build_message(message, sender_of(self.settings), domain, now)
        key = message_id(message.key, domain)
        try:
            with self.database.transaction() as session:
                receive_mail(session, key, bytes(built), now)
        except OperationalError as wrong:
            raise MailDeferred(f"the mailbox: {wrong.orig}") from wrong

    def cut(self) -> None:
        """Break off nothing: the database has a patience of its own."""


@contextmanager
def open_sender(
    settings: Settings, database: Database, clock: Clock, *, by_courier: bool = False
) -> Iterator[Mailer | MailboxSender]:
    """Open what takes our mails, for a round. Raises NoMailServer.

    A courier outlives a kill of this process until its mail is taken.
    """
    _demand_sender(settings)
    if settings.demo:
        yield MailboxSender(database, settings, clock)
        return
    mails = mail_settings(settings)
    with Mailer(mails, clock, Courier(mails) if by_courier else None) as mailer:
        yield mailer


def mail_settings(settings: Settings) -> MailSettings:
    """Return what sending needs to know. Raises NoMailServer."""
    _demand_sender(settings)
    if not settings.smtp_url:
        raise NoMailServer(
            "no mail can be sent until CALENDAR_SMTP_URL is set, for example to"
            " smtp://user:password@mail.example.org:587?starttls=require"
        )
    try:
        url = SmtpUrl.parse(settings.smtp_url)
    except ValueError as wrong:
        raise NoMailServer(f"CALENDAR_SMTP_URL {wrong}") from None
    return MailSettings(url=url, sender=sender_of(settings), domain=settings.uid_domain)


def sender_of(settings: Settings) -> Person:
    """Return whom our mails come from."""
    return Person(settings.office_name, settings.mail_from)


def _demand_sender(settings: Settings) -> None:
    """Refuse what would make every single mail fail for good."""
    problem = address_problem(settings.mail_from)
    if problem:
        raise NoMailServer(f"CALENDAR_MAIL_FROM: {problem}")
    if not DOMAIN.fullmatch(settings.uid_domain):
        raise NoMailServer(
            f"CALENDAR_UID_DOMAIN: {settings.uid_domain!r} cannot stand in a"
            " Message-ID; write one like calendar.example.org"
        )
