"""The mails of those who follow by mail, forgotten with them."""

from collections.abc import Mapping

from sqlalchemy import delete, exists, func
from sqlalchemy.orm import Session

from calendar_service.storage.follower_tables import FollowerRow
from calendar_service.storage.outbox import MailState
from calendar_service.storage.tables import OutboxRow

START = "follow/"
NAME_LENGTH = 32


def forget_mails(session: Session, gone: Mapping[str, str]) -> None:
    """Forget all mails to followers who are gone, by name and address.

    One that is being sent at this moment is left to whoever sends it.
    """
    for name, address in gone.items():
        session.execute(
            delete(OutboxRow).where(
                OutboxRow.address == address,
                OutboxRow.key.startswith(f"{START}{name}/", autoescape=True),
                OutboxRow.state != MailState.SENDING,
            )
        )


def forget_strays(session: Session) -> int:
    """Forget mails that wait for followers who are gone; return how many.

    Such a one was being sent when its reader left, and came back.
    """
    name = func.substr(OutboxRow.key, len(START) + 1, NAME_LENGTH)
    strays = session.scalars(
        delete(OutboxRow)
        .where(
            OutboxRow.state == MailState.WAITING,
            OutboxRow.key.startswith(START),
            ~exists().where(FollowerRow.name == name),
        )
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(strays.all())
