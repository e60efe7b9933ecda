"""A scheduler that fell silent, and one that is back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Role
from calendar_service.services.silence_reporting import report_return, report_silence
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Session
from calendar_service.storage.heartbeats import record_beat
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW

HOUR = timedelta(hours=1)
ALMOST = HOUR - timedelta(seconds=1)


@pytest.fixture(autouse=True)
def beating(session: Session) -> None:
    store_account(session, replace(ADA, role=Role.ADMIN), NOW)
    record_beat(session, "scheduler", NOW)


def subjects(session: Session) -> list[str]:
    return [mail.message.subject for mail in list_mails(session)]


def test_an_hour_of_silence_is_told_once(session: Session, settings: Settings) -> None:
    assert report_silence(session, settings, NOW + ALMOST) == []
    keys = report_silence(session, settings, NOW + HOUR)
    assert len(keys) == 1
    assert report_silence(session, settings, NOW + 5 * HOUR) == keys
    assert subjects(session) == [
        "Reminders have stood still since 10 March 2026, 16:00"
    ]


def test_another_silence_is_told_anew(session: Session, settings: Settings) -> None:
    report_silence(session, settings, NOW + HOUR)
    record_beat(session, "scheduler", NOW + 2 * HOUR)
    report_silence(session, settings, NOW + 3 * HOUR)
    assert len(subjects(session)) == 2


def test_who_was_told_is_told_that_it_is_over(
    session: Session, settings: Settings
) -> None:
    report_silence(session, settings, NOW + HOUR)
    assert report_return(session, settings, NOW, NOW + 2 * HOUR) == 1
    assert report_return(session, settings, NOW, NOW + 2 * HOUR) == 0
    assert subjects(session)[0] == "Reminders go out again"


def test_of_a_silence_that_nobody_was_told_of_no_end_is_told(
    session: Session, settings: Settings
) -> None:
    assert report_return(session, settings, NOW, NOW + 2 * HOUR) == 0
    assert report_return(session, settings, None, NOW) == 0
    assert subjects(session) == []


def test_administrators_are_told_in_georgian_too(
    session: Session, settings: Settings
) -> None:
    store_account(session, replace(ADA, role=Role.ADMIN, language="ka"), NOW)
    report_silence(session, settings, NOW + HOUR)
    (mail,) = list_mails(session)
    assert mail.message.subject == (
        "შეხსენებები შეჩერებულია, ბოლო გაშვება: 10 მარტი, 2026, 16:00"
    )
    assert mail.message.language == "ka"
