"""Mails to followers are forgotten with them, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.domain.mail import MailMessage
from calendar_service.storage.database import Database, Session
from calendar_service.storage.follow_mails import (
    count_refused,
    forget_mails,
    forget_old,
    forget_strays,
)
from calendar_service.storage.followers import ask_follower
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    add_mail,
    claim_next,
    list_mails,
    mark_failed,
    mark_sent,
)
from tests.builders import NOW
from tests.storage.test_followers import NINO

MAIL = MailMessage(key="", to="nino@example.org", subject="s", text="t", html="h")
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
    message = replace(MAIL, key=key)
    mail = OutboxMail(message=message, item_uid="", why="", planned_at=NOW)
    add_mail(session, mail, NOW)


def send(session: Session) -> None:
    mail = claim_next(session, "w", NOW)
    assert mail is not None
    mark_sent(session, mail.id, "w", NOW)


def left(session: Session) -> list[str]:
    return sorted(mail.message.key for mail in list_mails(session))


def test_all_mails_of_who_is_gone_are_forgotten(filled: Database) -> None:
    with filled.transaction() as session:
        send(session)
        send(session)
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
        assert forget_strays(session, NOW) == 2
        assert forget_strays(session, NOW) == 0
        assert left(session) == [f"follow/{HERE}/5", "m/2026/r/1/x"]


def test_what_has_just_gone_out_to_nobody_is_forgotten(filled: Database) -> None:
    with filled.transaction() as session:
        send(session)
        claimed = claim_next(session, "w", NOW)
        assert claimed is not None
        assert forget_strays(session, NOW) == 1
        mark_sent(session, claimed.id, "w", NOW)
        assert forget_strays(session, NOW + timedelta(minutes=10)) == 0
        assert forget_strays(session, NOW + timedelta(minutes=9)) == 1


def test_a_reminder_of_an_item_named_follow_is_none_of_these(
    any_database: Database,
) -> None:
    message = replace(MAIL, key="follow/2026-05-14/r/start/7/x")
    mail = OutboxMail(message=message, item_uid="follow", why="", planned_at=NOW)
    with any_database.transaction() as session:
        add_mail(session, mail, NOW)
        assert forget_strays(session, NOW) == 0


def fail(session: Session, *, refused: bool = True) -> None:
    mail = claim_next(session, "w", NOW)
    assert mail is not None
    mark_failed(session, mail.id, "w", "550 no such user", refused=refused)


def test_what_was_sent_or_failed_long_ago_is_forgotten(filled: Database) -> None:
    nino = "nino@example.org"
    with filled.transaction() as session:
        send(session)
        fail(session)
        send(session)
        forget_old(session, GONE, nino, NOW)
        assert len(left(session)) == 4
        forget_old(session, GONE, nino, NOW + timedelta(seconds=1))
        assert left(session) == [f"follow/{HERE}/5", "m/2026/r/1/x"]


def test_what_failed_otherwise_is_no_refusal(filled: Database) -> None:
    with filled.transaction() as session:
        send(session)
        fail(session, refused=False)
        fail(session)
        assert count_refused(session, GONE, "nino@example.org") == 1


def test_mails_that_were_refused_are_counted_since_the_last_that_was_sent(
    filled: Database,
) -> None:
    nino = "nino@example.org"

    def refuse(session: Session) -> int:
        fail(session)
        return count_refused(session, GONE, nino)

    with filled.transaction() as session:
        assert [refuse(session), refuse(session), refuse(session)] == [0, 1, 2]
        assert count_refused(session, GONE, "other@example.org") == 0
        add(session, f"follow/{GONE}/7")
        send(session)
        send(session)
        assert count_refused(session, GONE, nino) == 0
