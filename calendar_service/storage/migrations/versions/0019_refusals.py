"""Tell a refused mail from one that failed otherwise; find the last about an item."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    about_items = sa.text("item_uid != ''")
    op.create_index(
        "ix_outbox_sent_about_items",
        "outbox",
        ["sent_at"],
        sqlite_where=about_items,
        postgresql_where=about_items,
    )
