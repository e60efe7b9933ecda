"""Tests of services/back_planning.py."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendar_service.domain.account import (
    OPERATOR,
    Account,
    NotAllowed,
    OutsideKinds,
)
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.back_plan import USUAL_PLAN, PlanStep, PlanTemplate
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.services.back_planning import (
    StepNote,
    UnknownStep,
    mark_step,
    plans_of,
    save_template,
)
from calendar_service.storage.agreements import list_terms
from calendar_service.storage.back_plans import list_marks
from calendar_service.storage.database import Session
from calendar_service.storage.items import store_item
from tests.builders import ADA, BEN, CLEO, NOW, TBILISI, make_item

TERM = make_item(
    uid="a",
    slug="a",
    kind=ItemKind.AGREEMENT,
    focal_point=Person("Cleo", "Cleo@example.org"),
    agreement=Agreement(type="MoU", expires=whole_days(date(2026, 12, 31))),
)
REVIEW = StepNote(item_uid="a", step="review", done=True)


@pytest.fixture
def term(session: Session) -> Item:
    return store_item(session, TERM, actor="ada", seen=None, now=NOW)


def mark(session: Session, actor: Account, note: StepNote) -> None:
    mark_step(session, actor, note, NOW, TBILISI)


def test_a_step_is_done_by_somebody_on_the_offices_day(
    session: Session, term: Item
) -> None:
    late = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)
    dated = mark_step(session, ADA, REVIEW, late, TBILISI)
    assert (dated.mark.done_on, dated.mark.done_by) == (date(2026, 3, 11), "Ada")
    mark(session, BEN, replace(REVIEW, person="Nino"))
    (noted,) = list_marks(session, ["a"])
    assert (noted.done_by, noted.person) == ("Ada", "Nino")
    mark(session, BEN, replace(REVIEW, done=False))
    (noted,) = list_marks(session, ["a"])
    assert (noted.done_on, noted.done_by, noted.person) == (None, "", "Nino")


def test_editors_and_the_agreements_people_note_steps_and_nobody_else(
    session: Session, term: Item
) -> None:
    mark(session, CLEO, REVIEW)
    with pytest.raises(NotAllowed):
        mark(session, replace(CLEO, email="else@example.org"), REVIEW)


@pytest.mark.parametrize(
    "wrong", [replace(REVIEW, step="nothing"), replace(REVIEW, person="n" * 201)]
)
def test_what_does_not_fit_is_refused(
    session: Session, term: Item, wrong: StepNote
) -> None:
    with pytest.raises((UnknownStep, InvalidDraft)):
        mark(session, ADA, wrong)
    assert list_marks(session, ["a"]) == []


def test_a_settled_agreement_has_no_steps_until_its_next_term_is_withdrawn(
    session: Session,
) -> None:
    settled = replace(TERM.agreement or Agreement(), renewed_by="b")
    following = replace(TERM, uid="b", slug="b")
    store_item(session, replace(TERM, agreement=settled), actor="a", seen=None, now=NOW)
    stored = store_item(session, following, actor="a", seen=None, now=NOW)
    with pytest.raises(UnknownStep):
        mark(session, ADA, REVIEW)
    cancelled = replace(stored, status=ItemStatus.CANCELLED, revision=1)
    store_item(session, cancelled, actor="a", seen=0, now=NOW)
    mark(session, ADA, REVIEW)
    assert set(plans_of(session, list_terms(session))) == {"a"}


def test_a_template_of_the_office_is_used(session: Session, term: Item) -> None:
    own = PlanTemplate(name="mou", steps=(PlanStep("sign", 10),), types=("MoU",))
    save_template(session, OPERATOR, own, NOW)
    plans = plans_of(session, [term, make_item()])
    assert {uid: [d.day for d in steps] for uid, steps in plans.items()} == {
        "a": [date(2026, 12, 21)]
    }


@pytest.mark.parametrize(
    "wrong",
    [
        replace(USUAL_PLAN, name="No such name"),
        replace(USUAL_PLAN, steps=(PlanStep("a b", 1),)),
        replace(USUAL_PLAN, steps=(PlanStep("a", 1), PlanStep("a", 2))),
        replace(USUAL_PLAN, steps=(PlanStep("a", 3_661),)),
        replace(USUAL_PLAN, steps=tuple(PlanStep(f"s{n}", n) for n in range(31))),
    ],
)
def test_a_template_that_cannot_be_is_refused(
    session: Session, wrong: PlanTemplate
) -> None:
    with pytest.raises(InvalidDraft):
        save_template(session, OPERATOR, wrong, NOW)


def test_only_administrators_change_templates(session: Session) -> None:
    with pytest.raises(NotAllowed):
        save_template(session, BEN, USUAL_PLAN, NOW)


def test_a_limit_to_other_kinds_is_the_reason_unless_it_is_in_their_care(
    session: Session, term: Item
) -> None:
    films = frozenset({ItemKind.SCREENING})
    with pytest.raises(OutsideKinds):
        mark(session, replace(ADA, kinds=films), REVIEW)
    mark(session, replace(ADA, email="cleo@example.org", kinds=films), REVIEW)
