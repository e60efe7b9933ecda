"""A reminder rule: which items, how long before, to whom."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.selection import places_of


class Anchor(StrEnum):
    """The date that a step is counted from."""

    START = "start"
    END = "end"
    NOTICE = "notice"
    EXPIRY = "expiry"


class WorkdayPolicy(StrEnum):
    """Where a mail goes that would be sent on a day on which nobody works."""

    NONE = "none"
    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Step:
    """One lead time: `days` before the anchor, or after it where negative.

    `hours` are more of it, counted from the hour of the start, and the mail goes
    out at that hour, whatever the rule's time of day.
    """

    days: int
    anchor: Anchor = Anchor.START
    hours: int = 0

    @property
    def lead(self) -> int:
        """Return the whole lead time in hours, to put steps in order by."""
        return self.days * 24 + self.hours

    @property
    def name(self) -> str:
        """Return what tells this step from others to the same anchor."""
        return f"{self.days}+{self.hours}h" if self.hours else str(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """Whom to remind of which items, at which steps.

    It speaks of `kind` and `more_kinds`, narrowed to items with one of the
    `tags` and one of the `places` where there are any; or of the one item that
    `item_uid` names. `send_at` is local time in `zone`, and stays so across
    changes of the clock; an empty `zone` is the office's. Recipients are those
    that `to_…` choose, the members of the office's `lists`, and `addresses`.
    `workdays` rolls the day of sending, never what a step counts from. A mail
    with `answer_needed` asks what becomes of the item, and asks again where
    nobody says.
    """

    id: str
    kind: ItemKind
    steps: tuple[Step, ...]
    send_at: time = time(9)
    zone: str = ""
    to_comms_team: bool = True
    to_focal_point: bool = True
    to_deputy: bool = False
    to_heads: bool = False
    lists: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    with_attachment: bool = True
    enabled: bool = True
    workdays: WorkdayPolicy = WorkdayPolicy.NONE
    answer_needed: bool = False
    more_kinds: tuple[ItemKind, ...] = ()
    tags: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    item_uid: str = ""

    @property
    def kinds(self) -> frozenset[ItemKind]:
        return frozenset({self.kind, *self.more_kinds})

    def chooses(self, item: Item) -> bool:
        """Tell whether it speaks of an item, switched on or not."""
        if self.item_uid:
            return item.uid == self.item_uid
        return (
            item.kind in self.kinds
            and (not self.tags or not set(self.tags).isdisjoint(item.tags))
            and (not self.places or not set(self.places).isdisjoint(places_of(item)))
        )


def usually_needs_answer(kind: ItemKind) -> bool:
    """Tell whether a rule of the kind asks for an answer unless people say else."""
    return kind is ItemKind.AGREEMENT


def usual_policy(kind: ItemKind) -> WorkdayPolicy:
    """Return what people expect: a term must be seen in time, the rest can wait."""
    if kind is ItemKind.AGREEMENT:
        return WorkdayPolicy.BACK
    return WorkdayPolicy.FORWARD
