"""Talk to a mail server over SMTP (RFC 5321)."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calendar_service.domain.item import Person
from calendar_service.mailer.message import MailRefused, one_line
from calendar_service.mailer.receipts import Receipt, Receipts
from calendar_service.mailer.smtp_url import SmtpUrl, StartTls

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

TIMEOUT = 20.0
"""Seconds for each step of the conversation."""
MOST_WORDS = 500
FAILED = 400
CLOSING = 421
"""Said in place of any other answer by a server that goes away."""
PERMANENT = 500
SIGN_IN_FIRST = 530
TOO_BIG = 552
ANSWERS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)


class MailDeferred(Exception):
    """It did not go now, for no fault of this mail: try later."""


class MailPutOff(MailDeferred):
    """The server put off this one mail: it may well take the next one."""


class MailInDoubt(MailDeferred):
    """The server was given it and broke off: it may have it, or not (RFC 1047)."""


class MailBroke(Exception):
    """One mail cannot be carried, for a reason that nobody foresaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What sending needs to know. `domain` is that of the Message-IDs."""

    url: SmtpUrl
    sender: Person
    domain: str
    timeout: float = TIMEOUT


class _Telling(smtplib.SMTP):
    """A connection that tells whether it broke while a mail was handed over."""

    in_data = False

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        self.in_data = True
        answer = super().data(msg)
        self.in_data = False
        return answer


class _TellingTls(_Telling, smtplib.SMTP_SSL):
    """With TLS from the start."""


class Conversation:
    """Hand mails to one server, over a connection that is kept.

    `tls` is for tests; the default verifies the server's certificate and name.
    Nothing more is handed over once `is_wanted` says no.
    """

    def __init__(
        self,
        settings: MailSettings,
        tls: ssl.SSLContext | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.settings = settings
        self._given_tls = tls
        self._is_wanted = is_wanted
        self._receipts = Receipts()
        self._connection: _Telling | None = None

    def hand_over(self, to: str, built: bytes, receipt: Receipt | None = None) -> None:
        """Return when the server has taken it and the receipt is left.

        Raises MailDeferred or MailRefused.
        """
        if receipt:
            self._receipts.prepare(receipt)
        if not self._is_wanted():  # asked once the receipt's file is locked
            raise MailDeferred("nobody waits for an answer any more")
        self._give(to, built)
        if receipt:
            self._receipts.leave(receipt)

    def probe(self) -> None:
        """Connect and sign in, and send nothing; raise MailDeferred with the cause."""
        try:
            self._connected()
        except (smtplib.SMTPException, OSError) as wrong:
            raise MailDeferred(str(_problem(wrong, self.settings.url.host))) from wrong
        self.close()

    def close(self) -> None:
        """Take leave of the server."""
        self._close()
        self._receipts.close()

    def cut(self) -> None:
        """Break off, from another thread, what hangs."""
        if self._connection is not None and self._connection.sock is not None:
            with suppress(OSError):
                self._connection.sock.shutdown(socket.SHUT_RDWR)

    def _give(self, to: str, built: bytes) -> None:
        in_doubt = False
        try:
            connection = self._connected()
            connection.in_data = False
            try:
                connection.sendmail(self.settings.sender.email, [to], built)
            finally:
                in_doubt = connection.in_data
        except ANSWERS as wrong:
            raise _problem(wrong, self.settings.url.host) from wrong
        except (smtplib.SMTPException, OSError) as wrong:
            self._close(broken=True)
            found = _problem(wrong, self.settings.url.host)
            raise (MailInDoubt(str(found)) if in_doubt else found) from wrong
        except Exception:
            self._close(broken=True)  # the server is in the middle of a mail
            raise

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Read the machine's certificates only where a connection needs them."""
        return self._given_tls or ssl.create_default_context()

    def _connected(self) -> _Telling:
        """Return the kept connection if it still answers, else a new one."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._connection.noop()[0] < FAILED:
                    return self._connection
            self._close()
        self._connection = self._open()
        return self._connection

    def _open(self) -> _Telling:
        url, name = self.settings.url, self.settings.domain
        connection: _Telling
        timeout = self.settings.timeout
        if url.is_tls:
            connection = _TellingTls(
                url.host, url.port, name, timeout=timeout, context=self._tls
            )
        else:
            connection = _Telling(url.host, url.port, name, timeout=timeout)
        try:
            self._secure(connection)
            if url.user:
                connection.login(url.user, url.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        wanted = self.settings.url.starttls
        if wanted is StartTls.NONE:
            return
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=self._tls)
        elif wanted is StartTls.REQUIRE:
            raise smtplib.SMTPNotSupportedError(
                "it offers no STARTTLS, which the settings require"
            )

    def _close(self, *, broken: bool = False) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if not broken:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        connection.close()


def _problem(
    wrong: smtplib.SMTPException | OSError, host: str
) -> MailDeferred | MailRefused:
    """Tell a mail that is not wanted from a server or a sign-in that does not work.

    Only answers about the recipient and the content condemn the mail. What is
    said about us (sign-in, sender, greeting) holds for every mail, and ends
    when somebody mends the settings.
    """
    code: int
    words: bytes | str
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(wrong.recipients.values()))
        about_mail = code != SIGN_IN_FIRST
    elif isinstance(wrong, smtplib.SMTPResponseException):
        code, words = wrong.smtp_code, wrong.smtp_error
        about_mail = isinstance(wrong, smtplib.SMTPDataError) or code == TOO_BIG
    else:
        detail = one_line(str(wrong)) or type(wrong).__name__
        return MailDeferred(f"{host}: {detail}"[:MOST_WORDS])
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sentence = f"{host} answered {code} {one_line(said)}"[:MOST_WORDS]
    if code >= PERMANENT and about_mail:
        return MailRefused(sentence)
    if about_mail and code != CLOSING:
        return MailPutOff(sentence)
    return MailDeferred(sentence)
