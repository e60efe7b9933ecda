"""What following by mail takes: whom to write to, and what was published since.

Nobody could follow before this, so the table of followers is made anew.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_index("ix_item_revisions_version", "item_revisions", ["version"])
    op.drop_table("followers")
    op.create_table(
        "followers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("wish", JSON, nullable=False),
        sa.Column("wish_hash", sa.String(length=64), nullable=False),
        sa.Column("pace", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_due", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_followers"),
        sa.UniqueConstraint("address", "wish_hash", name="uq_followers_wish"),
        sa.UniqueConstraint("name", name="uq_followers_name"),
    )
    op.create_index("ix_followers_pace", "followers", ["pace", "told"])
    op.create_index("ix_followers_week", "followers", ["pace", "told_on"])
    op.create_index("ix_followers_asked_at", "followers", ["asked_at"])
    op.create_index("ix_followers_mail_due", "followers", ["mail_due"])
