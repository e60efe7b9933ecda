"""What readers answer to a mail: a choice, or that no more shall come."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendar_service.domain.agreement import expires_on, notice_deadline
from calendar_service.domain.announcement import times_of
from calendar_service.domain.item import Details, ItemKind
from calendar_service.domain.mail_key import split_key
from calendar_service.domain.rule import Anchor

Ladder = tuple[str, str, str]
"""An item's uid, the mark of the occasion, and the anchor of its steps."""
KEY_PARTS = 6
STEP = re.compile(r"-?\d+(\+\d+h)?", re.ASCII)


class Choice(StrEnum):
    """What somebody answers to a reminder."""

    SEEN = "seen"
    IN_HAND = "in_hand"
    DONE = "done"
    LAPSE = "lapse"
    SNOOZE = "snooze"


LAST_WORDS = frozenset({Choice.DONE, Choice.LAPSE})
IN_GOOD_HANDS = LAST_WORDS | {Choice.IN_HAND}


@dataclass(frozen=True, slots=True)
class Question:
    """The step of an occasion that was asked about, whoever was asked."""

    item_uid: str
    mark: str
    anchor: Anchor
    step: str

    @property
    def ladder(self) -> Ladder:
        return self.item_uid, self.mark, self.anchor

    @property
    def lead(self) -> tuple[int, int]:
        """Return the days and the further hours, as rule.Step has them."""
        days, _, hours = self.step.removesuffix("h").partition("+")
        return int(days), int(hours or 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answered to the mail of a key, and when."""

    key: str
    address: str
    choice: Choice
    at: datetime


class Topic(StrEnum):
    """What else mails come about, beside kinds of items."""

    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody, by address in lower case, takes no more mails about a kind."""

    address: str
    kind: ItemKind | Topic


def topic_of(said: str) -> ItemKind | Topic:
    """Read what a stop is about. Raises ValueError for what is neither."""
    return Topic(said) if said in set(Topic) else ItemKind(said)


def question_of(key: str) -> Question:
    """Read what a reminder's key asks about. Raises ValueError for other keys.

    What is asked again has more behind the key of the first mail.
    """
    uid, mark, _, anchor, days = _parts(key)
    if not STEP.fullmatch(days):
        raise ValueError("the key names no step")
    return Question(uid, mark, Anchor(anchor), days)


def rule_of(key: str) -> str:
    """Return the id of the rule by which a reminder went out. Raises ValueError."""
    return _parts(key)[2]


def settled_ladders(answers: Iterable[Answer]) -> frozenset[Ladder]:
    """Return the ladders on which somebody's last word is that it is done, or over.

    Whoever pressed the wrong button takes it back by answering once more.
    """
    last: dict[tuple[Ladder, str], Choice] = {}
    for answer in sorted(answers, key=by_time):
        last[question_of(answer.key).ladder, answer.address] = answer.choice
    return frozenset(
        ladder for (ladder, _), choice in last.items() if choice in LAST_WORDS
    )


def by_time(answer: Answer) -> tuple[datetime, str]:
    """Sort answers in the order in which they were given."""
    return answer.at, answer.key


def is_owner(item: Details, address: str) -> bool:
    """Tell whether the item is in this person's care: they cannot just vanish."""
    return address.strip().lower() in owners(item)


def owners(item: Details) -> set[str]:
    """Return the addresses of focal point and deputy, in lower case."""
    people = (item.focal_point, item.deputy)
    return {p.email.strip().lower() for p in people if p and p.email.strip()}


def has_other_dates(old: Details, new: Details) -> bool:
    """Tell whether a mail about `old` speaks of dates that hold no more."""
    return _dates(old) != _dates(new)


def _parts(key: str) -> list[str]:
    """Return all that the key of a reminder names, but for the person."""
    parts = split_key(key)
    if len(parts) < KEY_PARTS:
        raise ValueError("the key is not that of a reminder")
    return parts[: KEY_PARTS - 1]


def _dates(item: Details) -> tuple[object, ...]:
    terms = item.agreement
    if terms is None:
        return (times_of(item),)
    return times_of(item), expires_on(terms), notice_deadline(terms)
