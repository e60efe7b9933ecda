"""What stands around the register: counts, choices, and who was asked."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext

from calendar_service.domain.answer import Answer, Choice
from calendar_service.domain.register import CURRENT, Entry
from calendar_service.domain.terms import AgreementStatus
from calendar_service.storage.mail_records import MailRecord
from calendar_service.storage.outbox import MailState
from calendar_service.web.agreement_forms import EVERY, NOW_RUNNING
from calendar_service.web.agreement_view import STATUSES

CHOICES = {
    Choice.SEEN: lazy_gettext("seen"),
    Choice.IN_HAND: lazy_gettext("in hand"),
    Choice.DONE: lazy_gettext("done or renewed"),
    Choice.LAPSE: lazy_gettext("let lapse"),
    Choice.SNOOZE: lazy_gettext("again in a week"),
}
MAIL_STATES = {
    MailState.WAITING: lazy_gettext("waiting"),
    MailState.SENDING: lazy_gettext("being sent"),
    MailState.SENT: lazy_gettext("sent"),
    MailState.FAILED: lazy_gettext("failed"),
    MailState.DROPPED: lazy_gettext("taken back"),
    MailState.SUPERSEDED: lazy_gettext("overtaken by a later one"),
}
TOLD = frozenset(
    {MailState.SENT, MailState.WAITING, MailState.SENDING, MailState.FAILED}
)


@dataclass(frozen=True, slots=True)
class Count:
    """A choice of status with how many it has."""

    value: str
    name: object
    number: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: what occurs."""

    types: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One mail to one person, and what that person answered to it last."""

    mail: MailRecord
    to: str
    state: object
    answer: object
    answered_at: datetime | None


def counts_of(entries: Iterable[Entry]) -> list[Count]:
    """Return how many stand where; what has none is left out."""
    found = Counter(entry.status for entry in entries)
    running = sum(found[status] for status in CURRENT)
    return [
        Count(NOW_RUNNING, lazy_gettext("Current"), running),
        *(
            Count(status.value, STATUSES[status], found[status])
            for status in AgreementStatus
            if found[status]
        ),
        Count(EVERY, lazy_gettext("All"), found.total()),
    ]


def choices_of(entries: Sequence[Entry]) -> Choices:
    types = {entry.terms.type for entry in entries}
    parties = {party for entry in entries for party in entry.terms.parties}
    return Choices(_by_name(types), _by_name(parties))


def asked_rows(
    mails: Iterable[MailRecord],
    answers: Iterable[Answer],
    seen_as: Callable[[str], str],
) -> list[AskedRow]:
    """Join mails with their answers, newest first; `seen_as` hides addresses."""
    last = {(each.key, each.address.lower()): each for each in answers}
    return [
        _asked_row(mail, last.get((mail.key, mail.address.lower())), seen_as)
        for mail in mails
        if mail.state in TOLD
    ]


def _asked_row(
    mail: MailRecord, answer: Answer | None, seen_as: Callable[[str], str]
) -> AskedRow:
    return AskedRow(
        mail=mail,
        to=seen_as(mail.address),
        state=MAIL_STATES[mail.state],
        answer=CHOICES[answer.choice] if answer else "",
        answered_at=answer.at if answer else None,
    )


def _by_name(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, names), key=str.casefold))
