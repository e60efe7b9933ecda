"""Tests of mailer/smtp_url.py."""

import re

import pytest

from calendar_service.mailer import SmtpUrl, StartTls


def test_every_part_of_the_address_is_read() -> None:
    read = SmtpUrl.parse("smtp://nino%40x:p%2F%3A%40w@mail.example.org:2525")
    assert read == SmtpUrl(
        "mail.example.org",
        2525,
        "nino@x",
        "p/:@w",
        is_tls=False,
        starttls=StartTls.REQUIRE,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smtp://mail.example.org", (25, False, StartTls.OPTIONAL)),
        ("smtp://mail.example.org/", (25, False, StartTls.OPTIONAL)),
        ("smtp://u:p@mail.example.org", (587, False, StartTls.REQUIRE)),
        ("smtps://u:p@mail.example.org", (465, True, StartTls.NONE)),
        ("smtp://localhost:1025", (1025, False, StartTls.NONE)),
        ("smtp://u:p@127.0.0.1", (587, False, StartTls.NONE)),
        ("smtp://[::1]:25", (25, False, StartTls.NONE)),
        ("smtp://localhost?starttls=require", (25, False, StartTls.REQUIRE)),
        ("smtp://u:p@h.example?starttls=none", (587, False, StartTls.NONE)),
        ("smtp://h.example?starttls=optional", (25, False, StartTls.OPTIONAL)),
        ("smtps://h.example?starttls=none", (465, True, StartTls.NONE)),
    ],
)
def test_what_is_left_out_is_chosen_safely(
    text: str, expected: tuple[int, bool, StartTls]
) -> None:
    read = SmtpUrl.parse(text)
    assert (read.port, read.is_tls, read.starttls) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mail.example.org", "must begin with smtp:// or smtps://"),
        ("u:geheim@mail.example.org", "must begin with smtp:// or smtps://"),
        ("http://mail.example.org", "must begin with smtp:// or smtps://"),
        ("smtp://", "names no host"),
        ("smtp://u:geheim@", "names no host"),
        ("smtp://u:ge/heim@mail.example.org", "the port is a number"),
        ("smtp://u:1/geheim@mail.example.org", "goes on behind the host"),
        ("smtp://u:1?geheim@mail.example.org", "goes on behind the host"),
        ("smtp://u:1#geheim@mail.example.org", "goes on behind the host"),
        ("smtp://mail.example.org:port", "the port is a number"),
        ("smtp://mail.example.org:99999", "the port is a number"),
        ("smtp://mail.example.org:0", "port 0 is none"),
        ("smtp://[::1", "the port is a number"),
        ("smtp://:geheim@mail.example.org", "has a password but no user"),
        ("smtp://u:geheim%0A@mail.example.org", "only printable ASCII"),
        ("smtp://u:%E1%83%90@mail.example.org", "only printable ASCII"),
        ("smtp://u:geheim@mail.example.org\n", "a space, a control or a letter"),
        ("smtp://u:ge heim@mail.example.org", "a space, a control or a letter"),
        ("smtp://u:ღ@mail.example.org", "a space, a control or a letter"),
        ("smtp://mail.example.org?starttls=always", "?starttls=require"),
        ("smtp://mail.example.org?tls=require", "?starttls=require"),
        ("smtp://mail.example.org?starttls=none&a=b", "?starttls=require"),
        ("smtps://mail.example.org?starttls=require", "is smtps"),
    ],
)
def test_a_wrong_address_is_explained_without_its_password(
    text: str, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        SmtpUrl.parse(text)
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_password_is_not_shown() -> None:
    assert "geheim" not in repr(SmtpUrl.parse("smtp://u:geheim@mail.example.org"))
