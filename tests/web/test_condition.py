"""What the page of health finds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from calendar_service.storage.database import Database
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.outbox import mark_failed
from calendar_service.web.condition import SCHEDULER, findings
from calendar_service.web.http import NAME, Parts
from tests.builders import NOW
from tests.fakes import StillClock
from tests.storage.mail_values import add, claim


def found(app: Flask) -> dict[str, list[tuple[str, str]]]:
    said: dict[str, list[tuple[str, str]]] = {}
    with app.test_request_context("/?lang=en"):
        for finding in findings():
            said.setdefault(finding.subject, []).append(
                (finding.level, finding.message)
            )
    return said


def with_settings(app: Flask, **changes: object) -> None:
    parts: Parts = app.extensions[NAME]
    settings = replace(parts.settings, **changes)  # type: ignore[arg-type]  # the caller names the field
    app.extensions[NAME] = replace(parts, settings=settings)


@pytest.fixture
def well(app: Flask, database: Database) -> Flask:
    with database.transaction() as session:
        record_beat(session, SCHEDULER, NOW)
    with_settings(app, smtp_url="smtp://mail.example.org")
    return app


def test_nothing_is_wrong_where_all_runs(well: Flask) -> None:
    said = found(well)
    assert {level for those in said.values() for level, _ in those} == {"ok"}
    assert said["Mail process"] == [("ok", "Last run: 10 March 2026, 16:00")]
    assert said["Settings"] == [("ok", "The Office, Asia/Tbilisi")]


def test_a_mail_process_that_stands_still_is_a_problem(
    well: Flask, clock: StillClock
) -> None:
    clock.move(minutes=5)
    assert found(well)["Mail process"][0][0] == "ok"
    clock.move(seconds=1)
    assert found(well)["Mail process"] == [
        (
            "problem",
            (
                "Last run: 10 March 2026, 16:00. It stands still."
                " Start it: calendar-service scheduler"
            ),
        )
    ]


def test_one_that_never_ran_is_a_problem(app: Flask) -> None:
    assert found(app)["Mail process"] == [
        ("problem", "It has never run. Start it: calendar-service scheduler")
    ]


def test_mails_that_failed_or_wait_too_long_are_problems(
    well: Flask, database: Database, clock: StillClock
) -> None:
    with database.transaction() as session:
        add(session, "one", "two")
        claim(session)
        mark_failed(session, 1, "w", "550")
    clock.now = NOW + timedelta(hours=1, seconds=1)
    with_settings(well, smtp_url="")
    assert found(well)["Mails"] == [
        ("problem", "Failed for good: 1."),
        ("problem", "A mail has been waiting since: 10 March 2026, 16:00."),
        ("problem", "No mail server is set: CALENDAR_SMTP_URL."),
    ]


def test_settings_of_a_trial_are_noted(well: Flask) -> None:
    with_settings(well, base_url="http://127.0.0.1:8080", comms_team=())
    assert [level for level, _ in found(well)["Settings"]] == ["note", "note", "ok"]
