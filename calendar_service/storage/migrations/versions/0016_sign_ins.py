"""Note of each sign-in when it was last seen, and with what browser it began."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "sessions", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name in ("browser", "system"):
        op.add_column(
            "sessions",
            sa.Column(
                name, sa.String(length=40), nullable=False, server_default=sa.text("''")
            ),
        )
