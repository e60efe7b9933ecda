"""Find the mails that somebody still waits for, so that their order is kept."""

from collections.abc import Sequence

from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_outbox_address", "outbox", ["address", "state"])
