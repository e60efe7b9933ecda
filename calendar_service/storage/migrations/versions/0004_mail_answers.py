"""Mails that were stopped, and answers to mails."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mail_stops",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "about", name=("pk_mail_stops")),
    )
    op.create_table(
        "mail_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_uid", sa.String(length=255), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_mail_answers")),
    )
    op.create_index("ix_mail_answers_key", "mail_answers", ["key", "address"])
    op.create_index("ix_mail_answers_item_uid", "mail_answers", ["item_uid"])
