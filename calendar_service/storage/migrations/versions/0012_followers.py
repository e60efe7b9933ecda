"""Readers who follow by mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("wish", JSON, nullable=False),
        sa.Column("wish_hash", sa.String(length=64), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("client", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_followers")),
        sa.UniqueConstraint("address", "wish_hash", name="uq_followers_wish"),
        sa.UniqueConstraint("token_hash", name="uq_followers_token_hash"),
    )
    op.create_index("ix_followers_pace", "followers", ["pace", "told"])
    op.create_index("ix_followers_asked_at", "followers", ["asked_at"])
