"""Row class of who follows by mail; never seen outside storage."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class FollowerRow(Row):
    """One address and one wish, known by the hash of the token in its links.

    `wish_hash` stands for the wish in the unique key: a wish may be longer
    than an index takes. `client` is a hash, too, for the bounds of an hour.
    """

    __tablename__ = "followers"
    __table_args__ = (
        UniqueConstraint("address", "wish_hash", name="uq_followers_wish"),
        Index("ix_followers_pace", "pace", "told"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    wish: Mapped[dict[str, Any]]
    wish_hash: Mapped[str] = mapped_column(String(64))
    pace: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    client: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    told: Mapped[int]
