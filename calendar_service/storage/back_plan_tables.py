"""Row classes of back-planning; never seen outside storage."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class PlanTemplateRow(Row):
    """A plan under its name; `body` is the template as JSON."""

    __tablename__ = "plan_templates"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    body: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class PlanMarkRow(Row):
    """What people noted of one step of one agreement."""

    __tablename__ = "plan_marks"

    item_uid: Mapped[str] = mapped_column(String(255), primary_key=True)
    step: Mapped[str] = mapped_column(String(100), primary_key=True)
    person: Mapped[str]
    done_on: Mapped[date | None]
    done_by: Mapped[str]
    updated_at: Mapped[datetime]
