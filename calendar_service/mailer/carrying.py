"""The courier's own process, small and quick to end.

It goes on when whoever sent it is killed: the mail in flight is finished and its
receipt left, and nothing more is handed over.
"""

import os
import signal
import sys
from contextlib import closing, suppress
from multiprocessing.connection import Connection

from calendar_service.mailer.conversation import (
    Conversation,
    MailBroke,
    MailDeferred,
)
from calendar_service.mailer.message import MailRefused


def carry(orders: Connection, sent_by: int) -> None:
    """Carry mails for a process, by its number, until nobody gives any more.

    First come the settings, then mails: whom to, the bytes, and the receipt.
    Each is answered: None when all is well, otherwise what was wrong.
    """
    with suppress(EOFError, OSError):
        (settings,) = orders.recv()
        talk = Conversation(settings, is_wanted=lambda: os.getppid() == sent_by)
        with closing(talk):
            orders.send(None)
            while True:
                orders.send(_answer(talk, *orders.recv()))


def _answer(talk: Conversation, *order: object) -> Exception | None:
    try:
        talk.hand_over(*order)  # type: ignore[arg-type]  # as carry says
    except (MailDeferred, MailRefused) as wrong:
        return wrong
    except Exception as wrong:  # noqa: BLE001 - the mail is to blame, and told of by the other side
        return MailBroke(f"{type(wrong).__name__}: {wrong}")
    return None


def main(arguments: list[str]) -> None:
    """Carry over an open connection: its number, and that of the other process."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the other side hears of it too
    carry(Connection(int(arguments[0])), int(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
