"""`rules add`, `edit`, `remove`, `enable`, `disable`, and `lists`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.cli.rule_values import (
    HINT,
    StepType,
    read_recipients,
)
from calendar_service.cli.rules import rules, show_rule
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import (
    ReminderRule,
    WorkdayPolicy,
    usual_policy,
    usually_needs_answer,
)
from calendar_service.services.list_editing import find_list, remove_list, save_list
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import (
    find_rule,
    save_rule,
)
from calendar_service.services.rule_removing import remove_rule
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.storage.rules import list_rules

__all__ = ["rules"]

CLOCK = click.DateTime(["%H:%M"])
KINDS = click.Choice([kind.value for kind in ItemKind if kind is not ItemKind.NEWS])
Options = dict[str, Any]


def rule_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what a rule may say; what is not said stays, or is as usual."""
    for option in (
        click.option("--kind", "kinds", multiple=True, type=KINDS, help="Of this one."),
        click.option("--tag", "tags", multiple=True, help="With one of these."),
        click.option("--place", "places", multiple=True, help="At one of these."),
        click.option("--item", "item_uid", help="Only the item with this uid."),
        click.option(
            "--step", "steps", multiple=True, type=StepType(), help=f"{HINT}."
        ),
        click.option("--at", "send_at", type=CLOCK, help="Such as 09:00."),
        click.option("--zone", help="Whose 09:00; the office's unless said."),
        click.option(
            "--days-off",
            "workdays",
            type=click.Choice([policy.value for policy in WorkdayPolicy]),
            help="Where a mail goes that would be sent on a day off.",
        ),
        click.option(
            "--to",
            multiple=True,
            help="comms-team, focal-point, deputy, heads, list:NAME or an address.",
        ),
        click.option(
            "--answer/--no-answer",
            "answer_needed",
            default=None,
            help="Whether an answer is asked for.",
        ),
        click.option(
            "--attachment/--no-attachment",
            "with_attachment",
            default=None,
            help="Whether the calendar file goes along.",
        ),
        click.option("--dry-run", is_flag=True, help="Show the ladder; save nothing."),
    ):
        command = option(command)
    return as_json(command)


@rules.command()
@click.argument("name", metavar="ID")
@rule_options
def add(name: str, *, dry_run: bool, json_wanted: bool, **said: Any) -> None:  # noqa: ANN401 - click hands over what was typed
    """Add the rule ID and show its ladder as real dates."""
    if not said["kinds"] and not said["item_uid"]:
        raise click.UsageError("say of what: --kind meeting, or --item UID")
    if not said["steps"]:
        raise click.UsageError(f"say when: --step 7d; {HINT}")
    kind = ItemKind(next(iter(said["kinds"]), ItemKind.MEETING))
    new = ReminderRule(
        id=name,
        kind=kind,
        steps=(),
        workdays=usual_policy(kind),
        answer_needed=usually_needs_answer(kind),
    )
    with opened() as (settings, database):
        with database.transaction() as session:
            ensure_default_rules(session)
            if name in {rule.id for rule in list_rules(session)}:
                raise click.ClickException(f"there is a rule {name}; use rules edit")
            rule = _changed(new, said)
            if not dry_run:
                save_rule(session, OPERATOR, rule)
        with database.reading() as session:
            show_rule(session, settings, rule, json_wanted=json_wanted)


@rules.command()
@click.argument("name", metavar="ID")
@rule_options
def edit(name: str, *, dry_run: bool, json_wanted: bool, **said: Any) -> None:  # noqa: ANN401 - click hands over what was typed
    """Change the rule ID; what is not said stays as it is."""
    with opened() as (settings, database):
        with database.transaction() as session:
            ensure_default_rules(session)
            rule = _changed(find_rule(session, name), said)
            if not dry_run:
                save_rule(session, OPERATOR, rule)
        with database.reading() as session:
            show_rule(session, settings, rule, json_wanted=json_wanted)


@rules.command()
@click.argument("name", metavar="ID")
def remove(name: str) -> None:
    """Remove the rule ID; its mails that still wait are taken back."""
    with opened() as (_, database), database.transaction() as session:
        ensure_default_rules(session)
        dropped = remove_rule(session, OPERATOR, name)
    waiting = f" Mails that waited were taken back: {dropped}." if dropped else ""
    click.echo(f"Removed {name}.{waiting}")


@rules.command()
@click.argument("name", metavar="ID")
def enable(name: str) -> None:
    """Switch the rule ID on."""
    _switch(name, on=True)


@rules.command()
@click.argument("name", metavar="ID")
def disable(name: str) -> None:
    """Switch the rule ID off; it stays as it is."""
    _switch(name, on=False)


@rules.group("lists")
def mail_lists() -> None:
    """Show and change lists of addresses that rules remind."""


@mail_lists.command("list")
@as_json
def list_lists(*, json_wanted: bool) -> None:
    """Show all lists, and who is on them."""
    with opened() as (_, database), database.reading() as session:
        found = list_mail_lists(session)
    if json_wanted:
        print_json([{"name": n, "addresses": list(a)} for n, a in found.items()])
    elif found:
        print_table([(n, ", ".join(a)) for n, a in found.items()], ("LIST", "ON IT"))
    else:
        click.echo("There are no lists; calendar-service rules lists set makes one")


@mail_lists.command("set")
@click.argument("name")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def set_list(name: str, addresses: tuple[str, ...]) -> None:
    """Make the list NAME of these addresses; who was on it before is not any more."""
    with opened() as (_, database), database.transaction() as session:
        doubled = save_list(session, OPERATOR, name, addresses)
        number = len(find_list(session, name))
    click.echo(f"{name}: {number} on it. A rule reaches it by --to list:{name}")
    if doubled:
        click.echo(f"Named twice, kept once: {', '.join(doubled)}")


@mail_lists.command("remove")
@click.argument("name")
def drop_list(name: str) -> None:
    """Drop the list NAME."""
    with opened() as (_, database), database.transaction() as session:
        remove_list(session, OPERATOR, name)
    click.echo(f"Dropped {name}.")


def _switch(name: str, *, on: bool) -> None:
    with opened() as (_, database), database.transaction() as session:
        ensure_default_rules(session)
        save_rule(session, OPERATOR, replace(find_rule(session, name), enabled=on))
    click.echo(f"{name} is {'on' if on else 'off'}.")


def _changed(rule: ReminderRule, said: Options) -> ReminderRule:
    """Return the rule with what was said; "" takes tags, places and item away."""
    given = {
        name: value for name, value in said.items() if value not in (None, ()) and name
    }
    changes: Options = {}
    if kinds := given.pop("kinds", ()):
        first, *others = dict.fromkeys(map(ItemKind, kinds))
        changes |= {"kind": first, "more_kinds": tuple(others)}
    if to := given.pop("to", ()):
        changes |= read_recipients(to)
    for name in ("tags", "places"):
        if name in given:
            changes[name] = tuple(filter(None, given.pop(name)))
    if "send_at" in given:
        changes["send_at"] = given.pop("send_at").time()
    if "workdays" in given:
        changes["workdays"] = WorkdayPolicy(given.pop("workdays"))
    return replace(rule, **changes, **given)
