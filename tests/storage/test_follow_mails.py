"""Mails to followers are forgotten with them, on both databases."""

from dataclasses import replace

import pytest

from calendar_service.domain.mail import MailMessage
from calendar_service.storage.database import Database, Session
from calendar_service.storage.follow_mails import forget_mails, forget_strays
from calendar_service.storage.followers import ask_follower
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    add_mail,
    claim_next,
    list_mails,
    mark_sent,
)
from tests.builders import NOW
from tests.storage.test_followers import NINO

HERE, GONE = "_" * 32, "b" * 32


@pytest.fixture
def filled(any_database: Database) -> Database:
    """One mail to a follower, two to one who is gone, and a reminder."""
    keys = [f"follow/{HERE}/5", f"follow/{GONE}/5", f"follow/{GONE}/6", "m/2026/r/1/x"]
    with any_database.transaction() as session:
        ask_follower(session, replace(NINO, name=HERE))
        for key in keys:
            add(session, key)
    return any_database


def add(session: Session, key: str) -> None:
    message = MailMessage(
        key=key, to="nino@example.org", subject="s", text="t", html="h"
    )
    mail = OutboxMail(message=message, item_uid="", why="", planned_at=NOW)
    add_mail(session, mail, NOW)


def left(session: Session) -> list[str]:
    return sorted(mail.message.key for mail in list_mails(session))


def test_all_mails_of_who_is_gone_are_forgotten(filled: Database) -> None:
    with filled.transaction() as session:
        for _ in range(2):
            mail = claim_next(session, "w", NOW)
            assert mail is not None
            mark_sent(session, mail.id, "w", NOW)
        forget_mails(session, {GONE: "nino@example.org"})
        assert left(session) == [f"follow/{HERE}/5", "m/2026/r/1/x"]


def test_one_that_is_being_sent_is_left_to_its_sender(filled: Database) -> None:
    with filled.transaction() as session:
        forget_mails(session, {HERE: "nino@example.org"})
        claimed = claim_next(session, "w", NOW)
        assert claimed is not None
        forget_mails(session, {GONE: "nino@example.org"})
        (sending,) = list_mails(session, [MailState.SENDING])
        assert sending.message.key == claimed.message.key == f"follow/{GONE}/5"


def test_what_waits_for_nobody_is_forgotten(filled: Database) -> None:
    with filled.transaction() as session:
        assert forget_strays(session) == 2
        assert forget_strays(session) == 0
        assert left(session) == [f"follow/{HERE}/5", "m/2026/r/1/x"]
