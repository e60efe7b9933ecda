"""Tests of storage/back_plans.py."""

from dataclasses import replace
from datetime import date

from calendar_service.domain.back_plan import (
    USUAL_PLAN,
    PlanAnchor,
    PlanTemplate,
    StepMark,
)
from calendar_service.storage.back_plans import (
    drop_template,
    list_marks,
    list_templates,
    store_mark,
    store_template,
)
from calendar_service.storage.database import Database
from tests.builders import NOW

MARK = StepMark(item_uid="a", step="review", person="ნინო")
DONE = replace(MARK, done_on=date(2026, 3, 1), done_by="Ada")


def test_templates_come_back_whole_by_name_and_are_changed_and_dropped(
    any_database: Database,
) -> None:
    other = PlanTemplate(name="mou", steps=(), anchor=PlanAnchor.EXPIRY, types=("MoU",))
    with any_database.transaction() as session:
        store_template(session, USUAL_PLAN, NOW)
        store_template(session, replace(other, types=()), NOW)
        store_template(session, other, NOW)
        assert list_templates(session) == [other, USUAL_PLAN]
        assert [drop_template(session, name) for name in ("mou", "mou", "\x00")] == [
            *(True, False, False)
        ]
    with any_database.reading() as session:
        assert list_templates(session) == [USUAL_PLAN]


def test_a_mark_takes_the_place_of_the_one_before(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_mark(session, MARK, NOW)
        store_mark(session, DONE, NOW)
        store_mark(session, replace(MARK, item_uid="b"), NOW)
    with any_database.reading() as session:
        assert list_marks(session, ["a"]) == [DONE]
        assert list_marks(session, []) == []
