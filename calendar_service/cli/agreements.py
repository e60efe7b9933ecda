"""`agreements`: the register, and what becomes of a term."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.agreement_lines import (
    Line,
    chain_facts,
    day_said,
    entry_of,
    facts_of,
    line_of,
    row_of,
    until_said,
)
from calendar_service.cli.agreement_plans import plan, step_entry, step_facts
from calendar_service.cli.items import DayType
from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.agreement import (
    Agreement,
    Period,
    begins_on,
    ends_on,
)
from calendar_service.domain.back_plan import DatedStep
from calendar_service.domain.item import Item
from calendar_service.domain.register import by_end
from calendar_service.domain.span import DaySpan
from calendar_service.domain.terms import (
    MOST_MONTHS,
    SOON,
    AgreementStatus,
    NewTerm,
    chain_of,
)
from calendar_service.importers.plain_values import read_part_day
from calendar_service.services.back_planning import plans_of
from calendar_service.services.editing import UnknownItem
from calendar_service.services.renewing import end_agreement, renew_agreement
from calendar_service.storage.agreements import find_agreement, list_terms
from calendar_service.storage.database import Session


class LengthType(click.ParamType[Period]):
    """A length such as 180d or 6m."""

    name = "length"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Period:
        found = re.fullmatch(r"([1-9]\d{0,3})([dm])", str(value), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no length; write it like 180d or 6m", param, ctx)
        number = int(found[1])
        if found[2] == "d":
            return Period(days=number)
        if number > MOST_MONTHS:
            self.fail(f"at most {MOST_MONTHS}m", param, ctx)
        return Period(months=number)


class PartDayType(click.ParamType[DaySpan]):
    """A day, a month or a year: 2028-10-31, 2028-10, 2028."""

    name = "day"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> DaySpan:
        try:
            return read_part_day(str(value))
        except ValueError as wrong:
            self.fail(str(wrong), param, ctx)


@click.group()
def agreements() -> None:
    """Look at the register of agreements, renew and end them."""


agreements.add_command(plan)


@agreements.command("list")
@click.option(
    "--expiring",
    type=LengthType(),
    help="Only what expires within this time and waits for a decision: 180d, 6m.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in AgreementStatus]),
    help="Only this status; may be given again.",
)
@as_json
def list_command(
    expiring: Period | None, statuses: tuple[str, ...], *, json_wanted: bool
) -> None:
    """List published agreements by expiry, as of today."""
    wanted = {*map(AgreementStatus, statuses)} or {*AgreementStatus}
    if expiring:
        wanted &= {AgreementStatus.EXPIRING}
    with opened() as (settings, database), database.reading() as session:
        found = list_terms(session)
        plans = plans_of(session, found)
    today, language = _today(settings), settings.language
    lines = [line_of(item, today, language, expiring or SOON) for item in found]
    chosen = sorted((line for line in lines if line.status in wanted), key=by_end)
    if json_wanted:
        print_json([_entry(line, plans, today) for line in chosen])
    elif chosen:
        heads = ("STATUS", "EXPIRES", "DAYS", "NOTICE BY", "SLUG", "TITLE")
        print_table([row_of(line) for line in chosen], heads)
    elif lines:
        click.echo("No agreement matches; without options the list shows all.")
    else:
        click.echo("There are no published agreements yet.")


@agreements.command()
@click.argument("name")
@as_json
def show(name: str, *, json_wanted: bool) -> None:
    """Show one agreement with its dates and its chain of terms.

    NAME is its uid or slug.
    """
    with opened() as (settings, database), database.reading() as session:
        named, terms = _named(session, name), list_terms(session)
        item = next((each for each in terms if each.uid == named.uid), named)
        plans = plans_of(session, [*terms, item])
    today, language = _today(settings), settings.language
    line = line_of(item, today, language)
    chain = [line_of(each, today, language) for each in chain_of(item, terms)]
    if json_wanted:
        shown = _entry(line, plans, today)
        print_json(shown | {"terms": [_entry(term, plans, today) for term in chain]})
        return
    steps = step_facts(plans.get(item.uid, []), today, language)
    for label, value in (*facts_of(line), *steps, *chain_facts(line, chain)):
        click.echo(f"{label:<15}{value}")


@agreements.command()
@click.argument("name")
@click.option("--until", type=PartDayType(), help="The expiry: 2028-10-31 or 2028-10.")
@click.option(
    "--months", type=click.IntRange(1, MOST_MONTHS), help="Instead: its length."
)
@click.option(
    "--from",
    "start",
    type=DayType(),
    help="The first day; without it, the day after the term before.",
)
@click.option("--signed", type=DayType(), help="The day on which it was signed.")
def renew(
    name: str,
    until: DaySpan | None,
    months: int | None,
    start: date | None,
    signed: date | None,
) -> None:
    """Add the term that follows, linked to the one it renews.

    NAME is the uid or slug of the term before.
    """
    if (until is None) == (months is None):
        raise click.UsageError("Give either --until or --months.")
    new = NewTerm(months=months, until=until, start=start, signed_on=signed)
    with opened() as (settings, database), database.transaction() as session:
        old = _named(session, name)
        item = renew_agreement(
            session, OPERATOR, old.uid, new, utc_now(), settings.uid_domain
        )
    language, terms = settings.language, item.agreement or Agreement()
    last = ends_on(old.agreement or Agreement())
    begin, end_said = day_said(begins_on(terms), language), until_said(terms, language)
    click.echo(f"Renewed {old.slug}: {item.slug} follows, from {begin}, {end_said}.")
    click.echo(f"{old.slug} holds until {day_said(last, language)}; no more reminders.")


@agreements.command()
@click.argument("name")
@click.option(
    "--on", type=DayType(), required=True, help="The last day on which it holds."
)
def end(name: str, on: date) -> None:
    """End an agreement before its expiry.

    NAME is its uid or slug.
    """
    with opened() as (settings, database), database.transaction() as session:
        before = _named(session, name)
        item = end_agreement(session, OPERATOR, before.uid, on, utc_now())
    day = day_said(on, settings.language)
    done = "was ended already:" if item == before else "ends:"
    click.echo(f"{item.slug} {done} {day} is its last day (revision {item.revision})")


def _entry(
    line: Line, plans: Mapping[str, list[DatedStep]], today: date
) -> dict[str, Any]:
    steps = plans.get(line.item.uid, [])
    return entry_of(line) | {"plan": [step_entry(dated, today) for dated in steps]}


def _named(session: Session, name: str) -> Item:
    item = find_agreement(session, name)
    if item is None:
        raise UnknownItem(
            f"there is no agreement {name!r}; calendar-service agreements list shows"
            " all"
        )
    return item


def _today(settings: Settings) -> date:
    return utc_now().astimezone(ZoneInfo(settings.timezone)).date()
