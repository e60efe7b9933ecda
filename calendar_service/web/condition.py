"""What is well with the service and what is not, in plain words.

The command `check` looks further: it also talks to the mail server.
"""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from urllib.parse import urlsplit

from flask_babel import gettext

from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.items import count_items
from calendar_service.storage.outbox import MailState, count_mails, oldest_waiting
from calendar_service.storage.renditions import list_flaws
from calendar_service.storage.table_version import newest_revision
from calendar_service.web import http
from calendar_service.web.layout import local_time

OK, NOTE, PROBLEM = "ok", "note", "problem"
SCHEDULER = "scheduler"
SILENT_AFTER = timedelta(minutes=5)
STUCK_AFTER = timedelta(hours=1)
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `level` is ok, note or problem."""

    level: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class State:
    """What the database knows."""

    items: int
    beat: datetime | None
    oldest: datetime | None
    failed: int
    flaws: int


def findings() -> Iterator[Finding]:
    """Yield what was found, what needs somebody first."""
    state = _state()
    found = [
        _about_scheduler(state.beat),
        *_about_mails(state),
        *_about_settings(),
        _about_feeds(state.flaws),
        *_about_versions(state.items),
    ]
    order = (PROBLEM, NOTE, OK)
    yield from sorted(found, key=lambda finding: order.index(finding.level))


def _state() -> State:
    with http.reading() as session:
        counts = count_mails(session)
        return State(
            items=count_items(session),
            beat=last_beat(session, SCHEDULER),
            oldest=oldest_waiting(session),
            failed=counts.get(MailState.FAILED, 0),
            flaws=len(list_flaws(session)),
        )


def _about_scheduler(beat: datetime | None) -> Finding:
    subject = gettext("Mail process")
    if beat is None:
        message = gettext("It has never run. Start it: calendar-service scheduler")
        return Finding(PROBLEM, subject, message)
    said = gettext("Last run: %(when)s", when=local_time(beat))
    if http.now() - beat <= SILENT_AFTER:
        return Finding(OK, subject, said)
    advice = gettext("It stands still. Start it: calendar-service scheduler")
    return Finding(PROBLEM, subject, f"{said}. {advice}")


def _about_mails(state: State) -> Iterator[Finding]:
    subject, is_well = gettext("Mails"), True
    if state.failed:
        is_well = False
        message = gettext("Failed for good: %(number)s.", number=state.failed)
        yield Finding(PROBLEM, subject, message)
    if state.oldest is not None and http.now() - state.oldest > STUCK_AFTER:
        is_well = False
        since = local_time(state.oldest)
        message = gettext("A mail has been waiting since: %(when)s.", when=since)
        yield Finding(PROBLEM, subject, message)
    if not http.settings().smtp_url and not http.settings().demo:
        is_well = False
        message = gettext("No mail server is set: CALENDAR_SMTP_URL.")
        yield Finding(PROBLEM, subject, message)
    if is_well:
        yield Finding(OK, subject, gettext("None has failed, none waits too long."))


def _about_settings() -> Iterator[Finding]:
    settings, subject = http.settings(), gettext("Settings")
    if urlsplit(settings.base_url).hostname in HERE:
        message = gettext(
            "CALENDAR_BASE_URL is %(address)s: only this machine can follow the"
            " links in feeds and mails.",
            address=settings.base_url,
        )
        yield Finding(NOTE, subject, message)
    if not settings.comms_team:
        message = gettext(
            "CALENDAR_COMMS_TEAM is not set: only focal points are reminded."
        )
        yield Finding(NOTE, subject, message)
    yield Finding(OK, subject, f"{settings.office_name}, {settings.timezone}")


def _about_feeds(flaws: int) -> Finding:
    if flaws:
        message = gettext("Held back from feeds: %(number)s.", number=flaws)
        return Finding(PROBLEM, gettext("Feeds"), message)
    return Finding(OK, gettext("Feeds"), gettext("All that was made read back well."))


def _about_versions(items: int) -> Iterator[Finding]:
    kind = urlsplit(http.settings().database_url).scheme.partition("+")[0]
    message = gettext(
        "%(kind)s, tables at %(revision)s, events: %(number)s",
        kind=kind,
        revision=newest_revision(),
        number=items,
    )
    yield Finding(OK, gettext("Database"), message)
    own = f"calendar-service {version('calendar-service')}"
    python = f"Python {platform.python_version()}"
    yield Finding(OK, gettext("Versions"), f"{own}, {python}")
