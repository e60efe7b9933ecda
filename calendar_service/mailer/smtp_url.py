"""The address of a mail server, as one setting."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f]")


class StartTls(StrEnum):
    """Whether an open connection is to be made secret."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRE = "require"


@dataclass(frozen=True, slots=True)
class SmtpUrl:
    """Where mail is handed in. `is_tls` means TLS from the first byte on."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    starttls: StartTls = StartTls.NONE

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read smtp://user:password@host:port?starttls=require, or smtps://host.

        User and password are percent-encoded. The port is 465 for smtps, else
        587 with a user and 25 without. Without `starttls`, a password is only
        sent over TLS, the machine itself is talked to without, and others are
        asked whether they offer it. Raises ValueError, which never holds the
        address, as a password may stand anywhere in a mistyped one.
        """
        if UNPRINTABLE.search(text) or " " in text or not text.isascii():
            raise ValueError("holds a space, a control or a letter outside ASCII")
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            # Its message would quote the address.
            raise ValueError(
                "is no address such as smtp://mail.example.org:587; the port is a"
                " number, and / ? # @ : in a password are percent-encoded"
            ) from None
        _demand_plain(parts)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii() or UNPRINTABLE.search(user + password):
            raise ValueError("user and password can hold only printable ASCII")
        if password and not user:
            raise ValueError("has a password but no user")
        is_tls = parts.scheme == "smtps"
        host = parts.hostname or ""
        usual = 465 if is_tls else 587 if user else 25
        starttls = _starttls(parts.query, host, has_user=bool(user), is_tls=is_tls)
        return cls(host, port or usual, user, password, is_tls, starttls)


def _demand_plain(parts: SplitResult) -> None:
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("must begin with smtp:// or smtps://")
    if parts.path not in {"", "/"} or parts.fragment or "@" in parts.query:
        raise ValueError(
            "goes on behind the host; / ? # @ in a password are percent-encoded"
        )
    if not parts.hostname:
        raise ValueError("names no host")
    if parts.port == 0:
        raise ValueError("port 0 is none")


def _starttls(query: str, host: str, *, has_user: bool, is_tls: bool) -> StartTls:
    if not query:
        if is_tls or host in LOOPBACK:
            return StartTls.NONE
        return StartTls.REQUIRE if has_user else StartTls.OPTIONAL
    name, _, value = query.partition("=")
    if name != "starttls" or value not in list(StartTls):
        raise ValueError(
            "can only be followed by ?starttls=require, =optional or =none"
        )
    if is_tls and value != StartTls.NONE:
        raise ValueError("is smtps, which is secret already: leave starttls out")
    return StartTls(value)
