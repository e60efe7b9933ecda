"""Tests of mailer/sending.py, against a real SMTP server."""

from dataclasses import replace

import pytest

from calendar_service.domain.item import Person
from calendar_service.domain.mail import MailMessage, message_id
from calendar_service.mailer import (
    Courier,
    Mailer,
    MailInDoubt,
    MailRefused,
    MailSettings,
    SmtpUrl,
    build_message,
)
from calendar_service.mailer.sending import Carrier
from tests.builders import NOW
from tests.fakes import StillClock
from tests.smtp_server import Server, free_port

OFFICE = Person("Office", "calendar@example.org")
MAIL = MailMessage(
    key="k", to="ada@example.org", subject="Tomorrow", text="a\n.\nb\n", html="<p>.</p>"
)
OTHER = replace(MAIL, key="k2", to="ben@example.org")


def settings_for(server: Server) -> MailSettings:
    url = SmtpUrl.parse(f"smtp://127.0.0.1:{server.port}")
    return MailSettings(url=url, sender=OFFICE, domain="example.org", timeout=5)


def mailer_for(server: Server, carrier: Carrier | None = None) -> Mailer:
    return Mailer(settings_for(server), StillClock(), carrier)


def test_a_mail_arrives_as_it_was_built(server: Server) -> None:
    mailer_for(server).send(MAIL)
    built = bytes(build_message(MAIL, OFFICE, "example.org", NOW))
    assert server.taken == [(OFFICE.email, [MAIL.to], built)]


def test_a_copy_after_a_lost_answer_has_the_same_message_id(server: Server) -> None:
    server.to_data.append("drop")
    mailer = mailer_for(server)
    with pytest.raises(MailInDoubt):
        mailer.send(MAIL)
    mailer.send(MAIL)
    wanted = message_id(MAIL.key, "example.org").encode()
    assert [wanted in raw for _, _, raw in server.taken] == [True, True]


def test_many_mails_go_over_one_connection(server: Server) -> None:
    with mailer_for(server) as mailer:
        mailer.send(MAIL)
        mailer.send(OTHER)
    assert [to for _, to, _ in server.taken] == [[MAIL.to], [OTHER.to]]
    assert server.greetings == 1


def test_each_mail_has_a_connection_of_its_own_otherwise(server: Server) -> None:
    mailer = mailer_for(server)
    mailer.send(MAIL)
    mailer.send(OTHER)
    assert server.greetings == 2


def test_a_bad_address_is_refused_without_asking_the_server() -> None:
    with pytest.raises(MailRefused, match="no mail address"):
        mailer_for(Server(port=free_port())).send(replace(MAIL, to="a@b\r\nRSET"))


def test_another_process_carries_the_same_bytes(server: Server) -> None:
    courier = Courier(settings_for(server))
    mailer_for(server).send(MAIL)
    mailer_for(server, courier).send(MAIL)
    assert server.taken[0] == server.taken[1]
