"""What tests put into an outbox, and a kill in the middle of sending it."""

from calendar_service.domain.mail import MailMessage
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import OutboxMail, add_mail
from tests.builders import NOW


class Killed(BaseException):
    """What a kill is to the code: nothing after it runs."""


def put(database: Database, *names: str) -> None:
    with database.transaction() as session:
        for name in names:
            message = MailMessage(
                key=name,
                to=f"{name}@example.org",
                subject=f"To {name}",
                text="text",
                html="<p>text</p>",
            )
            mail = OutboxMail(message=message, item_uid="", why="", planned_at=NOW)
            add_mail(session, mail, NOW)
