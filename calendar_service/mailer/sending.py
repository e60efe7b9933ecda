"""Send MailMessages: made here, carried by whoever talks to the server."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, Self

from calendar_service.domain.mail import MailMessage
from calendar_service.mailer.conversation import Conversation, MailSettings
from calendar_service.mailer.message import build_message
from calendar_service.mailer.receipts import Receipt


class Carrier(Protocol):
    """Talks to the server: in here, or a process of its own."""

    def hand_over(self, to: str, built: bytes, receipt: Receipt | None = None) -> None:
        """Return when it is taken and the receipt is left.

        Raises MailDeferred or MailRefused.
        """

    def close(self) -> None:
        """Take leave of the server."""

    def cut(self) -> None:
        """Break off, from another thread, what hangs."""


class Mailer:
    """Send mails to one server; as a context manager over one connection.

    `clock` tells the time for the Date header. Without a carrier it talks to the
    server itself.
    """

    def __init__(
        self,
        settings: MailSettings,
        clock: Callable[[], datetime],
        carrier: Carrier | None = None,
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._carrier = carrier or Conversation(settings)
        self._keeps = False

    def __enter__(self) -> Self:
        self._keeps = True
        return self

    def __exit__(self, *_: object) -> None:
        self._keeps = False
        self._carrier.close()

    def send(self, message: MailMessage, receipt: Receipt | None = None) -> None:
        """Return when the server has taken it; raise MailDeferred or MailRefused.

        A receipt is left in that moment. After MailInDoubt, a MailDeferred, the
        server may have it all the same: the connection broke before its answer.
        Every copy has the same Message-ID.
        """
        sender, domain = self.settings.sender, self.settings.domain
        built = bytes(build_message(message, sender, domain, self._clock()))
        try:
            self._carrier.hand_over(message.to, built, receipt)
        finally:
            if not self._keeps:
                self._carrier.close()

    def cut(self) -> None:
        """Break off, from another thread, what hangs."""
        self._carrier.cut()
