"""`outbox`: mails on their way, and another try for those that failed."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    count_mails,
    find_mail,
    list_mails,
)
from calendar_service.storage.retries import retry_failed, retry_mail

MOST_MAILS = 10_000
NUMBER = click.IntRange(1, 2**63 - 1)
"""What a database takes for a number of a mail."""


@click.group()
def outbox() -> None:
    """Look at the mails on their way, and retry those that failed."""


@outbox.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in MailState]),
    help="Only mails in this state; may be given more than once.",
)
@click.option(
    "--most",
    type=click.IntRange(1, MOST_MAILS),
    default=50,
    show_default=True,
    help="How many, newest first.",
)
@as_json
def list_command(states: tuple[str, ...], most: int, *, json_wanted: bool) -> None:
    """List mails, newest first, with what the server said of each."""
    chosen = [MailState(state) for state in states] or list(MailState)
    with opened() as (settings, database), database.reading() as session:
        found = list_mails(session, chosen, most)
        counts = count_mails(session)
    if json_wanted:
        print_json([_entry(mail) for mail in found])
        return
    if not found:
        click.echo("There are no such mails.")
        return
    zone = ZoneInfo(settings.timezone)
    heads = ("NUMBER", "STATE", "PLANNED", "TRIES", "TO", "SUBJECT", "SERVER SAID")
    print_table([_row(mail, zone) for mail in found], heads)
    left = sum(counts.get(state, 0) for state in chosen) - len(found)
    if left > 0:
        click.echo(f"Note: {left} more; see them with --most.", err=True)


@outbox.command()
@click.argument("number", type=NUMBER)
@as_json
def show(number: int, *, json_wanted: bool) -> None:
    """Show the mail NUMBER: why it was made, how it fared, and what it says.

    Links in it act for the person it is to: keep them to yourself.
    """
    with opened() as (settings, database), database.reading() as session:
        mail = find_mail(session, number)
    if mail is None:
        raise click.ClickException(
            f"there is no mail {number}; calendar-service outbox list shows them"
        )
    if json_wanted:
        print_json(_entry(mail) | {"text": mail.message.text})
        return
    for label, value in _facts(mail, ZoneInfo(settings.timezone)):
        click.echo(f"{label:<12}{value}".rstrip())
    if mail.message.text:
        click.echo(f"\n{mail.message.text.rstrip()}")


@outbox.command()
@click.argument("number", type=NUMBER, required=False)
@click.option("--all", "all_failed", is_flag=True, help="All mails that failed.")
def retry(number: int | None, *, all_failed: bool) -> None:
    """Try the failed mail NUMBER again, or all that failed.

    The next round of the scheduler sends it, unless it is no longer due by then.
    """
    if (number is None) != all_failed:
        raise click.UsageError("give either the NUMBER of a mail or --all")
    with opened() as (_, database), database.transaction() as session:
        if number is None:
            again = retry_failed(session, utc_now())
        else:
            again = int(retry_mail(session, number, utc_now()))
    if number is not None and not again:
        raise click.ClickException(
            f"no mail {number} has failed;"
            " calendar-service outbox list --state failed shows those that have"
        )
    click.echo(f"{again} to be tried again; calendar-service deliver does so now.")


def _entry(mail: OutboxMail) -> dict[str, object]:
    return {
        "number": mail.id,
        "state": mail.state.value,
        "planned_at": mail.planned_at.isoformat(),
        "sent_at": _iso(mail.sent_at),
        "next_try_at": _iso(mail.next_try_at) if _is_pending(mail) else None,
        "attempts": mail.attempts,
        "to": mail.message.to,
        "subject": mail.message.subject,
        "item": mail.item_uid,
        "error": mail.error,
        "why": mail.why,
        "key": mail.message.key,
    }


def _facts(mail: OutboxMail, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "number", str(mail.id)
    yield "state", mail.state.value
    yield "to", mail.message.to
    yield "subject", mail.message.subject
    yield "why", mail.why
    yield "item", mail.item_uid
    yield "planned", _said(mail.planned_at, zone)
    if mail.sent_at:
        yield "sent", _said(mail.sent_at, zone)
    elif mail.next_try_at and _is_pending(mail):
        yield "next try", _said(mail.next_try_at, zone)
    yield "tries", str(mail.attempts)
    yield "server said", mail.error
    yield "key", mail.message.key


def _said(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _row(mail: OutboxMail, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        str(mail.id),
        mail.state.value,
        _said(mail.planned_at, zone),
        str(mail.attempts),
        mail.message.to,
        mail.message.subject or f"({mail.why})",
        mail.error,
    )


def _is_pending(mail: OutboxMail) -> bool:
    return mail.state in {MailState.WAITING, MailState.SENDING}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
