"""`account away`, `back` and `digest`: who is away, and who wants a digest."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.accounts import account
from calendar_service.cli.items import DayType
from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.domain.absence import Absence
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.draft_text import address_problem
from calendar_service.services.wishing import choose_digest
from calendar_service.storage.absences import (
    end_absences,
    list_absences,
    store_absence,
)
from calendar_service.storage.accounts import find_account

__all__ = ["account"]

CLOCK = click.DateTime(["%H:%M"])
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@account.command()
@click.argument("address", default="")
@click.option("--until", type=DayType(), help="The last day away.")
@click.option("--from", "first", type=DayType(), help="The first; today unless said.")
@as_json
def away(
    address: str, until: date | None, first: date | None, *, json_wanted: bool
) -> None:
    """Note that ADDRESS is away; without one, list who is.

    What would go to them as focal point goes to the deputy meanwhile.
    """
    with opened() as (settings, database):
        today = _today(settings.timezone)
        if address:
            absence = _absence(address, first or today, until)
            with database.transaction() as session:
                store_absence(session, absence)
            click.echo(f"{absence.address} is away {absence.first} to {absence.last}.")
            return
        with database.reading() as session:
            found = list_absences(session, today)
    if json_wanted:
        print_json(
            [
                {
                    "address": each.address,
                    "first": each.first.isoformat(),
                    "last": each.last.isoformat(),
                }
                for each in found
            ]
        )
    elif found:
        rows = [(e.address, e.first.isoformat(), e.last.isoformat()) for e in found]
        print_table(rows, ("AWAY", "FROM", "UNTIL"))
    else:
        click.echo("Nobody is away.")


@account.command()
@click.argument("address")
def back(address: str) -> None:
    """Note that ADDRESS is back; mails go to them again."""
    with opened() as (settings, database), database.transaction() as session:
        ended = end_absences(session, address, _today(settings.timezone))
    if not ended:
        raise click.ClickException(f"{address} is not away")
    click.echo(f"{address.lower()} is back.")


@account.command()
@click.argument("address")
@click.argument("every", type=click.Choice([*(r.value for r in Rhythm), "none"]))
@click.option("--day", type=click.Choice(WEEKDAYS), default=WEEKDAYS[0], help="Weekly.")
@click.option("--at", "at", type=CLOCK, default="08:30", help="Office time.")
def digest(address: str, every: str, day: str, at: datetime) -> None:
    """Send ADDRESS a digest: weekly, daily on working days, or none.

    What comes, what expires, and what waits for their answer; an empty one is
    not sent. It takes an account.
    """
    with opened() as (_, database), database.transaction() as session:
        if every == "none":
            choose_digest(session, address, None)
        elif find_account(session, address) is None:
            raise click.ClickException(f"{address} has no account")
        else:
            choice = DigestChoice(
                address=address.lower(),
                every=Rhythm(every),
                weekday=WEEKDAYS.index(day),
                send_at=at.time(),
            )
            choose_digest(session, address, choice)
    click.echo(f"{address.lower()}: {every}.")


def _absence(address: str, first: date, until: date | None) -> Absence:
    problem = address_problem(address)
    if problem:
        raise click.BadParameter(problem, param_hint="ADDRESS")
    if until is None:
        raise click.UsageError("say until when: --until 2027-03-01")
    if until < first:
        raise click.BadParameter("lies before the first day", param_hint="--until")
    return Absence(address.lower(), first, until)


def _today(zone: str) -> date:
    now: datetime = utc_now()
    return now.astimezone(ZoneInfo(zone)).date()
