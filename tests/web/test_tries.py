"""Tries that are counted over all processes."""

from datetime import timedelta

from flask import Flask

from calendar_service.storage.database import Database
from calendar_service.web import http, tries
from tests.fakes import StillClock

LIMITS = {"one": (2, timedelta(minutes=1)), "other": (3, timedelta(hours=1))}


def test_a_limit_counts_its_own_time(
    app: Flask, database: Database, clock: StillClock
) -> None:
    def is_beyond(already: int = 0) -> bool:
        with app.test_request_context(), http.transaction() as session:
            subjects = {name: tries.subject(name, "ada") for name in LIMITS}
            found = tries.is_beyond(session, LIMITS, subjects, already)
            if not already:
                tries.count(session, subjects)
            return found

    assert [is_beyond() for _ in range(3)] == [False, False, True]
    assert not is_beyond(already=2)
    clock.move(minutes=2)
    assert is_beyond()  # three within the hour
    clock.move(hours=1)
    assert not is_beyond()


def test_a_subject_tells_nobody_and_is_the_same_in_every_process(app: Flask) -> None:
    with app.test_request_context():
        found = tries.subject("client", "192.0.2.1")
        assert found == tries.subject("client", "192.0.2.1")
        assert found != tries.subject("pair", "192.0.2.1")
    assert len(found) == 64


def test_the_client_is_the_one_that_the_connection_names(app: Flask) -> None:
    with app.test_request_context(
        headers={"X-Forwarded-For": "198.51.100.7"},
        environ_base={"REMOTE_ADDR": "192.0.2.9"},
    ):
        assert tries.client() == "192.0.2.9"
