"""`rules`: who is reminded of what and when, and the days on which nobody is."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.items import DayType
from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.cli.rule_values import plain_rule, plain_step
from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.rule import Anchor, ReminderRule, WorkdayPolicy
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR
from calendar_service.reminders.facts import title_of
from calendar_service.reminders.ladders import Rung
from calendar_service.reminders.send_days import move_said
from calendar_service.services.days_off_editing import (
    MOST_DAYS_AT_ONCE,
    Days,
    lift_days_off,
    set_days_off,
)
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import find_rule
from calendar_service.services.rule_showing import next_ladder
from calendar_service.storage.database import Session
from calendar_service.storage.days_off import list_days_off
from calendar_service.storage.rules import list_rules

ANCHORS = {
    Anchor.START: "the start",
    Anchor.END: "the end",
    Anchor.NOTICE: "the notice deadline",
    Anchor.EXPIRY: "the expiry",
}
POLICIES = {
    WorkdayPolicy.NONE: "not heeded",
    WorkdayPolicy.BACK: "moved to the working day before",
    WorkdayPolicy.FORWARD: "moved to the next working day",
}


@click.group()
def rules() -> None:
    """Look at the reminder rules, change them, and set extra days off."""


@rules.command("list")
@as_json
def list_command(*, json_wanted: bool) -> None:
    """List the reminder rules, those that are switched off too."""
    with opened() as (_, database), database.transaction() as session:
        ensure_default_rules(session)
        found = list_rules(session)
    if json_wanted:
        print_json([plain_rule(rule) for rule in found])
        return
    heads = ("RULE", "KIND", "ON", "SENT AT", "DAYS OFF", "STEPS")
    print_table([_row(rule) for rule in found], heads)


@rules.command()
@click.argument("name", metavar="ID")
@as_json
def show(name: str, *, json_wanted: bool) -> None:
    """Show one rule, with its ladder as real dates for what comes next."""
    with opened() as (settings, database):
        with database.transaction() as session:
            ensure_default_rules(session)
            rule = find_rule(session, name)
        with database.reading() as session:
            show_rule(session, settings, rule, json_wanted=json_wanted)


def show_rule(
    session: Session, settings: Settings, rule: ReminderRule, *, json_wanted: bool
) -> None:
    """Print a rule, saved or not, with its ladder as real dates."""
    now = utc_now()
    rungs = next_ladder(session, settings, rule, now)
    if json_wanted:
        ladder = [_rung_entry(rung, now) for rung in rungs]
        uid = rungs[0].reminder.item.uid if rungs else None
        print_json(plain_rule(rule) | {"next_item": uid, "ladder": ladder})
        return
    for label, value in _facts(rule, settings.timezone):
        click.echo(f"{label:<12}{value}")
    click.echo()
    if not rungs:
        click.echo("Nothing that it speaks of is coming.")
        return
    click.echo(f"Next: {title_of(rungs[0].reminder).text}")
    rows = [_rung_row(rung, now, settings.language) for rung in rungs]
    print_table(rows, ("WHEN", "STEP", "NOTE"))


@rules.group("days-off")
def days_off() -> None:
    """List and set days off beside weekends and Georgian holidays.

    Mails that would be sent on such a day are moved, as their rule says.
    """


@days_off.command("list")
@as_json
def list_days(*, json_wanted: bool) -> None:
    """List the extra days off by date."""
    with opened() as (_, database), database.reading() as session:
        found = list_days_off(session)
    if json_wanted:
        print_json([{"day": off.day.isoformat(), "why": off.why} for off in found])
    elif found:
        print_table([(f"{off.day:%a %Y-%m-%d}", off.why) for off in found], ("DAY", ""))
    else:
        click.echo(
            "There are no extra days off. Add one with:"
            " calendar-service rules days-off add"
        )


@days_off.command()
@click.argument("day", type=DayType(), metavar="DATE")
@click.option("--until", type=DayType(), help="The last of several days.")
@click.option("--why", default="", help="Such as the resolution that says so.")
def add(day: date, until: date | None, why: str) -> None:
    """Make DATE a day off; mails are planned accordingly from the next minute on."""
    last = _last(day, until)
    with opened() as (_, database), database.transaction() as session:
        reason = " ".join(why.split())
        new = set_days_off(session, OPERATOR, Days(day, last), reason, utc_now())
    click.echo(f"{_days_said(day, last)}: {new} added.")


@days_off.command()
@click.argument("day", type=DayType(), metavar="DATE")
@click.option("--until", type=DayType(), help="The last of several days.")
def remove(day: date, until: date | None) -> None:
    """Make DATE a day like others again; holidays and weekends stay what they are."""
    last = _last(day, until)
    with opened() as (_, database), database.transaction() as session:
        gone = lift_days_off(session, OPERATOR, Days(day, last))
    if not gone:
        raise click.ClickException(f"{_days_said(day, last)}: no extra day off")
    click.echo(f"{_days_said(day, last)}: {gone} removed.")


def _last(day: date, until: date | None) -> date:
    last = until or day
    if last < day:
        raise click.BadParameter("lies before DATE", param_hint="--until")
    if day.year < EARLIEST_YEAR or last.year > LATEST_YEAR:
        raise click.BadParameter(
            f"days lie between {EARLIEST_YEAR} and {LATEST_YEAR}", param_hint="DATE"
        )
    if (last - day).days >= MOST_DAYS_AT_ONCE:
        raise click.BadParameter(
            f"at most {MOST_DAYS_AT_ONCE} days at once", param_hint="--until"
        )
    return last


def _days_said(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _row(rule: ReminderRule) -> tuple[str, ...]:
    return (
        rule.id,
        rule.kind.value,
        "yes" if rule.enabled else "no",
        f"{rule.send_at:%H:%M}",
        rule.workdays.value,
        _steps_said(rule),
    )


def _facts(rule: ReminderRule, office_zone: str) -> Iterator[tuple[str, str]]:
    yield "rule", rule.id if rule.enabled else f"{rule.id} (switched off)"
    yield "items", _scope_said(rule)
    yield "steps", _steps_said(rule)
    yield "sent at", f"{rule.send_at:%H:%M} ({rule.zone or office_zone})"
    yield "days off", POLICIES[rule.workdays]
    yield "answers", "asked for" if rule.answer_needed else "not asked for"
    yield "goes to", ", ".join(_recipients_said(rule)) or "nobody"


def _scope_said(rule: ReminderRule) -> str:
    if rule.item_uid:
        return f"only {rule.item_uid}"
    said = [", ".join(sorted(rule.kinds))]
    said += [f"tagged {' or '.join(rule.tags)}"] if rule.tags else []
    said += [f"at {' or '.join(rule.places)}"] if rule.places else []
    return "; ".join(said)


def _recipients_said(rule: ReminderRule) -> Iterator[str]:
    lists = {
        "the communications team": rule.to_comms_team,
        "the focal point": rule.to_focal_point,
        "the deputy": rule.to_deputy,
        "the administrators": rule.to_heads,
    }
    yield from (name for name, wanted in lists.items() if wanted)
    yield from (f"the list {name}" for name in rule.lists)
    yield from rule.addresses


def _steps_said(rule: ReminderRule) -> str:
    """Say "7, 1 days before the start; 2 days after the end"."""
    found: dict[str, list[str]] = {}
    for step in rule.steps:
        where = "after" if step.days < 0 else "before"
        unit = "hours" if step.hours else "days"
        name = f"{unit} {where} {ANCHORS[step.anchor]}"
        number = step.lead if step.hours else abs(step.days)
        found.setdefault(name, []).append(str(number))
    return "; ".join(f"{', '.join(days)} {name}" for name, days in found.items())


def _rung_entry(rung: Rung, now: datetime) -> dict[str, object]:
    due = rung.reminder
    return {
        "planned_at": due.planned_at.isoformat(),
        **plain_step(due.step),
        "moved_from": due.move.day.isoformat() if due.move else None,
        "overtaken": rung.is_overtaken,
        "past": rung.comes_at <= now,
    }


def _rung_row(rung: Rung, now: datetime, language: str) -> tuple[str, ...]:
    due = rung.reminder
    when = due.planned_at.astimezone(ZoneInfo(due.zone))
    side = "after" if due.step.days < 0 else "before"
    number = "1 day" if abs(due.step.days) == 1 else f"{abs(due.step.days)} days"
    if due.step.hours:
        number = "1 hour" if due.step.lead == 1 else f"{due.step.lead} hours"
    notes = [
        "its time is over" if rung.comes_at <= now else "",
        move_said(due.move, language) if due.move else "",
        "the step after it speaks for both" if rung.is_overtaken else "",
    ]
    return (
        f"{when:%a %Y-%m-%d %H:%M}",
        f"{number} {side} {ANCHORS[due.step.anchor]}",
        "; ".join(filter(None, notes)),
    )
