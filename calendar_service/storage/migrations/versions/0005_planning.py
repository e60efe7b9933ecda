"""Up to which change people were told, and when planning has to look again."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "planning",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=("pk_planning")),
    )
    # Of what changed before there was anybody to tell, nobody is told.
    op.execute(
        "INSERT INTO planning (name, version, fingerprint)"
        " SELECT 'reminders', number, '' FROM calendar_version"
    )
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])
