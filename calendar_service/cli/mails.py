"""`remind`, `deliver` and `test-mail`."""

from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.config import Settings
from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.span import to_instant
from calendar_service.mailer import MailDeferred, MailRefused
from calendar_service.scheduler import MailWorker
from calendar_service.services.foretelling import (
    MOST_DAYS,
    Down,
    end_of,
    foretell_mails,
)
from calendar_service.services.foretold import Foretold
from calendar_service.services.mailing import NoMailServer, open_sender
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.storage.outbox import MailState, count_mails

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--dry-run", is_flag=True, help="Send nothing; print what will go.")
@click.option(
    "--days",
    type=click.IntRange(0, MOST_DAYS),
    default=60,
    show_default=True,
    help="How far ahead to look.",
)
@click.option("--until", type=DAY, help="The last day to look at, in place of --days.")
@click.option(
    "--as-if-down",
    "down",
    metavar="A..B",
    help="What if nothing ran from A to B, such as 2027-03-01..2027-03-04T12:00.",
)
@click.option("--person", default="", help="Only mails to this address.")
@as_json
def remind(
    *,
    dry_run: bool,
    days: int,
    until: datetime | None,
    down: str | None,
    person: str,
    json_wanted: bool,
) -> None:
    """Show what will be mailed, to whom, when and why."""
    if not dry_run:
        raise click.UsageError(
            "reminders are sent by calendar-service scheduler, or once by"
            " calendar-service deliver; to look ahead add --dry-run"
        )
    with opened() as (settings, database):
        now = utc_now()
        last = end_of(until.date(), settings) if until else now + timedelta(days=days)
        away = _read_down(down, settings.timezone) if down else None
        _demand_window(now, last)
        with database.transaction() as session:
            ensure_default_rules(session)
        with database.reading() as session:
            found = foretell_mails(session, settings, now, last, away, person)
            waiting = count_mails(session).get(MailState.WAITING, 0)
    shown = [each for each in found if each.is_mail]
    if json_wanted:
        print_json([_plain(each) for each in shown])
    elif shown:
        zone = ZoneInfo(settings.timezone)
        print_table([_row(e, zone) for e in shown], ("WHEN", "TO", "SUBJECT", "WHY"))
    else:
        ahead = f"until {until:%Y-%m-%d}" if until else f"in the next {days} days"
        click.echo(f"Nothing will be mailed {ahead}.")
    _say_notes(waiting, len(found) - len(shown), settings)


def _read_down(said: str, zone: str) -> Down:
    """Read "A..B": days or wall times in the office's zone."""
    parts = said.split("..")
    try:
        ends = [to_instant(datetime.fromisoformat(part), zone) for part in parts]
        start, end = ends
    except ValueError:
        raise click.BadParameter(
            "write it as 2027-03-01..2027-03-04 or 2027-03-01T18:00..2027-03-02T08:00",
            param_hint="--as-if-down",
        ) from None
    if end <= start:
        raise click.BadParameter(
            "the second end lies before the first", param_hint="--as-if-down"
        )
    return start, end


def _demand_window(now: datetime, last: datetime) -> None:
    if not now <= last <= now + timedelta(days=MOST_DAYS):
        raise click.BadParameter(
            "is a day from today on, at most ten years ahead", param_hint="--until"
        )


def _say_notes(waiting: int, unsent: int, settings: Settings) -> None:
    if unsent:
        click.echo(
            f"Note: steps that a later one speaks for, or that come too late: {unsent}",
            err=True,
        )
    if waiting:
        click.echo(
            f"Note: mails that wait in the outbox beside these: {waiting}", err=True
        )
    if not settings.comms_team:
        click.echo(
            "Note: CALENDAR_COMMS_TEAM is not set; only focal points are mailed.",
            err=True,
        )


@click.command()
def deliver() -> None:
    """Queue what is due and send what waits, once."""
    with opened() as (settings, database):
        worker = MailWorker(settings, database)
        worker.prepare()
        try:
            queued, delivered = worker.beat()
        except NoMailServer as wrong:
            raise click.ClickException(str(wrong)) from None
    click.echo(
        f"{queued.due} due, {delivered.sent} sent, {delivered.deferred} deferred,"
        f" {delivered.failed} failed."
    )


@click.command("test-mail")
@click.argument("address")
def test_mail(address: str) -> None:
    """Send a test mail to ADDRESS with the settings as they are."""
    problem = address_problem(address)
    if problem:
        raise click.BadParameter(problem, param_hint="ADDRESS")
    now = utc_now()
    with opened() as (settings, database):
        message = MailMessage(
            key=f"test/{address}/{now:%Y%m%dT%H%M%S}",
            to=address,
            subject=f"Test mail from {settings.office_name}",
            text="This is a test. Mail from the calendar arrives here.\n",
            html="<p>This is a test. Mail from the calendar arrives here.</p>\n",
        )
        try:
            with open_sender(settings, database, utc_now) as sender:
                sender.send(message)
        except (NoMailServer, MailDeferred, MailRefused) as wrong:
            raise click.ClickException(str(wrong)) from None
    click.echo(f"The mail server took a test mail to {address}.")


def _plain(mail: Foretold) -> dict[str, object]:
    moments = {
        "planned_at": mail.planned_at.isoformat(),
        "sent_at": mail.sent_at.isoformat(),
        "moved_from": mail.moved_from.isoformat() if mail.moved_from else None,
    }
    return moments | {
        name: value for name, value in asdict(mail).items() if name not in moments
    }


def _row(mail: Foretold, zone: ZoneInfo) -> tuple[str, ...]:
    when = mail.sent_at.astimezone(zone)
    mark = mail.outcome.replace("_", " ") if mail.outcome != "mailed" else ""
    said = [f"{when:%a %Y-%m-%d %H:%M}", *(["late"] if mail.late else []), mark]
    return " ".join(filter(None, said)), mail.to, mail.subject, mail.why
