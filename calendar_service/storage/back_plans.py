"""Back-planning: the templates, and what people noted of each step."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.back_plan import PlanTemplate, StepMark
from calendar_service.storage.back_plan_tables import PlanMarkRow, PlanTemplateRow
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.outbox import batches
from calendar_service.storage.storable import is_storable, storable


def list_templates(session: Session) -> list[PlanTemplate]:
    """Return the templates that the office has stored, by name."""
    bodies = session.scalars(select(PlanTemplateRow.body))
    # Here, not in SQL: two databases order text in two ways.
    return sorted((decode(b, PlanTemplate) for b in bodies), key=lambda t: t.name)


def store_template(session: Session, template: PlanTemplate, now: datetime) -> None:
    """Add or change a template."""
    said = {"body": encode(template), "updated_at": now}
    new = insert_into(session, PlanTemplateRow).values(name=template.name, **said)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_=said))


def drop_template(session: Session, name: str) -> bool:
    """Drop a template; False where none of that name is stored."""
    if not is_storable(name):
        return False
    gone = delete(PlanTemplateRow).where(PlanTemplateRow.name == name)
    return session.scalar(gone.returning(PlanTemplateRow.name)) is not None


def list_marks(session: Session, item_uids: Collection[str]) -> list[StepMark]:
    """Return what is noted of the steps of these agreements."""
    return [
        StepMark(
            item_uid=row.item_uid,
            step=row.step,
            person=row.person,
            done_on=row.done_on,
            done_by=row.done_by,
        )
        for batch in batches(item_uids)
        for row in session.scalars(
            select(PlanMarkRow)
            .where(PlanMarkRow.item_uid.in_(batch))
            .order_by(PlanMarkRow.item_uid, PlanMarkRow.step)
        )
    ]


def store_mark(session: Session, mark: StepMark, now: datetime) -> None:
    """Note something of a step in place of what was noted before."""
    said = {
        "person": storable(mark.person),
        "done_on": mark.done_on,
        "done_by": mark.done_by,
        "updated_at": now,
    }
    new = insert_into(session, PlanMarkRow).values(
        item_uid=mark.item_uid, step=mark.step, **said
    )
    put = new.on_conflict_do_update(index_elements=["item_uid", "step"], set_=said)
    session.execute(put)
