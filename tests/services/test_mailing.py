from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from calendar_service.config import Settings
from calendar_service.domain.item import Person
from calendar_service.domain.mail import MailMessage, message_id
from calendar_service.mailer import MailDeferred, Mailer, MailRefused
from calendar_service.services.mailing import (
    MailboxSender,
    NoMailServer,
    mail_settings,
    open_sender,
    sender_of,
)
from calendar_service.storage.database import Database
from calendar_service.storage.mailbox import list_received
from tests.builders import NOW
from tests.fakes import StillClock

MESSAGE = MailMessage(
    key="k", to="ann@example.org", subject="Hello", text="t", html="<p>t</p>"
)


@pytest.fixture
def demo(settings: Settings) -> Settings:
    return replace(settings, demo=True)


def test_mailbox_keeps_the_bytes_that_a_server_would_have_got(
    demo: Settings, database: Database, clock: StillClock
) -> None:
    with open_sender(demo, database, clock) as sender:
        sender.send(MESSAGE)
    with database.reading() as session:
        (received,) = list_received(session)
    parsed = message_from_bytes(received.raw, policy=default)
    assert received.received_at == NOW
    assert parsed["Message-ID"] == message_id("k", "example.org")
    assert parsed["From"] == "The Office <calendar@example.org>"
    assert (parsed["To"], parsed["Subject"]) == ("ann@example.org", "Hello")


def test_second_copy_folds_with_the_first(
    demo: Settings, database: Database, clock: StillClock
) -> None:
    with open_sender(demo, database, clock) as sender:
        sender.send(MESSAGE)
        clock.move(minutes=5)
        sender.send(MESSAGE)
    with database.reading() as session:
        assert len(list_received(session)) == 1


def test_mailbox_refuses_what_a_server_would(
    demo: Settings, database: Database, clock: StillClock
) -> None:
    with (
        open_sender(demo, database, clock) as sender,
        pytest.raises(MailRefused, match="no mail address"),
    ):
        sender.send(replace(MESSAGE, to="a\nb@example.org"))


def test_mailbox_that_cannot_be_written_defers(
    demo: Settings, clock: StillClock
) -> None:
    empty = Database("sqlite://")
    with pytest.raises(MailDeferred, match="the mailbox: no such table"):
        MailboxSender(empty, demo, clock).send(MESSAGE)
    empty.close()


def test_without_a_server_the_setting_is_named(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    with (
        pytest.raises(NoMailServer, match="until CALENDAR_SMTP_URL is set"),
        open_sender(settings, database, clock),
    ):
        pass


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("smtp_url", "http://x", "CALENDAR_SMTP_URL must begin with smtp://"),
        ("smtp_url", "smtp://u:se cret@x", "CALENDAR_SMTP_URL holds a space"),
        ("mail_from", "The Office <a@b.org>", "CALENDAR_MAIL_FROM: 'The Office"),
        ("uid_domain", "under_score.org", "CALENDAR_UID_DOMAIN: 'under_score.org'"),
    ],
)
def test_setting_that_every_mail_would_fail_by_is_named(
    settings: Settings, clock: StillClock, setting: str, value: str, said: str
) -> None:
    sound = replace(settings, smtp_url="smtp://localhost")
    wrong = replace(sound, **{setting: value})  # type: ignore[arg-type]  # a field of text
    with pytest.raises(NoMailServer, match=f"^{said}") as found:
        mail_settings(wrong)
    assert "cret" not in str(found.value)


@pytest.mark.parametrize("setting", ["mail_from", "uid_domain"])
def test_mailbox_is_as_strict(
    demo: Settings, database: Database, clock: StillClock, setting: str
) -> None:
    wrong = replace(demo, **{setting: "not_good"})  # type: ignore[arg-type]  # a field of text
    with (
        pytest.raises(NoMailServer, match=r"^CALENDAR_"),
        open_sender(wrong, database, clock),
    ):
        pass


def test_server_of_the_settings_is_used(
    settings: Settings, database: Database, clock: StillClock
) -> None:
    real = replace(settings, smtp_url="smtp://mail.example.org:2525")
    with open_sender(real, database, clock) as sender:
        assert isinstance(sender, Mailer)
        url = sender.settings.url
    assert (url.host, url.port) == ("mail.example.org", 2525)
    assert sender_of(settings) == Person("The Office", "calendar@example.org")
