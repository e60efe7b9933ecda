"""Tests of mailer/conversation.py, against a real SMTP server."""

import socket
import ssl
from contextlib import closing
from pathlib import Path

import pytest

from calendar_service.domain.item import Person
from calendar_service.mailer import (
    Conversation,
    MailDeferred,
    MailPutOff,
    MailRefused,
    MailSettings,
    Receipt,
    SmtpUrl,
    is_held,
)
from tests.smtp_server import Server, free_port

OFFICE = Person("Office", "calendar@example.org")
RAW = b"Subject: hello\r\n\r\na\r\n.\r\nb\r\n"
ADA, BEN = "ada@example.org", "ben@example.org"


def conversation_with(
    server: Server,
    scheme: str = "smtp",
    user: str = "",
    query: str = "",
    tls: ssl.SSLContext | None = None,
) -> Conversation:
    url = SmtpUrl.parse(f"{scheme}://{user}127.0.0.1:{server.port}{query}")
    settings = MailSettings(url=url, sender=OFFICE, domain="example.org", timeout=5)
    return Conversation(settings, tls)


def give(talk: Conversation) -> None:
    with closing(talk):
        talk.hand_over(ADA, RAW)


def test_a_mail_by_starttls_is_secret(
    starttls_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    give(conversation_with(starttls_server, query=query, tls=trusting))
    assert starttls_server.secret == [True]


def test_starttls_is_used_where_it_is_offered(
    starttls_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=optional"
    give(conversation_with(starttls_server, query=query, tls=trusting))
    assert starttls_server.secret == [True]


def test_optional_starttls_does_without_where_it_is_not_offered(server: Server) -> None:
    give(conversation_with(server, query="?starttls=optional"))
    assert server.secret == [False]


def test_nothing_is_sent_where_required_starttls_is_not_offered(server: Server) -> None:
    with pytest.raises(MailDeferred, match="offers no STARTTLS"):
        give(conversation_with(server, query="?starttls=require"))
    assert server.taken == []


def test_smtps_is_secret_from_the_first_byte(
    tls_server: Server, trusting: ssl.SSLContext
) -> None:
    give(conversation_with(tls_server, "smtps", tls=trusting))
    assert tls_server.secret == [True]


@pytest.mark.parametrize("way", ["smtps", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    way: str, tls_server: Server, starttls_server: Server
) -> None:
    talk = (
        conversation_with(tls_server, "smtps")
        if way == "smtps"
        else conversation_with(starttls_server, query="?starttls=require")
    )
    with pytest.raises(MailDeferred, match="certificate"):
        give(talk)
    assert tls_server.taken + starttls_server.taken == []


def test_user_and_password_open_the_door(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    give(
        conversation_with(guarded_server, "smtp", "nino:p%2F%3A%40w@", query, trusting)
    )
    assert len(guarded_server.taken) == 1


def test_a_wrong_password_is_no_fault_of_the_mail(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    talk = conversation_with(guarded_server, "smtp", "nino:geheim@", query, trusting)
    with pytest.raises(MailDeferred, match="535") as caught:
        give(talk)
    assert "geheim" not in str(caught.value)


def test_a_missing_password_is_no_fault_of_the_mail(guarded_server: Server) -> None:
    with pytest.raises(MailDeferred, match="530"):
        give(conversation_with(guarded_server))


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_not_now_means_later(place: str, server: Server) -> None:
    getattr(server, place).append("451 greylisted, come again")
    with pytest.raises(MailPutOff) as caught:
        give(conversation_with(server))
    assert str(caught.value) == "127.0.0.1 answered 451 greylisted, come again"


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_never_means_refused_with_the_server_words(place: str, server: Server) -> None:
    getattr(server, place).append("550 no such user here")
    with pytest.raises(MailRefused) as caught:
        give(conversation_with(server))
    assert str(caught.value) == "127.0.0.1 answered 550 no such user here"


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_server_that_goes_away_puts_off_more_than_one_mail(
    place: str, server: Server
) -> None:
    getattr(server, place).append("421 shutting down")
    with pytest.raises(MailDeferred, match="421 shutting down") as caught:
        give(conversation_with(server))
    assert type(caught.value) is MailDeferred


def test_a_server_that_wants_a_sign_in_first_refuses_nobody(server: Server) -> None:
    server.to_rcpt.append("530 authenticate first")
    with pytest.raises(MailDeferred, match="530 authenticate first"):
        give(conversation_with(server))


@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_broken_connection_means_later(place: str, server: Server) -> None:
    getattr(server, place).append("drop")
    with pytest.raises(MailDeferred, match=r"^127\.0\.0\.1: "):
        give(conversation_with(server))


def test_only_what_the_server_was_given_is_in_doubt(server: Server) -> None:
    server.to_data = ["250 OK", "450 later"]
    server.to_rcpt = ["250 OK", "250 OK", "drop"]
    with closing(conversation_with(server)) as talk:
        talk.hand_over(ADA, RAW)
        for expected in (MailPutOff, MailDeferred):
            with pytest.raises(MailDeferred) as wrong:
                talk.hand_over(BEN, RAW)
            assert type(wrong.value) is expected


def test_nobody_there_means_later() -> None:
    with pytest.raises(MailDeferred, match="refused"):
        give(conversation_with(Server(port=free_port())))


def test_a_server_that_says_nothing_means_later() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = SmtpUrl.parse(f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        settings = MailSettings(url=url, sender=OFFICE, domain="x.org", timeout=0.2)
        with pytest.raises(MailDeferred, match="timed out"):
            give(Conversation(settings))


def test_many_mails_go_over_one_connection(server: Server) -> None:
    with closing(conversation_with(server)) as talk:
        talk.hand_over(ADA, RAW)
        talk.hand_over(BEN, RAW)
    assert [to for _, to, _ in server.taken] == [[ADA], [BEN]]
    assert server.greetings == 1


@pytest.mark.parametrize("answer", ["550 no", "450 later", "421 closing", "drop"])
@pytest.mark.parametrize("place", ["to_rcpt", "to_data"])
def test_a_mail_that_does_not_go_stops_no_other(
    place: str, answer: str, server: Server
) -> None:
    getattr(server, place).append(answer)
    with closing(conversation_with(server)) as talk:
        with pytest.raises((MailRefused, MailDeferred)):
            talk.hand_over(ADA, RAW)
        talk.hand_over(BEN, RAW)
    assert server.taken[-1][1] == [BEN]


def test_a_kept_connection_that_died_is_opened_again(server: Server) -> None:
    with closing(conversation_with(server)) as talk:
        talk.hand_over(ADA, RAW)
        talk.cut()
        talk.hand_over(BEN, RAW)
    assert len(server.taken) == 2
    assert server.greetings == 2


def test_a_probe_signs_in_and_sends_nothing(
    guarded_server: Server, trusting: ssl.SSLContext
) -> None:
    query = "?starttls=require"
    conversation_with(
        guarded_server, "smtp", "nino:p%2F%3A%40w@", query, trusting
    ).probe()
    assert guarded_server.taken == []
    assert guarded_server.greetings > 0


def test_a_probe_says_what_is_wrong() -> None:
    with pytest.raises(MailDeferred, match="refused"):
        conversation_with(Server(port=free_port())).probe()


def test_a_mail_arrives_as_it_was_given(server: Server) -> None:
    give(conversation_with(server))
    assert server.taken == [(OFFICE.email, [ADA], RAW)]


def test_after_one_that_cannot_be_said_the_next_mail_goes(server: Server) -> None:
    with closing(conversation_with(server)) as talk:
        with pytest.raises(UnicodeEncodeError):
            talk.hand_over("ნინო@example.org", RAW)
        talk.hand_over(BEN, RAW)
    assert [to for _, to, _ in server.taken] == [[BEN]]


def test_receipt_is_left_and_its_file_held_until_the_leave(
    server: Server, tmp_path: Path
) -> None:
    receipt = Receipt(tmp_path / "receipt", "taken")
    receipt.path.touch()
    with closing(conversation_with(server)) as talk:
        talk.hand_over(ADA, RAW, receipt)
        assert (receipt.is_left(), is_held(receipt.path)) == (True, True)
    assert not is_held(receipt.path)
