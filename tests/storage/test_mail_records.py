"""Tests of storage/mail_records.py."""

from calendar_service.storage.database import Database
from calendar_service.storage.mail_records import list_records, records_about
from calendar_service.storage.outbox import MailState, mark_failed
from tests.builders import NOW
from tests.storage.mail_values import add, claim


def test_records_come_newest_first_with_what_the_server_said(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two", "three")
        claim(session)
        mark_failed(session, 1, "w", "550 no such user")
    with any_database.reading() as session:
        failed = list_records(session, [MailState.FAILED], 10)
        waiting = list_records(session, [MailState.WAITING], 10)
        one = list_records(session, list(MailState), 1)
    assert [(r.id, r.error, r.attempts) for r in failed] == [(1, "550 no such user", 1)]
    assert [(r.id, r.state, r.planned_at) for r in waiting] == [
        (3, MailState.WAITING, NOW),
        (2, MailState.WAITING, NOW),
    ]
    assert [r.id for r in one] == [3]


def test_records_about_an_item_leave_out_the_rest(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two")
        (record, _) = list_records(session, [MailState.WAITING], 2)
        assert records_about(session, "another@example.org") == []
        assert record in records_about(session, record.item_uid)
