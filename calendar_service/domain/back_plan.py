"""Back-planning: what has to be done before an agreement's date, and by when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.domain.agreement import (
    Agreement,
    expires_on,
    is_settled,
    notice_deadline,
)
from calendar_service.domain.workdays import Workdays

USUAL = "usual"
"""The plan of whatever no other plan names."""


class PlanAnchor(StrEnum):
    """Before which date: NOTICE is the notice deadline, the expiry without one."""

    NOTICE = "notice"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing to do. `days` before the date; `titles` by language."""

    id: str
    days: int
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """Steps for agreements of some types; the one called "usual" is for the rest."""

    name: str
    steps: tuple[PlanStep, ...]
    anchor: PlanAnchor = PlanAnchor.NOTICE
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMark:
    """What people noted of one step of one agreement.

    `person` is who is to do it, `done_on` the day on which somebody, `done_by`,
    said that it is done.
    """

    item_uid: str
    step: str
    person: str = ""
    done_on: date | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step with its day, a working one; `rolled_from` is the day by count."""

    step: PlanStep
    day: date
    rolled_from: date | None
    mark: StepMark

    @property
    def is_done(self) -> bool:
        return self.mark.done_on is not None

    def is_overdue(self, today: date) -> bool:
        return not self.is_done and self.day < today


USUAL_PLAN = PlanTemplate(
    name=USUAL,
    steps=(
        PlanStep("review", 120, {"en": "Review", "ka": "გადახედვა"}),
        PlanStep("draft", 90, {"en": "Draft", "ka": "პროექტის მომზადება"}),
        PlanStep("legal", 60, {"en": "Legal check", "ka": "იურიდიული შემოწმება"}),
        PlanStep("signature", 30, {"en": "Signature", "ka": "ხელმოწერა"}),
    ),
)


def template_for(type_: str, stored: Iterable[PlanTemplate]) -> PlanTemplate:
    """Return the plan that names the type of an agreement, else the usual one.

    Of several, the first by name. The usual one may be stored as well.
    """
    known = sorted(stored, key=lambda template: template.name)
    for template in known:
        if type_ and type_ in template.types:
            return template
    return next((each for each in known if each.name == USUAL), USUAL_PLAN)


def plan_steps(
    uid: str,
    agreement: Agreement,
    template: PlanTemplate,
    marks: Sequence[StepMark],
    workdays: Workdays,
) -> list[DatedStep]:
    """Return the steps by day; they slide with the date that they lead to.

    A month or year counts by its earliest day. Days on which nobody works roll
    back. Empty where there is no date, or nothing is left to decide: the next
    term has a plan of its own.
    """
    goal = _goal(agreement, template.anchor)
    if goal is None or is_settled(agreement):
        return []
    noted = {mark.step: mark for mark in marks if mark.item_uid == uid}
    return sorted(
        _dated(uid, goal, template.steps, noted, workdays),
        key=lambda dated: (dated.day, -dated.step.days, dated.step.id),
    )


def next_step(steps: Iterable[DatedStep]) -> DatedStep | None:
    """Return the first step that is not done."""
    return next((dated for dated in steps if not dated.is_done), None)


def title_of_step(step: PlanStep, language: str) -> str:
    """Return what a step is called; its name where no title is known."""
    return step.titles.get(language) or step.titles.get("en") or step.id


def _goal(agreement: Agreement, anchor: PlanAnchor) -> date | None:
    deadline = notice_deadline(agreement)
    if anchor is PlanAnchor.NOTICE and deadline is not None:
        return deadline
    return expires_on(agreement)


def _dated(
    uid: str,
    goal: date,
    steps: Iterable[PlanStep],
    noted: Mapping[str, StepMark],
    workdays: Workdays,
) -> Iterator[DatedStep]:
    for step in steps:
        counted = goal - timedelta(days=step.days)
        day = workdays.rolled_back(counted)
        mark = noted.get(step.id) or StepMark(item_uid=uid, step=step.id)
        yield DatedStep(step, day, None if day == counted else counted, mark)
