"""What each person has been told of an item's dates, read from the keys of mails."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from calendar_service.domain.answer import KEY_PARTS
from calendar_service.domain.mail_key import join_key, split_key
from calendar_service.domain.rule import Anchor
from calendar_service.reminders.occasions import TERM_ANCHORS

CHANGED = "~changed"
"""Stands in a key where that of a reminder names its rule; no rule has this name."""
OFF = "off"


@dataclass(frozen=True, slots=True)
class Telling:
    """One mail: that there is a date, or that it is another now.

    `strand` is START for the days of the item, else the date of a term. `now`
    is None for a reminder, OFF for what was called off, else the new mark.
    """

    mark: str
    strand: Anchor
    address: str
    now: str | None = None


@dataclass(slots=True)
class Standing:
    """What one person knows of one strand: dates by their marks."""

    told: set[str] = field(default_factory=set)
    off: set[str] = field(default_factory=set)
    changes: Counter[str] = field(default_factory=Counter)


def standings(keys: Iterable[str]) -> dict[tuple[Anchor, str], Standing]:
    """Return what is known, by strand and address; `keys` are of one item, in order.

    They are those of mails that went out, or may have: of what was never sent
    nobody has to be told that it changed.
    """
    found: dict[tuple[Anchor, str], Standing] = {}
    for telling in filter(None, map(read_key, keys)):
        standing = found.setdefault((telling.strand, telling.address), Standing())
        if telling.now is None:
            standing.told.add(telling.mark)
            continue
        standing.changes[telling.mark] += 1
        standing.told.discard(telling.mark)
        standing.off.discard(telling.mark)
        known = standing.off if telling.now == OFF else standing.told
        known.add(telling.mark if telling.now == OFF else telling.now)
    return found


def change_key(uid: str, mark: str, strand: Anchor, step: str, address: str) -> str:
    """Return the key of a mail about a change of the date that `mark` names.

    `step` says which change of this date it is, and what it is now: moving
    twice before a mail goes out makes two keys, of which one is sent.
    """
    return join_key((uid, mark, CHANGED, strand, step, address.lower()))


def change_step(standing: Standing, mark: str, now: str) -> str:
    """Return the step of a key: how often this date changed before, and to what."""
    return f"{standing.changes[mark]}:{now}"


def read_key(key: str) -> Telling | None:
    """Return what a mail of the key told; None for mails about other things."""
    parts = split_key(key)
    if len(parts) < KEY_PARTS or parts[3] not in set(Anchor):
        return None
    _, mark, rule, anchor, step, address = parts[:KEY_PARTS]
    strand = Anchor(anchor)
    if strand not in TERM_ANCHORS:
        strand = Anchor.START
    now = step.partition(":")[2] if rule == CHANGED else None
    return Telling(mark, strand, address, now)
