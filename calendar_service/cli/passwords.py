"""`account password`: another password for somebody whom no mail reaches."""

import click

from calendar_service.cli.absences import account
from calendar_service.cli.accounts import ask_password, password_option
from calendar_service.cli.opening import opened
from calendar_service.clock import utc_now
from calendar_service.services.administering import hash_new_password, put_password
from calendar_service.storage.accounts import find_account

__all__ = ["account"]


@account.command()
@click.argument("email")
@password_option
def password(email: str, password: str) -> None:
    """Give EMAIL another password; all sign-ins end, and a mail tells of it."""
    with opened() as (settings, database):
        with database.reading() as session:
            found = find_account(session, email)
        if found is None:
            raise click.ClickException(f"{email} has no account")
        hashed = hash_new_password(password or ask_password())
        with database.transaction() as session:
            done = put_password(session, settings, found, hashed, utc_now())
    if not done:
        raise click.ClickException("somebody else changed the password just now")
    click.echo(f"{found.email} has another password.")
