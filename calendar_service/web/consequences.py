"""What a change will do, said before it is done: mails, feeds, calendars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from calendar_service.domain.announcement import Announcement, announcements
from calendar_service.domain.item import Item, ItemStatus, Visibility
from calendar_service.storage.item_mails import ItemMail
from calendar_service.storage.outbox import MailState

CALLED_OFF = {ItemStatus.CANCELLED, ItemStatus.DELETED}


@dataclass(frozen=True, slots=True)
class Consequences:
    """Who has been mailed so far, and what happens now, in sentences."""

    mailed: Sequence[ItemMail]
    said: Sequence[str]


def consequences(old: Item, new: Item, mails: Sequence[ItemMail]) -> Consequences:
    """Say what turning `old` into `new` does."""
    sent = [mail for mail in mails if mail.state is MailState.SENT]
    waiting = len(mails) - len(sent)
    told = announcements(old, new)
    said = [*_mails_said(old, new, len(sent), waiting), *_feeds_said(old, new, told)]
    return Consequences(sent, said)


def _mails_said(old: Item, new: Item, sent: int, waiting: int) -> Iterator[str]:
    if not sent:
        yield gettext("Nobody has been mailed about it so far.")
    else:
        people = ngettext(
            "One mail about it has been sent.",
            "%(num)s mails about it have been sent.",
            sent,
        )
        yield str(people)
        if _is_told(old, new):
            yield gettext("Whoever was reminded of it is told once by mail.")
    if waiting and (new.status is not ItemStatus.PUBLISHED or _is_moved(old, new)):
        yield gettext("Mails that are waiting and are no longer right are taken back.")


def _is_told(old: Item, new: Item) -> bool:
    was_off, is_off = old.status in CALLED_OFF, new.status in CALLED_OFF
    return was_off != is_off or _is_moved(old, new)


def _is_moved(old: Item, new: Item) -> bool:
    return (old.span, old.recurrence) != (new.span, new.recurrence)


def _feeds_said(old: Item, new: Item, told: Sequence[Announcement]) -> Iterator[str]:
    said = {
        Announcement.NEW: gettext(
            "It appears in calendars and feeds, and readers see it as new."
        ),
        Announcement.MOVED: gettext(
            "Calendars move it, and the feed of changes says what it was before."
        ),
        Announcement.REPLACED: gettext("The feed of changes names the new place."),
        Announcement.CANCELLED: gettext(
            "Calendars show it as cancelled until two weeks after its date,"
            " and the feed of changes says so."
        ),
        Announcement.RESTORED: gettext(
            "Calendars show it again, and the feed of changes says that it"
            " takes place after all."
        ),
    }
    if told:
        yield from (str(said[each]) for each in told)
    elif new.visibility is Visibility.STAFF:
        yield gettext("It is for staff only: just private feeds show it.")
    elif old.status is new.status is ItemStatus.DRAFT:
        yield gettext("It is a draft: no feed shows it.")
    elif new.status is ItemStatus.DRAFT:
        yield gettext("It disappears from calendars and feeds without a word.")
    elif new.status is ItemStatus.DELETED:
        yield gettext("It leaves the calendar; for 90 days it can be brought back.")
    else:
        yield gettext("Calendars and feeds show it as it will be then.")
