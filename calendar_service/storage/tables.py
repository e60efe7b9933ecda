"""Row classes; never seen outside storage."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite forgets the offset, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs an offset")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        )


class Row(DeclarativeBase):
    """All tables of the service."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Instant, dict[str, Any]: Json, str: Text}  # noqa: RUF012 - SQLAlchemy reads it so


class VersionRow(Row):
    """The calendar version: one row, raised by every write at `changed_at`."""

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime | None]


class ItemRow(Row):
    """One item. What SQL asks for is a column; the rest stands in `body`.

    `first_on` and `last_on` span all occurrences (`last_on` null: no end).
    """

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    slug: Mapped[str] = mapped_column(String(400), unique=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    status: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(20))
    first_on: Mapped[date] = mapped_column(index=True)
    last_on: Mapped[date | None] = mapped_column(index=True)
    city: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]
    version: Mapped[int] = mapped_column(index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    expires_on: Mapped[date | None] = mapped_column(index=True)
    notice_on: Mapped[date | None] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]
    texts: Mapped[list["ItemTextRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )
    tags: Mapped[list["ItemTagRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ItemTagRow.position"
    )


class ItemTextRow(Row):
    """The words of one item in one language."""

    __tablename__ = "item_texts"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    description: Mapped[str]
    place: Mapped[str]
    made_from: Mapped[int | None]


class ItemTagRow(Row):
    """One tag of one item, in the order in which they were given."""

    __tablename__ = "item_tags"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)


class SlugRow(Row):
    """A slug that an item had before; it keeps leading to the item."""

    __tablename__ = "old_slugs"

    slug: Mapped[str] = mapped_column(String(400), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), index=True
    )


class RevisionRow(Row):
    """One state of an item that was, whole, with who made it. Append-only.

    `announces` names what it means to readers (domain/announcement).
    """

    __tablename__ = "item_revisions"
    __table_args__ = (Index("ix_item_revisions_announced", "announces", "at"),)

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="RESTRICT"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    announces: Mapped[str] = mapped_column(server_default=text("''"))
    snapshot: Mapped[dict[str, Any]]


class AccountRow(Row):
    """Somebody who signs in. `kinds` they may change stand by commas; "" is all."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(3))
    password_hash: Mapped[str]
    kinds: Mapped[str] = mapped_column(server_default=text("''"))
    disabled_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class SessionRow(Row):
    """A sign-in that lasts; the cookie's secret is kept hashed.

    Before `seen_at` was noted, it is null: `created_at` stands for it.
    """

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    system: Mapped[str] = mapped_column(String(40), server_default=text("''"))


class AttemptRow(Row):
    """A wrong password, counted for all processes together."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class RuleRow(Row):
    """A reminder rule; its ladder and recipients stand in `body`."""

    __tablename__ = "reminder_rules"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    enabled: Mapped[bool]
    body: Mapped[dict[str, Any]]


ABOUT_ITEMS = "item_uid != ''"
"""In an index and its queries to the letter: with a parameter it is of no use."""


class OutboxRow(Row):
    """One mail on its way. `key` makes a second one of the same occasion impossible."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "state", "next_try_at"),
        Index("ix_outbox_sent_at", "sent_at"),
        Index(
            "ix_outbox_sent_about_items",
            "sent_at",
            sqlite_where=text(ABOUT_ITEMS),
            postgresql_where=text(ABOUT_ITEMS),
        ),
        Index("ix_outbox_address", "address", "state"),
        UniqueConstraint("key", name="uq_outbox_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    item_uid: Mapped[str] = mapped_column(String(255), index=True)
    address: Mapped[str] = mapped_column(String(254))
    state: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str]
    message: Mapped[dict[str, Any]]
    why: Mapped[str]
    planned_at: Mapped[datetime]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(255))
    attempts: Mapped[int]
    doubts: Mapped[int] = mapped_column(server_default="0")
    refused: Mapped[bool] = mapped_column(server_default=false())
    sent_at: Mapped[datetime | None]
    error: Mapped[str]


class MailboxRow(Row):
    """A mail of the demo, as it would have arrived."""

    __tablename__ = "mailbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary)


class BeatRow(Row):
    """When something last ran, such as the scheduler."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(50), primary_key=True)
    at: Mapped[datetime]
