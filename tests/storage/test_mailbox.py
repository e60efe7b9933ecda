"""The demo's mailbox."""

from datetime import timedelta

import pytest

from calendar_service.storage.database import Database
from calendar_service.storage.mailbox import (
    ReceivedMail,
    find_received,
    list_received,
    receive_mail,
)
from tests.builders import NOW

RAW = b"Subject: =?utf-8?q?x?=\r\n\r\n\x00\xff"


def test_a_mail_comes_back_byte_for_byte(any_database: Database) -> None:
    with any_database.transaction() as session:
        receive_mail(session, "<one@example.org>", RAW, NOW)
    expected = ReceivedMail(1, "<one@example.org>", NOW, RAW)
    with any_database.reading() as session:
        assert list_received(session) == [expected]
        assert find_received(session, 1) == expected


def test_a_second_copy_folds_with_the_first(any_database: Database) -> None:
    with any_database.transaction() as session:
        receive_mail(session, "<one@example.org>", RAW, NOW)
        receive_mail(session, "<one@example.org>", b"again", NOW + timedelta(hours=1))
        assert [mail.raw for mail in list_received(session)] == [RAW]


def test_the_newest_mails_come_first(any_database: Database) -> None:
    with any_database.transaction() as session:
        for number in range(4):
            receive_mail(session, f"<{number}>", RAW, NOW)
        found = [mail.message_id for mail in list_received(session, most=3)]
    assert found == ["<3>", "<2>", "<1>"]


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63, 10**30])
def test_a_number_without_mail_finds_none(any_database: Database, number: int) -> None:
    with any_database.transaction() as session:
        receive_mail(session, "<one@example.org>", RAW, NOW)
        assert find_received(session, number) is None
