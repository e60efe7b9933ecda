"""Tests of storage/retries.py."""

from datetime import timedelta

import pytest

from calendar_service.storage.database import Database
from calendar_service.storage.outbox import (
    MailState,
    list_mails,
    mark_failed,
    mark_sent,
)
from calendar_service.storage.retries import (
    count_doubt,
    retry_failed,
    retry_mail,
)
from tests.builders import NOW
from tests.storage.mail_values import add, claim, states

LATER = NOW + timedelta(days=1)


def put(database: Database) -> None:
    """Two mails that failed, one that was sent, one that waits."""
    with database.transaction() as session:
        add(session, "one", "two", "sent", "waiting")
        for _ in range(3):
            claim(session)
        for number in (1, 2):
            mark_failed(session, number, "w", "mx answered 550 no such user")
        mark_sent(session, 3, "w", NOW)


def test_one_failed_mail_is_tried_again_at_once(any_database: Database) -> None:
    put(any_database)
    with any_database.transaction() as session:
        assert retry_mail(session, 2, LATER)
        assert not retry_mail(session, 2, LATER)
        assert claim(session, at=timedelta()) == "waiting"
        assert claim(session, at=timedelta(days=1)) == "two"
        (mail,) = [m for m in list_mails(session) if m.message.key == "two"]
    assert (mail.attempts, mail.error) == (1, "mx answered 550 no such user")


def test_all_failed_mails_are_tried_again(any_database: Database) -> None:
    put(any_database)
    with any_database.transaction() as session:
        assert retry_failed(session, LATER) == 2
        assert retry_failed(session, LATER) == 0
        assert MailState.FAILED not in states(session).values()


@pytest.mark.parametrize("number", [-1, 0, 3, 4, 99, 2**31, 2**70])
def test_what_has_not_failed_is_left_alone(any_database: Database, number: int) -> None:
    put(any_database)
    with any_database.transaction() as session:
        before = states(session)
        assert not retry_mail(session, number, LATER)
        assert states(session) == before


def test_doubts_are_counted_until_a_person_lets_it_be_tried_again(
    any_database: Database,
) -> None:
    put(any_database)
    with any_database.transaction() as session:
        assert [count_doubt(session, number) for number in (1, 1, 2)] == [1, 2, 1]
        retry_mail(session, 1, LATER)
        assert count_doubt(session, 1) == 1
