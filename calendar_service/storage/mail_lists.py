"""Named lists of addresses that rules remind."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.storage.mail_tables import MailListRow


def list_mail_lists(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the addresses of each list, by its name."""
    rows = session.scalars(select(MailListRow))
    found = {row.name: tuple(row.body["addresses"]) for row in rows}
    return dict(sorted(found.items()))


def store_mail_list(session: Session, name: str, addresses: Sequence[str]) -> None:
    """Add a list, or change who is on it."""
    session.merge(MailListRow(name=name, body={"addresses": [*addresses]}))
    session.flush()


def drop_mail_list(session: Session, name: str) -> bool:
    """Drop a list; False where there is none of this name."""
    gone = session.scalars(
        delete(MailListRow).where(MailListRow.name == name).returning(MailListRow.name)
    )
    return gone.first() is not None
