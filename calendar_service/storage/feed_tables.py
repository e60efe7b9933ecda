"""Row classes of the feeds; never seen outside storage."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class RenditionRow(Row):
    """An item's rendered bytes in one form, such as "ics:en", made once a change.

    `version` is the calendar version of the item that it shows. `renderer`
    names the code and the settings that made it: another one makes it anew.
    """

    __tablename__ = "renditions"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str] = mapped_column(String(40), primary_key=True)
    renderer: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    zones: Mapped[str]


class FlawRow(Row):
    """A rendition that did not prove itself; the last good one stays on line."""

    __tablename__ = "rendition_flaws"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    form: Mapped[str] = mapped_column(String(40), primary_key=True)
    renderer: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    problems: Mapped[str]
    found_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class SavedFeedRow(Row):
    """A selection under a name of its own."""

    __tablename__ = "saved_feeds"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    visibility: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class FeedTokenRow(Row):
    """The secret of one person's subscription to one feed, kept hashed.

    `feed` and `audience` are fixed here, on the server: the address only
    proves who it is.
    """

    __tablename__ = "feed_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    feed: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PollRow(Row):
    """What a subscription last fetched; no addresses are kept.

    `subscriber` is "token:<id>", or "public:<client family>:<day's mark>" for
    those without a token.
    """

    __tablename__ = "feed_polls"

    feed: Mapped[str] = mapped_column(String(120), primary_key=True)
    subscriber: Mapped[str] = mapped_column(String(120), primary_key=True)
    client: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    last_at: Mapped[datetime]
    polls: Mapped[int]
