from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.back_plan import (
    USUAL_PLAN,
    PlanAnchor,
    PlanStep,
    PlanTemplate,
    StepMark,
    next_step,
    plan_steps,
    template_for,
    title_of_step,
)
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.workdays import Workdays
from tests.strategies import days

EVERY_DAY = Workdays(weekend=frozenset())
TERM = Agreement(
    expires=whole_days(date(2026, 12, 31)), notice_deadline_on=date(2026, 9, 30)
)
MOU = PlanTemplate(name="mou", steps=(PlanStep("sign", 10),), types=("MoU", "LoA"))


def dates(agreement: Agreement, template: PlanTemplate = USUAL_PLAN) -> dict[str, date]:
    steps = plan_steps("a", agreement, template, [], EVERY_DAY)
    return {dated.step.id: dated.day for dated in steps}


def test_steps_lead_to_the_notice_deadline() -> None:
    assert dates(TERM) == {
        "review": date(2026, 6, 2),
        "draft": date(2026, 7, 2),
        "legal": date(2026, 8, 1),
        "signature": date(2026, 8, 31),
    }


def test_without_a_notice_deadline_they_lead_to_the_expiry() -> None:
    plain = replace(TERM, notice_deadline_on=None)
    assert dates(plain)["signature"] == date(2026, 12, 1)
    to_expiry = replace(USUAL_PLAN, anchor=PlanAnchor.EXPIRY)
    assert dates(TERM, to_expiry) == dates(plain)


def test_a_month_of_expiry_counts_by_its_first_day() -> None:
    assert dates(Agreement(expires=whole_month(2026, 12)))["signature"] == date(
        2026, 11, 1
    )


@given(day=days(), by=st.integers(-400, 400))
def test_steps_slide_with_the_date(day: date, by: int) -> None:
    moved = day + timedelta(days=by)
    before = dates(Agreement(expires=whole_days(day)))
    after = dates(Agreement(expires=whole_days(moved)))
    assert after == {
        step: planned + timedelta(days=by) for step, planned in before.items()
    }


@given(day=days())
def test_steps_fall_on_working_days_and_never_later(day: date) -> None:
    workdays = Workdays(GEORGIAN_HOLIDAYS)
    term = Agreement(expires=whole_days(day))
    for dated in plan_steps("a", term, USUAL_PLAN, [], workdays):
        counted = day - timedelta(days=dated.step.days)
        assert workdays.is_working(dated.day)
        assert dated.day <= counted
        assert dated.rolled_from == (None if dated.day == counted else counted)


def test_nothing_is_planned_for_what_is_settled_or_has_no_date() -> None:
    assert dates(replace(TERM, renewed_by="next")) == {}
    assert dates(replace(TERM, ended_on=date(2026, 5, 1))) == {}
    assert dates(Agreement()) == {}


def test_what_is_noted_stands_with_its_own_step_and_agreement() -> None:
    noted = StepMark(item_uid="a", step="review", person="Nino")
    done = StepMark(item_uid="a", step="draft", done_on=date(2026, 7, 1), done_by="Ada")
    foreign = StepMark(item_uid="b", step="legal", person="Gia")
    steps = plan_steps("a", TERM, USUAL_PLAN, [noted, done, foreign], EVERY_DAY)
    assert [(d.step.id, d.is_done, d.mark.person) for d in steps] == [
        ("review", False, "Nino"),
        ("draft", True, ""),
        ("legal", False, ""),
        ("signature", False, ""),
    ]
    assert [d.is_overdue(date(2026, 8, 1)) for d in steps] == [True, *[False] * 3]
    first = next_step(steps)
    assert first is not None
    assert first.step.id == "review"
    assert next_step(steps[1:2]) is None


def test_a_plan_that_names_the_type_goes_before_the_usual_one() -> None:
    own = PlanTemplate(name="usual", steps=())
    assert template_for("LoA", [MOU]) == MOU
    assert template_for("Grant", [MOU]) == USUAL_PLAN
    assert template_for("", [MOU, own]) == own
    other = replace(MOU, name="a")
    assert template_for("MoU", [MOU, other]) == other


def test_a_step_is_called_by_its_title_or_by_its_name() -> None:
    review = USUAL_PLAN.steps[0]
    assert [title_of_step(review, language) for language in ("ka", "en", "fr")] == [
        *("გადახედვა", "Review", "Review")
    ]
    assert title_of_step(PlanStep("sign", 1), "ka") == "sign"
