"""Row class of what became of accounts; never seen outside storage."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class AccountChangeRow(Row):
    """One field of one account was changed. Append-only."""

    __tablename__ = "account_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="RESTRICT"), index=True
    )
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(254))
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[str]
    after: Mapped[str]
