"""Row classes of what readers say to our mails; never seen outside storage."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class PlanningRow(Row):
    """How far planning has come; one row.

    `version` is the calendar's up to which changes were told. Nothing falls
    due before `look_at` while all is as the fingerprint says.
    """

    __tablename__ = "planning"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    looked_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]


class DigestRow(Row):
    """Somebody wants a digest; the address in lower case, Monday is 0."""

    __tablename__ = "digests"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    every: Mapped[str] = mapped_column(String(10))
    weekday: Mapped[int]
    send_at: Mapped[str] = mapped_column(String(5))


class AbsenceRow(Row):
    """Somebody is away; both days inclusive, the address in lower case."""

    __tablename__ = "absences"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date]


class MailListRow(Row):
    """A named list of addresses that rules remind."""

    __tablename__ = "mail_lists"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    body: Mapped[dict[str, Any]]


class MailStopRow(Row):
    """Somebody takes no more mails; `about` is the kind of item.

    The address is in lower case.
    """

    __tablename__ = "mail_stops"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    about: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime]


class MailAnswerRow(Row):
    """One answer to the mail of a key. Append-only; the last of a person counts.

    `mark` names the date of the occasion that the mail spoke of.
    """

    __tablename__ = "mail_answers"
    __table_args__ = (Index("ix_mail_answers_key", "key", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    item_uid: Mapped[str] = mapped_column(String(255), index=True)
    mark: Mapped[str]
    address: Mapped[str] = mapped_column(String(254))
    answer: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
