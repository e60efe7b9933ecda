"""`check`: what is wrong with settings, database and mail, in plain words."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import click

from calendar_service.cli.printing import as_json, print_json
from calendar_service.clock import utc_now
from calendar_service.config import BadSetting, Settings, load_settings
from calendar_service.mailer import Conversation, MailDeferred
from calendar_service.paper.typesetting import Typesetter
from calendar_service.scheduler import NAME
from calendar_service.services.foretelling import foretell_mails
from calendar_service.services.mailing import NoMailServer, mail_settings
from calendar_service.storage.database import (
    Database,
    DatabaseError,
    DatabaseTrouble,
    Session,
)
from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.items import count_items
from calendar_service.storage.outbox import (
    MailState,
    count_mails,
    list_mails,
    oldest_waiting,
)
from calendar_service.storage.table_version import current_revision, is_current

SILENT_AFTER = timedelta(minutes=5)
STUCK_AFTER = timedelta(hours=1)
DAYS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `level` is ok, note or problem."""

    level: str
    subject: str
    message: str


@click.command()
@as_json
def check(*, json_wanted: bool) -> None:
    """Say what is wrong with settings, database and mail.

    Each problem comes with what to do; where there is one, the exit code is 1.
    """
    found = list(_findings())
    if json_wanted:
        print_json(
            [
                {"level": f.level, "subject": f.subject, "message": f.message}
                for f in found
            ]
        )
    else:
        for finding in found:
            click.echo(f"{finding.level:<8} {finding.subject:<10} {finding.message}")
    problems = sum(finding.level == "problem" for finding in found)
    if problems:
        click.get_current_context().exit(1)
    elif not json_wanted:
        click.echo("Nothing stands in the way.")


def _findings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except BadSetting as wrong:
        yield Finding("problem", "settings", str(wrong))
        return
    yield from _about_settings(settings)
    yield from _about_database(settings)
    yield from _about_mail(settings)
    yield from _about_paper()


def _about_settings(settings: Settings) -> Iterator[Finding]:
    if settings.instance.exists() and not os.access(settings.instance, os.W_OK):
        yield Finding(
            "problem", "settings", f"the folder {settings.instance} cannot be written"
        )
    host = urlsplit(settings.base_url).hostname
    if host in {"127.0.0.1", "localhost", "::1"}:
        yield Finding(
            "note",
            "settings",
            f"CALENDAR_BASE_URL is {settings.base_url}: only this machine can"
            " follow the links in feeds and mails",
        )
    if not settings.comms_team:
        yield Finding(
            "note",
            "settings",
            "CALENDAR_COMMS_TEAM is not set: only focal points are reminded",
        )
    yield Finding("ok", "settings", f"{settings.office_name}, {settings.timezone}")


def _about_database(settings: Settings) -> Iterator[Finding]:
    try:
        with closing(Database(settings.database_url)) as database:
            yield from _about_tables(settings, database)
    except DatabaseTrouble as wrong:
        yield Finding("problem", "database", str(wrong))
    except DatabaseError as wrong:
        said = " ".join(str(wrong.orig).split())
        yield Finding("problem", "database", f"cannot be used: {said}")


def _about_tables(settings: Settings, database: Database) -> Iterator[Finding]:
    if current_revision(database) is None:
        yield Finding(
            "note", "database", "is empty; any command sets it up at first use"
        )
        return
    if not is_current(database):
        yield Finding(
            "problem",
            "database",
            "is of another version; run: calendar-service db upgrade",
        )
        return
    broken = database.integrity_problem()
    if broken:
        yield Finding("problem", "database", f"is damaged: {broken}")
    with database.reading() as session:
        yield Finding("ok", "database", f"{count_items(session)} items")
        now = utc_now()
        beat, oldest = last_beat(session, NAME), oldest_waiting(session)
        counts = count_mails(session)
        failed = list_mails(session, [MailState.FAILED], most=1)
        coming = _list_coming(session, settings, now)
    yield _about_beat(beat, now)
    yield _about_next(coming)
    if oldest is not None and now - oldest > STUCK_AFTER:
        said = f"a mail has been waiting since {_said(oldest)}"
        advice = "calendar-service deliver tries it now"
        yield Finding("problem", "mail", f"{said}; {advice}")
    if failed:
        said = f"mails that failed for good: {counts[MailState.FAILED]}"
        advice = "calendar-service outbox list --state failed shows them"
        last = f"the last: {failed[0].error}"
        yield Finding("problem", "mail", f"{said}; {last}; {advice}")


def _about_beat(beat: datetime | None, now: datetime) -> Finding:
    start = "start it with: calendar-service scheduler"
    if beat is None:
        return Finding("note", "scheduler", f"has never run; {start}")
    if now - beat > SILENT_AFTER:
        said = f"has not run since {_said(beat)}"
        return Finding("problem", "scheduler", f"{said}; {start}")
    return Finding("ok", "scheduler", f"last ran at {_said(beat)}")


def _list_coming(session: Session, settings: Settings, now: datetime) -> list[datetime]:
    until = now + timedelta(days=DAYS_AHEAD)
    found = foretell_mails(session, settings, now, until)
    return [mail.sent_at for mail in found if mail.is_mail]


def _about_next(coming: list[datetime]) -> Finding:
    said = f"next mail at {_said(coming[0])}" if coming else "no mail is planned"
    return Finding("ok", "mail", f"{said} ({len(coming)} in {DAYS_AHEAD} days)")


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _about_mail(settings: Settings) -> Iterator[Finding]:
    try:
        Conversation(mail_settings(settings)).probe()
    except NoMailServer as wrong:
        level = "problem" if settings.smtp_url else "note"
        yield Finding(level, "mail", str(wrong))
    except MailDeferred as wrong:
        yield Finding("problem", "mail", f"the server cannot be used: {wrong}")
    else:
        yield Finding("ok", "mail", "the server answers and lets us in")


def _about_paper() -> Iterator[Finding]:
    trouble = Typesetter().trouble()
    if trouble:
        advice = "on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0"
        yield Finding("problem", "pdf", f"cannot be made: {trouble}; {advice}")
