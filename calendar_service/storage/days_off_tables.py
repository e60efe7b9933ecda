"""Row class of the extra days off; never seen outside storage."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class DayOffRow(Row):
    """One day on which the office does not work, beside holidays and weekends."""

    __tablename__ = "days_off"

    day: Mapped[date] = mapped_column(primary_key=True)
    why: Mapped[str]
    added_at: Mapped[datetime]
