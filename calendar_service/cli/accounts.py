"""`account`: who may sign in."""

import sys

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.domain.account import Role
from calendar_service.services.administering import add_account
from calendar_service.storage.accounts import list_accounts


@click.group()
def account() -> None:
    """Look after the accounts of staff."""


@account.command()
@click.argument("email")
@click.option("--name", default="", help="The name that is shown.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.VIEWER.value,
    show_default=True,
    help="What the person may do; each role includes those before it.",
)
@click.option("--language", default="", help="The language of mails, such as ka.")
@click.option(
    "--password",
    default="",
    envvar="ACCOUNT_PASSWORD",
    help="At least 10 characters; asked for when neither it nor the variable"
    " ACCOUNT_PASSWORD is given.",
)
def add(email: str, name: str, role: str, language: str, password: str) -> None:
    """Add an account that signs in with a mail address."""
    password = password or _asked_for()
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
    click.echo(f"Added {added.email} as {added.role}.")


def _asked_for() -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(
            "there is no terminal to ask for the password at;"
            " give --password or the variable ACCOUNT_PASSWORD"
        )
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


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
                    "language": a.language,
                }
                for a in found
            ]
        )
    elif found:
        rows = [(a.email, a.role, a.language, a.name) for a in found]
        print_table(rows, ("EMAIL", "ROLE", "LANGUAGE", "NAME"))
    else:
        click.echo("There are no accounts. Add one with: calendar-service account add")
