"""`agreements plan`: what leads to an agreement's date, and the templates of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.back_plan import (
    USUAL,
    USUAL_PLAN,
    DatedStep,
    PlanAnchor,
    PlanStep,
    PlanTemplate,
    title_of_step,
)
from calendar_service.domain.item import Item
from calendar_service.services.back_planning import (
    StepNote,
    UnknownStep,
    mark_step,
    save_template,
)
from calendar_service.services.editing import UnknownItem
from calendar_service.storage.agreements import find_agreement
from calendar_service.storage.back_plans import drop_template, list_templates
from calendar_service.storage.database import Session

STEP = re.compile(r"([^=]+)=(\d{1,4})", re.ASCII)
TITLE = re.compile(r"([^=.]+)\.([a-z]{2,3})=(.+)")
ANCHORS = {
    PlanAnchor.NOTICE: "the notice deadline, else the expiry",
    PlanAnchor.EXPIRY: "the expiry",
}


@click.group()
def plan() -> None:
    """Plan back from an agreement's date: templates, and steps that are done."""


@plan.command("list")
@as_json
def list_command(*, json_wanted: bool) -> None:
    """List the plans and their steps, in days before the date."""
    with opened() as (_, database), database.reading() as session:
        found = _templates(session)
    if json_wanted:
        print_json([_template_entry(template) for template in found])
        return
    heads = ("PLAN", "FOR TYPES", "BEFORE", "STEPS")
    print_table([_template_row(template) for template in found], heads)


@plan.command("set")
@click.argument("name", default=USUAL)
@click.option("--step", "steps", multiple=True, help="NAME=DAYS, such as review=120.")
@click.option("--title", "titles", multiple=True, help="NAME.LANGUAGE=TITLE of a step.")
@click.option(
    "--before",
    "anchor",
    type=click.Choice([anchor.value for anchor in PlanAnchor]),
    help="Count from the notice deadline (or the expiry without one), or the expiry.",
)
@click.option("--type", "types", multiple=True, help="For agreements of this type.")
def set_command(
    name: str,
    steps: tuple[str, ...],
    titles: tuple[str, ...],
    anchor: str | None,
    types: tuple[str, ...],
) -> None:
    """Make or change the plan NAME; what is not given stays as it is.

    Without a name it is the usual one, for agreements that no other names.
    """
    with opened() as (_, database), database.transaction() as session:
        known = {template.name: template for template in _templates(session)}
        old = known.get(name) or replace(known[USUAL], name=name, types=())
        new = replace(
            old,
            steps=_titled(_steps(steps, old), titles),
            anchor=PlanAnchor(anchor) if anchor else old.anchor,
            types=types or old.types,
        )
        save_template(session, OPERATOR, new, utc_now())
    click.echo(f"{name}: {_steps_said(new)} days before {ANCHORS[new.anchor]}.")


@plan.command()
@click.argument("name")
def drop(name: str) -> None:
    """Drop the plan NAME; the usual one goes back to how it came."""
    with opened() as (_, database), database.transaction() as session:
        gone = drop_template(session, name)
    if not gone:
        raise click.ClickException(f"no plan {name!r} has been set")
    click.echo(f"{name}: dropped.")


@plan.command()
@click.argument("agreement")
@click.argument("step")
@click.option("--undo", is_flag=True, help="It is not done after all.")
def done(agreement: str, step: str, *, undo: bool) -> None:
    """Note that a STEP towards the date of AGREEMENT is done."""
    _note(agreement, step, done_=not undo)


@plan.command()
@click.argument("agreement")
@click.argument("step")
@click.argument("person")
def assign(agreement: str, step: str, person: str) -> None:
    """Say who does a STEP towards the date of AGREEMENT; "" for nobody."""
    _note(agreement, step, person=person)


def step_entry(dated: DatedStep, today: date) -> dict[str, Any]:
    """Return a step for programs."""
    rolled, done_on = dated.rolled_from, dated.mark.done_on
    return {
        "step": dated.step.id,
        "titles": dict(dated.step.titles),
        "day": dated.day.isoformat(),
        "rolled_from": rolled.isoformat() if rolled else None,
        "days_before": dated.step.days,
        "person": dated.mark.person,
        "done": dated.is_done,
        "done_on": done_on.isoformat() if done_on else None,
        "done_by": dated.mark.done_by,
        "overdue": dated.is_overdue(today),
    }


def step_facts(
    steps: Sequence[DatedStep], today: date, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the steps for people."""
    for number, dated in enumerate(steps, 1):
        if dated.mark.done_on:
            state = f"done on {dated.mark.done_on} by {dated.mark.done_by}"
        else:
            state = "OVERDUE" if dated.is_overdue(today) else "to do"
        person = f", {dated.mark.person}" if dated.mark.person else ""
        title = title_of_step(dated.step, language)
        yield (
            f"step {number}",
            f"{dated.day} {title} ({dated.step.id}): {state}{person}",
        )


def _note(
    name: str, step: str, *, done_: bool | None = None, person: str | None = None
) -> None:
    with opened() as (settings, database), database.transaction() as session:
        item = _named(session, name)
        note = StepNote(item_uid=item.uid, step=step, done=done_, person=person)
        try:
            dated = mark_step(session, OPERATOR, note, utc_now(), settings.timezone)
        except UnknownStep as wrong:
            raise click.ClickException(str(wrong)) from None
    state = "done" if dated.is_done else f"to do by {dated.day}"
    who = f", {dated.mark.person}" if dated.mark.person else ""
    click.echo(f"{item.slug}: {step}: {state}{who}")


def _named(session: Session, name: str) -> Item:
    item = find_agreement(session, name)
    if item is None:
        raise UnknownItem(
            f"there is no agreement {name!r}; calendar-service agreements list shows"
            " all"
        )
    return item


def _templates(session: Session) -> list[PlanTemplate]:
    stored = list_templates(session)
    if any(template.name == USUAL for template in stored):
        return stored
    return sorted([USUAL_PLAN, *stored], key=lambda template: template.name)


def _steps(given: Sequence[str], old: PlanTemplate) -> tuple[PlanStep, ...]:
    """Read NAME=DAYS; a step that was there keeps its titles."""
    if not given:
        return old.steps
    titles = {step.id: step.titles for step in (*USUAL_PLAN.steps, *old.steps)}
    read = []
    for said in given:
        found = STEP.fullmatch(said)
        if found is None:
            raise click.BadParameter(
                f"{said!r} is no step; write it like review=120", param_hint="--step"
            )
        name = found[1].strip()
        read.append(PlanStep(name, int(found[2]), titles.get(name, {})))
    return tuple(read)


def _titled(steps: Sequence[PlanStep], titles: Sequence[str]) -> tuple[PlanStep, ...]:
    named = {step.id: step for step in steps}
    for said in titles:
        found = TITLE.fullmatch(said)
        if found is None or found[1] not in named:
            raise click.BadParameter(
                f"{said!r} is no title of a step; write it like review.ka=გადახედვა",
                param_hint="--title",
            )
        step = named[found[1]]
        titled = dict(step.titles) | {found[2]: " ".join(found[3].split())}
        named[step.id] = replace(step, titles=titled)
    return tuple(named[step.id] for step in steps)


def _template_entry(template: PlanTemplate) -> dict[str, Any]:
    return {
        "name": template.name,
        "types": list(template.types),
        "before": template.anchor.value,
        "steps": [
            {"step": step.id, "days": step.days, "titles": dict(step.titles)}
            for step in template.steps
        ],
    }


def _template_row(template: PlanTemplate) -> tuple[str, ...]:
    types = ", ".join(template.types) or ("the rest" if template.name == USUAL else "-")
    return template.name, types, ANCHORS[template.anchor], _steps_said(template)


def _steps_said(template: PlanTemplate) -> str:
    ordered = sorted(template.steps, key=lambda step: -step.days)
    return ", ".join(f"{step.id} {step.days}" for step in ordered) or "no steps"
