"""Take an answer to a mail, unless what the mail said holds no more."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendar_service.domain.agreement import is_settled
from calendar_service.domain.answer import (
    Answer,
    Choice,
    has_other_dates,
    question_of,
)
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.services.editing import UnknownItem
from calendar_service.services.mail_links import Asking
from calendar_service.storage.agreements import as_they_stand
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_item, find_revision
from calendar_service.storage.mail_answers import add_answer, last_choice


class Standing(StrEnum):
    """Whether the question of a mail is still one."""

    OPEN = "open"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mail asked about: the item as it is now and as it was in the mail."""

    item: Item
    then: Item
    standing: Standing
    choice: Choice | None


def find_asked(session: Session, asking: Asking) -> Asked:
    """Return how things stand. Raises UnknownItem for an item that is gone."""
    item = find_item(session, question_of(asking.key).item_uid)
    if item is None or item.status is ItemStatus.DELETED:
        raise UnknownItem
    (item,) = as_they_stand(session, [item])
    then = find_revision(session, item.uid, asking.revision) or item
    choice = last_choice(session, asking.key, asking.address)
    return Asked(item, then, standing_of(item, then), choice)


def take_answer(
    session: Session, asking: Asking, choice: Choice, now: datetime
) -> Asked:
    """Keep the answer if the question is open; the same one twice is one.

    Planning heeds it from the next beat on. Raises UnknownItem.
    """
    asked = find_asked(session, asking)
    if asked.standing is not Standing.OPEN:
        return asked
    add_answer(session, Answer(asking.key, asking.address, choice, now))
    return Asked(asked.item, asked.then, asked.standing, choice)


def standing_of(item: Item, then: Item) -> Standing:
    """Tell whether what a mail asked is still a question; `then` is as it said."""
    if item.status is not ItemStatus.PUBLISHED:
        return Standing.CANCELLED
    if item.agreement is not None and is_settled(item.agreement):
        return Standing.SETTLED
    if has_other_dates(then, item):
        return Standing.MOVED
    return Standing.OPEN
