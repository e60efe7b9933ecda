"""Steps that lead to an agreement's date: look at them, note that they are done."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calendar_service.domain.account import Account, Action, NotAllowed, demand, may
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import is_owner
from calendar_service.domain.back_plan import (
    DatedStep,
    PlanTemplate,
    StepMark,
    plan_steps,
    template_for,
)
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.item import Item
from calendar_service.services.editing import demand_item
from calendar_service.services.working import office_workdays
from calendar_service.storage.agreements import list_terms
from calendar_service.storage.back_plans import (
    list_marks,
    list_templates,
    store_mark,
    store_template,
)
from calendar_service.storage.database import Session

MOST_STEPS, MOST_DAYS = 30, 3_660
MOST_LETTERS = 200
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What somebody notes of a step; None leaves it as it is."""

    item_uid: str
    step: str
    done: bool | None = None
    person: str | None = None


class UnknownStep(LookupError):
    """The plan of the agreement has no such step."""


def plans_of(session: Session, items: Iterable[Item]) -> dict[str, list[DatedStep]]:
    """Return the dated steps of each agreement by its uid; what has none is left out.

    `items` are as list_terms returns them: a term whose next one was withdrawn
    is open again.
    """
    terms = [item for item in items if item.agreement is not None]
    templates, workdays = list_templates(session), office_workdays(session)
    marks: dict[str, list[StepMark]] = {}
    for mark in list_marks(session, {item.uid for item in terms}):
        marks.setdefault(mark.item_uid, []).append(mark)
    found = {}
    for item in terms:
        agreement = item.agreement or Agreement()
        template = template_for(agreement.type, templates)
        noted = marks.get(item.uid, [])
        found[item.uid] = plan_steps(item.uid, agreement, template, noted, workdays)
    return {uid: steps for uid, steps in found.items() if steps}


def may_mark(who: Account, item: Item) -> bool:
    """Tell whether somebody may note steps: who writes drafts, and the owners."""
    return may(who, Action.DRAFT, item) or is_owner(item, who.email)


def mark_step(
    session: Session, actor: Account, note: StepNote, now: datetime, zone: str
) -> DatedStep:
    """Note of a step that it is done or not, or whose it is.

    The day on which it was done is that of the zone. Raises UnknownItem,
    UnknownStep, NotAllowed, InvalidDraft.
    """
    item = _term(session, note.item_uid)
    if not may_mark(actor, item):
        if may(actor, Action.DRAFT):
            demand(actor, Action.DRAFT, item)
        raise NotAllowed("steps are noted by editors and by the agreement's people")
    dated = _named(plans_of(session, [item]).get(item.uid, []), note.step)
    mark = dated.mark
    if note.person is not None:
        mark = replace(mark, person=_person(note.person))
    if note.done is not None and note.done != dated.is_done:
        mark = replace(
            mark,
            done_on=now.astimezone(ZoneInfo(zone)).date() if note.done else None,
            done_by=(actor.name or actor.email) if note.done else "",
        )
    store_mark(session, mark, now)
    return replace(dated, mark=mark)


def save_template(
    session: Session, actor: Account, template: PlanTemplate, now: datetime
) -> None:
    """Keep a plan under its name. Raises NotAllowed, InvalidDraft."""
    demand(actor, Action.ADMINISTER)
    problems = [*_template_problems(template)]
    if problems:
        raise InvalidDraft(problems)
    store_template(session, template, now)


def _term(session: Session, uid: str) -> Item:
    """Return the item; open again where its next term was withdrawn."""
    terms = list_terms(session)
    return next((t for t in terms if t.uid == uid), None) or demand_item(session, uid)


def _named(steps: Sequence[DatedStep], name: str) -> DatedStep:
    for dated in steps:
        if dated.step.id == name:
            return dated
    known = ", ".join(dated.step.id for dated in steps)
    raise UnknownStep(
        f"there is no step {name!r}; the steps are: {known}"
        if known
        else "nothing is planned back from this agreement: it is settled or has no date"
    )


def _person(said: str) -> str:
    person = " ".join(said.split())
    if len(person) > MOST_LETTERS:
        message = f"is longer than {MOST_LETTERS} characters"
        raise InvalidDraft([Problem("person", message)])
    return person


def _template_problems(template: PlanTemplate) -> Iterable[Problem]:
    names = [step.id for step in template.steps]
    if len(names) > MOST_STEPS:
        yield Problem("steps", f"are more than {MOST_STEPS}")
    if len(set(names)) < len(names):
        yield Problem("steps", "have a name twice")
    for name in (template.name, *names):
        if not NAME.fullmatch(name):
            yield Problem("name", f"{name[:40]!r} takes small letters, digits, - and _")
    for step in template.steps:
        if not 0 <= step.days <= MOST_DAYS:
            yield Problem(f"steps.{step.id}", f"lies 0 to {MOST_DAYS} days before")
