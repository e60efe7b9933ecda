"""Renditions, saved feeds, private feeds, and who has fetched what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision: str | None = "0001"
JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "feed_polls",
        sa.Column("feed", sa.String(length=120), nullable=False),
        sa.Column("subscriber", sa.String(length=120), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("polls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "subscriber", name=("pk_feed_polls")),
    )
    op.create_table(
        "saved_feeds",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=("pk_saved_feeds")),
    )
    op.create_table(
        "feed_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=("fk_feed_tokens_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_feed_tokens")),
        sa.UniqueConstraint("digest", name=("uq_feed_tokens_digest")),
    )
    op.create_index(
        ("ix_feed_tokens_account_id"), "feed_tokens", ["account_id"], unique=False
    )
    op.create_table(
        "rendition_flaws",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("renderer", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["items.id"],
            name=("fk_rendition_flaws_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "form", name=("pk_rendition_flaws")),
    )
    op.create_table(
        "renditions",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("renderer", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["items.id"],
            name=("fk_renditions_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "form", name=("pk_renditions")),
    )
    op.add_column(
        "calendar_version",
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.add_column(
        "item_revisions",
        sa.Column("announces", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.create_index(
        "ix_item_revisions_announced",
        "item_revisions",
        ["announces", "at"],
        unique=False,
    )
