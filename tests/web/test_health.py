"""Whether the service is alive and ready, for machines that watch it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from calendar_service.app import create_app
from calendar_service.config import Settings
from calendar_service.domain.mail import MailMessage
from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.outbox import OutboxMail, add_mail
from calendar_service.storage.plans import store_look
from tests.builders import NOW


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_a_migrated_database_makes_it_ready(client: FlaskClient) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json == {
        "status": "ready",
        "database": "ok",
        "scheduler": "never ran",
        "scheduler_ran_at": None,
        "oldest_waiting_mail": None,
        "next_due_at": None,
    }


@pytest.mark.parametrize(("minutes", "state"), [(0, "ok"), (5, "ok"), (6, "late")])
def test_the_mail_process_is_watched(
    client: FlaskClient, database: Database, minutes: int, state: str
) -> None:
    ran_at = NOW - timedelta(minutes=minutes)
    message = MailMessage(key="k", to="a@example.org", subject="s", text="t", html="h")
    mail = OutboxMail(message=message, item_uid="u", why="w", planned_at=NOW)
    with database.transaction() as session:
        record_beat(session, "scheduler", ran_at)
        add_mail(session, mail, NOW - timedelta(hours=2))
        store_look(session, "print", NOW, NOW + timedelta(hours=1))
    assert client.get("/readyz").json == {
        "status": "ready",
        "database": "ok",
        "scheduler": state,
        "scheduler_ran_at": ran_at.isoformat(),
        "oldest_waiting_mail": "2026-03-10T10:00:00+00:00",
        "next_due_at": "2026-03-10T13:00:00+00:00",
    }


def test_a_database_without_tables_is_not_ready(settings: Settings) -> None:
    made = create_app(settings)
    response = made.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.json == {
        "status": "not ready",
        "database": "needs `calendar-service db upgrade`",
    }
    made.extensions["calendar"].database.close()


def test_a_database_that_cannot_be_reached_is_not_ready(settings: Settings) -> None:
    made = create_app(settings)
    (settings.instance / "calendar.sqlite3").mkdir()
    response = made.test_client().get("/readyz")
    assert response.status_code == 503
    assert response.json == {"status": "not ready", "database": "unreachable"}
    made.extensions["calendar"].database.close()
