"""Limit accounts to kinds of items, and disable them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "accounts",
        sa.Column("kinds", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
    op.add_column(
        "accounts", sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True)
    )
