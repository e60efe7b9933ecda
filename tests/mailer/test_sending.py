"""Tests of mailer/sending.py, against a real SMTP server."""

import socket
import ssl
from dataclasses import replace

import pytest

from calendar_service.domain.item import Person
from calendar_service.domain.mail import MailMessage, message_id
from calendar_service.mailer import (
    MailDeferred,
    Mailer,
    MailInDoubt,
    MailPutOff,
    MailRefused,
    MailSettings,
    SmtpUrl,
    build_message,
)
from tests.builders import NOW
from tests.fakes import StillClock
from tests.smtp_server import Server, free_port

OFFICE = Person("Office", "calendar@example.org")
MAIL = MailMessage(
    key="k", to="ada@example.org", subject="Tomorrow", text="a\n.\nb\n", html="<p>.</p>"
)
OTHER = replace(MAIL, key="k2", to="ben@example.org")


def mailer_for(
    server: Server,
    scheme: str = "smtp",
    user: str = "",
    query: str = "",
    tls: ssl.SSLContext | None = None,
) -> Mailer:
    url = SmtpUrl.parse(f"{scheme}://{user}127.0.0.1:{server.port}{query}")
    settings = MailSettings(url=url, sender=OFFICE, domain="example.org", timeout=5)
    return Mailer(settings, StillClock(), tls)


def test_a_mail_arrives_as_it_was_built(server: Server) -> None:
    mailer_for(server).send(MAIL)
    built = bytes(build_message(MAIL, OFFICE, "example.org", NOW))
    assert server.taken == [(OFFICE.email, [MAIL.to], built)]


def test_a_mail_by_starttls_is_secret(
    starttls_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    mailer_for(starttls_server, query=query, tls=trusting).send(MAIL)
    assert starttls_server.secret == [True]


def test_starttls_is_used_where_it_is_offered(
    starttls_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=optional"
    mailer_for(starttls_server, query=query, tls=trusting).send(MAIL)
    assert starttls_server.secret == [True]


def test_optional_starttls_does_without_where_it_is_not_offered(server: Server) -> None:
    mailer_for(server, query="?starttls=optional").send(MAIL)
    assert server.secret == [False]


def test_nothing_is_sent_where_required_starttls_is_not_offered(server: Server) -> None:
    with pytest.raises(MailDeferred, match="offers no STARTTLS"):
        mailer_for(server, query="?starttls=require").send(MAIL)
    assert server.taken == []


def test_smtps_is_secret_from_the_first_byte(
    tls_server: Server, trusting: ssl.SSLContext
) -> None:
    mailer_for(tls_server, "smtps", tls=trusting).send(MAIL)
    assert tls_server.secret == [True]


@pytest.mark.parametrize("way", ["smtps", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    way: str, tls_server: Server, starttls_server: Server
) -> None:
    mailer = (
        mailer_for(tls_server, "smtps")
        if way == "smtps"
        else mailer_for(starttls_server, query="?starttls=require")
    )
    with pytest.raises(MailDeferred, match="certificate"):
        mailer.send(MAIL)
    assert tls_server.taken + starttls_server.taken == []


def test_user_and_password_open_the_door(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    mailer_for(guarded_server, "smtp", "nino:p%2F%3A%40w@", query, trusting).send(MAIL)
    assert len(guarded_server.taken) == 1


def test_a_wrong_password_is_no_fault_of_the_mail(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    mailer = mailer_for(guarded_server, "smtp", "nino:geheim@", query, trusting)
    with pytest.raises(MailDeferred, match="535") as caught:
        mailer.send(MAIL)
    assert "geheim" not in str(caught.value)


def test_a_missing_password_is_no_fault_of_the_mail(guarded_server: Server) -> None:
    with pytest.raises(MailDeferred, match="530"):
        mailer_for(guarded_server).send(MAIL)


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_not_now_means_later(place: str, server: Server) -> None:
    getattr(server, place).append("451 greylisted, come again")
    with pytest.raises(MailPutOff) as caught:
        mailer_for(server).send(MAIL)
    assert str(caught.value) == "127.0.0.1 answered 451 greylisted, come again"


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_never_means_refused_with_the_server_words(place: str, server: Server) -> None:
    getattr(server, place).append("550 no such user here")
    with pytest.raises(MailRefused) as caught:
        mailer_for(server).send(MAIL)
    assert str(caught.value) == "127.0.0.1 answered 550 no such user here"


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_server_that_goes_away_puts_off_more_than_one_mail(
    place: str, server: Server
) -> None:
    getattr(server, place).append("421 shutting down")
    with pytest.raises(MailDeferred, match="421 shutting down") as caught:
        mailer_for(server).send(MAIL)
    assert type(caught.value) is MailDeferred


def test_a_server_that_wants_a_sign_in_first_refuses_nobody(server: Server) -> None:
    server.to_rcpt.append("530 authenticate first")
    with pytest.raises(MailDeferred, match="530 authenticate first"):
        mailer_for(server).send(MAIL)


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_broken_connection_means_later(place: str, server: Server) -> None:
    getattr(server, place).append("drop")
    with pytest.raises(MailDeferred, match=r"^127\.0\.0\.1: "):
        mailer_for(server).send(MAIL)


def test_a_copy_after_a_lost_answer_has_the_same_message_id(server: Server) -> None:
    server.to_data.append("drop")
    mailer = mailer_for(server)
    with pytest.raises(MailInDoubt):
        mailer.send(MAIL)
    mailer.send(MAIL)
    wanted = message_id(MAIL.key, "example.org").encode()
    assert [wanted in raw for _, _, raw in server.taken] == [True, True]


def test_only_what_the_server_was_given_is_in_doubt(server: Server) -> None:
    server.to_data = ["250 OK", "450 later"]
    server.to_rcpt = ["250 OK", "250 OK", "drop"]
    with mailer_for(server) as mailer:
        mailer.send(MAIL)
        for expected in (MailPutOff, MailDeferred):
            with pytest.raises(MailDeferred) as wrong:
                mailer.send(OTHER)
            assert type(wrong.value) is expected


def test_nobody_there_means_later() -> None:
    with pytest.raises(MailDeferred, match="refused"):
        mailer_for(Server(port=free_port())).send(MAIL)


def test_a_server_that_says_nothing_means_later() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = SmtpUrl.parse(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        settings = MailSettings(url=url, sender=OFFICE, domain="x.org", timeout=0.2)
        with pytest.raises(MailDeferred, match="timed out"):
            Mailer(settings, StillClock()).send(MAIL)


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


@pytest.mark.parametrize("answer", ["550 no", "450 later", "421 closing", "drop"])
@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_mail_that_does_not_go_stops_no_other(
    place: str, answer: str, server: Server
) -> None:
    getattr(server, place).append(answer)
    with mailer_for(server) as mailer:
        with pytest.raises((MailRefused, MailDeferred)):
            mailer.send(MAIL)
        mailer.send(OTHER)
    assert server.taken[-1][1] == [OTHER.to]


def test_a_kept_connection_that_died_is_opened_again(server: Server) -> None:
    with mailer_for(server) as mailer:
        mailer.send(MAIL)
        assert mailer._connection is not None  # noqa: SLF001 - the server's silence is played from our end
        assert mailer._connection.sock is not None  # noqa: SLF001 - as above
        mailer._connection.sock.shutdown(socket.SHUT_RDWR)  # noqa: SLF001 - as above
        mailer.send(OTHER)
    assert len(server.taken) == 2
    assert server.greetings == 2


def test_a_bad_address_is_refused_without_asking_the_server() -> None:
    with pytest.raises(MailRefused, match="no mail address"):
        mailer_for(Server(port=free_port())).send(replace(MAIL, to="a@b\r\nRSET"))


def test_a_probe_signs_in_and_sends_nothing(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    mailer_for(guarded_server, "smtp", "nino:p%2F%3A%40w@", query, trusting).probe()
    assert guarded_server.taken == []
    assert guarded_server.greetings > 0


def test_a_probe_says_what_is_wrong() -> None:
    with pytest.raises(MailDeferred, match="refused"):
        mailer_for(Server(port=free_port())).probe()
