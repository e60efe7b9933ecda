"""Mails of the outbox as a page says them, addresses by who looks."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext

from calendar_service.domain.account import Account
from calendar_service.storage.mail_records import MailRecord
from calendar_service.storage.outbox import MailState
from calendar_service.web.mail_privacy import address_said, words_said
from calendar_service.web.register_view import MAIL_STATES

OPEN = "open"
CHOICES: dict[str, tuple[object, frozenset[MailState]]] = {
    OPEN: (
        lazy_gettext("On their way"),
        frozenset({MailState.WAITING, MailState.SENDING, MailState.FAILED}),
    ),
    "failed": (lazy_gettext("Failed"), frozenset({MailState.FAILED})),
    "sent": (lazy_gettext("Sent"), frozenset({MailState.SENT})),
    "dropped": (
        lazy_gettext("Not sent"),
        frozenset({MailState.DROPPED, MailState.SUPERSEDED}),
    ),
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail as somebody may see it."""

    mail: MailRecord
    to: str
    state: object
    said: str
    why: str

    @property
    def has_failed(self) -> bool:
        return self.mail.state is MailState.FAILED

    @property
    def is_waiting(self) -> bool:
        return self.mail.state is MailState.WAITING


def chosen_states(asked: str) -> tuple[str, frozenset[MailState]]:
    """Return which choice is shown, what is on its way unless another is named."""
    name = asked if asked in CHOICES else OPEN
    return name, CHOICES[name][1]


def mail_rows(mails: Iterable[MailRecord], who: Account) -> list[MailRow]:
    return [
        MailRow(
            mail=mail,
            to=address_said(mail.address, who),
            state=MAIL_STATES[mail.state],
            said=words_said(mail.error, who),
            why=words_said(mail.why, who),
        )
        for mail in mails
    ]
