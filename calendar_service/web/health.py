"""Whether the service is alive and ready, for machines that watch it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify

from calendar_service.storage.database import DatabaseTrouble, OperationalError
from calendar_service.storage.heartbeats import last_beat
from calendar_service.storage.outbox import oldest_waiting
from calendar_service.storage.plans import find_planned
from calendar_service.storage.table_version import is_current
from calendar_service.web import http

health = Blueprint("health", __name__)

SCHEDULER = "scheduler"
BEATS_WITHIN = timedelta(minutes=5)
NOT_READY = 503


@health.get("/healthz")
def alive() -> Response:
    """Answer as long as the process does; no question to anything else."""
    return _uncached({"status": "ok"})


@health.get("/readyz")
def ready() -> Response:
    """Tell whether pages can be served, and how the mail process is.

    Only the database makes it 503: a scheduler that stands still must not
    take the feeds of every node out of service. It is "late" here, for an
    alarm to read.
    """
    try:
        current = is_current(http.database())
        beat, waiting, due = _mail_state() if current else (None, None, None)
    except (OperationalError, DatabaseTrouble):
        return _uncached({"status": "not ready", "database": "unreachable"}, NOT_READY)
    if not current:
        told = {
            "status": "not ready",
            "database": "needs `calendar-service db upgrade`",
        }
        return _uncached(told, NOT_READY)
    return _uncached(
        {
            "status": "ready",
            "database": "ok",
            "scheduler": _scheduler_state(beat),
            "scheduler_ran_at": _instant(beat),
            "oldest_waiting_mail": _instant(waiting),
            "next_due_at": _instant(due),
        }
    )


def _mail_state() -> tuple[datetime | None, datetime | None, datetime | None]:
    with http.reading() as session:
        return (
            last_beat(session, SCHEDULER),
            oldest_waiting(session),
            find_planned(session).due_at,
        )


def _scheduler_state(beat: datetime | None) -> str:
    if beat is None:
        return "never ran"
    return "ok" if http.now() - beat <= BEATS_WITHIN else "late"


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _uncached(told: Mapping[str, str | None], status: int = 200) -> Response:
    response = jsonify(told)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
