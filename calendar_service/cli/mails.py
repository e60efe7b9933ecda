"""`remind`, `deliver` and `test-mail`."""

from zoneinfo import ZoneInfo

import click

from calendar_service.cli.opening import opened
from calendar_service.cli.printing import as_json, print_json, print_table
from calendar_service.clock import utc_now
from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.mail import MailMessage
from calendar_service.mailer import MailDeferred, MailRefused
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.wording import explain, subject_of
from calendar_service.scheduler import MailWorker
from calendar_service.services.mailing import NoMailServer, open_sender
from calendar_service.services.reminding import ensure_default_rules, preview
from calendar_service.storage.outbox import list_waiting

MOST_DAYS = 3660


@click.command()
@click.option("--dry-run", is_flag=True, help="Send nothing; print what will go.")
@click.option(
    "--days",
    type=click.IntRange(0, MOST_DAYS),
    default=60,
    show_default=True,
    help="How far ahead to look.",
)
@as_json
def remind(*, dry_run: bool, days: int, json_wanted: bool) -> None:
    """Show what will be mailed, to whom, when and why."""
    if not dry_run:
        raise click.UsageError(
            "reminders are sent by calendar-service scheduler, or once by"
            " calendar-service deliver; to look ahead add --dry-run"
        )
    with opened() as (settings, database):
        with database.transaction() as session:
            ensure_default_rules(session)
        with database.reading() as session:
            found = preview(session, settings, utc_now(), days)
            waiting = len(list_waiting(session))
    if json_wanted:
        print_json([_plain(due, settings.language) for due in found])
    elif found:
        zone = ZoneInfo(settings.timezone)
        rows = [_row(due, zone, settings.language) for due in found]
        print_table(rows, ("WHEN", "TO", "SUBJECT", "WHY"))
    else:
        click.echo(f"Nothing will be mailed in the next {days} days.")
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


def _plain(due: DueReminder, language: str) -> dict[str, object]:
    return {
        "planned_at": due.planned_at.isoformat(),
        "to": due.recipient.person.email,
        "language": due.recipient.language,
        "subject": subject_of(due),
        "item": due.item.uid,
        "slug": due.item.slug,
        "kind": due.item.kind.value,
        "rule": due.rule.id,
        "anchor": due.step.anchor.value,
        "days": due.step.days,
        "moved_from": due.move.day.isoformat() if due.move else None,
        "late": due.late,
        "why": explain(due, language),
    }


def _row(due: DueReminder, zone: ZoneInfo, language: str) -> tuple[str, ...]:
    when = due.planned_at.astimezone(zone)
    return (
        f"{when:%a %Y-%m-%d %H:%M}" + (" late" if due.late else ""),
        due.recipient.person.email,
        subject_of(due),
        explain(due, language),
    )
