"""Row class of who follows by mail; never seen outside storage."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class FollowerRow(Row):
    """One address and one wish.

    `name` is random and stands for the row in links, which sign it, and in
    the keys of mails. `wish_hash` stands for the wish in the unique key: a
    wish may be longer than an index takes. `mail_due` is true from the asking
    until its mail is in the outbox. `told_on` is the Monday of the last letter
    of a week, None for who has not confirmed.
    """

    __tablename__ = "followers"
    __table_args__ = (
        UniqueConstraint("address", "wish_hash", name="uq_followers_wish"),
        Index("ix_followers_pace", "pace", "told"),
        Index("ix_followers_week", "pace", "told_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    wish: Mapped[dict[str, Any]]
    wish_hash: Mapped[str] = mapped_column(String(64))
    pace: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    mail_due: Mapped[bool] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    told: Mapped[int]
    told_on: Mapped[date | None]
