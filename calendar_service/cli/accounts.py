"""`account`: who may sign in, and what they may change."""

import sys
from dataclasses import replace

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.domain.account import OPERATOR, Account, Role, in_order
from calendar_service.domain.account_change import state_of
from calendar_service.domain.item import ItemKind
from calendar_service.services.account_keeping import (
    change_account,
    disable_account,
    enable_account,
    standing_of,
)
from calendar_service.services.administering import add_account
from calendar_service.storage.accounts import find_account, list_accounts

ROLES = click.Choice([role.value for role in Role])
ALL = "all"


class KindsType(click.ParamType[frozenset[ItemKind]]):
    """Kinds with commas between, or all: no limit."""

    name = "kinds"

    def convert(
        self,
        value: str | frozenset[ItemKind],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> frozenset[ItemKind]:
        """Return the kinds; none stands for all."""
        if isinstance(value, frozenset):
            return value
        if value.strip() == ALL:
            return frozenset()
        named = [name.strip() for name in value.split(",")]
        for name in named:
            if name not in set(ItemKind):
                known = ", ".join([ALL, *ItemKind])
                self.fail(f"{name!r} is not one of {known}", param, ctx)
        return frozenset(map(ItemKind, named))


kinds_option = click.option(
    "--kinds",
    type=KindsType(),
    metavar="KIND,…",
    help="The kinds of events that the person may change; all: no limit.",
)


password_option = click.option(
    "--password",
    default="",
    envvar="ACCOUNT_PASSWORD",
    help="At least 10 characters; asked for when neither it nor the variable"
    " ACCOUNT_PASSWORD is given.",
)


@click.group()
def account() -> None:
    """Look after the accounts of staff."""


@account.command()
@click.argument("email")
@click.option("--name", default="", help="The name that is shown.")
@click.option(
    "--role",
    type=ROLES,
    default=Role.VIEWER.value,
    show_default=True,
    help="What the person may do; each role includes those before it.",
)
@kinds_option
@click.option("--language", default="", help="The language of mails, such as ka.")
@password_option
def add(
    email: str,
    name: str,
    role: str,
    kinds: frozenset[ItemKind] | None,
    language: str,
    password: str,
) -> None:
    """Add an account that signs in with a mail address."""
    password = password or ask_password()
    with opened() as (settings, database), database.transaction() as session:
        added = add_account(
            session,
            email=email,
            name=name,
            role=Role(role),
            language=language or settings.language,
            password=password,
            now=utc_now(),
        )
        if kinds:
            wanted = replace(standing_of(added), kinds=kinds)
            change_account(session, OPERATOR, added.email, wanted, utc_now())
    click.echo(f"Added {added.email} as {added.role}.")


@account.command("set")
@click.argument("email")
@click.option("--name", help="The name that is shown.")
@click.option("--role", type=ROLES, help="What the person may do.")
@kinds_option
@click.option("--language", help="The language of mails, such as ka.")
def set_command(
    email: str,
    name: str | None,
    role: str | None,
    kinds: frozenset[ItemKind] | None,
    language: str | None,
) -> None:
    """Change what an account may do; what is not named stays."""
    with opened() as (_, database), database.transaction() as session:
        found = find_account(session, email)
        if found is None:
            raise click.ClickException(f"{email} has no account")
        given = {"name": name, "kinds": kinds, "language": language}
        named = {field: value for field, value in given.items() if value is not None}
        wanted = replace(standing_of(found), **named)  # type: ignore[arg-type]  # by name
        if role is not None:
            wanted = replace(wanted, role=Role(role))
        changed = change_account(session, OPERATOR, email, wanted, utc_now())
    click.echo(f"{changed.email} is {changed.role}, {_kinds_said(changed)}.")


@account.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut EMAIL out at once: sign-in, sessions and private feeds."""
    with opened() as (_, database), database.transaction() as session:
        disabled = disable_account(session, OPERATOR, email, utc_now())
    click.echo(f"{disabled.email} is disabled.")


@account.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let EMAIL in again."""
    with opened() as (_, database), database.transaction() as session:
        enabled = enable_account(session, OPERATOR, email, utc_now())
    click.echo(f"{enabled.email} is active.")


def ask_password() -> str:
    """Ask at the terminal. Raises UsageError where there is none."""
    if not sys.stdin.isatty():
        raise click.UsageError(
            "there is no terminal to ask for the password at;"
            " give --password or the variable ACCOUNT_PASSWORD"
        )
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _kinds_said(account: Account) -> str:
    """Say which kinds an account may change."""
    return ",".join(in_order(account.kinds)) or ALL


@account.command("list")
@as_json
def list_command(*, json_wanted: bool) -> None:
    """List the accounts."""
    with opened() as (_, database), database.reading() as session:
        found = list_accounts(session)
    if json_wanted:
        print_json(
            [
                {
                    "email": a.email,
                    "name": a.name,
                    "role": a.role,
                    "kinds": in_order(a.kinds),
                    "language": a.language,
                    "state": state_of(a),
                }
                for a in found
            ]
        )
    elif found:
        rows = [
            (a.email, a.role, _kinds_said(a), a.language, state_of(a), a.name)
            for a in found
        ]
        heads = ("EMAIL", "ROLE", "KINDS", "LANGUAGE", "STATE", "NAME")
        print_table(rows, heads)
    else:
        click.echo("There are no accounts. Add one with: calendar-service account add")
