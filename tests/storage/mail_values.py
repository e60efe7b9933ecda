"""Mails for the outbox tests."""

from dataclasses import replace
from datetime import timedelta

from calendar_service.domain.mail import Attachment, MailMessage
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import (
    OutboxMail,
    add_mail,
    claim_next,
    list_mails,
)
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


def make_mail(
    key: str = "one",
    item_uid: str = "item",
    to: str = "nino@example.org",
    **changes: object,
) -> OutboxMail:
    message = MailMessage(
        key=key,
        to=to,
        subject=f"About {key}",
        text="Text",
        html="<p>HTML</p>",
        language="ka",
        attachments=(Attachment("a.ics", "text/calendar", b"\x00\xffBEGIN"),),
    )
    mail = OutboxMail(message=message, item_uid=item_uid, why="due", planned_at=NOW)
    return replace(mail, **changes)  # type: ignore[arg-type]  # the caller names the field


def add(session: Session, *keys: str) -> None:
    for key in keys:
        assert add_mail(session, make_mail(key, to=f"{key}@example.org"), NOW)


def claim(session: Session, worker: str = "w", at: timedelta = timedelta()) -> str:
    """Claim the next mail; return its key."""
    mail = claim_next(session, worker, NOW + at)
    return mail.message.key if mail else ""


def states(session: Session) -> dict[str, str]:
    return {mail.message.key: mail.state.value for mail in list_mails(session)}
