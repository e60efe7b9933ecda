"""A reminder rule: which items, how long before, to whom."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from calendar_service.domain.item import ItemKind


class Anchor(StrEnum):
    """The date that a step is counted from."""

    START = "start"
    END = "end"
    NOTICE = "notice"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Step:
    """One lead time: `days` before the anchor, or after it where negative."""

    days: int
    anchor: Anchor = Anchor.START


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """Whom to remind of which kind, at which steps.

    `send_at` is local time in `zone`, and stays so across changes of the
    clock. `to_comms_team`, `to_focal_point` choose the recipients beside
    `addresses`; an empty `zone` is the office's.
    """

    id: str
    kind: ItemKind
    steps: tuple[Step, ...]
    send_at: time = time(9)
    zone: str = ""
    to_comms_team: bool = True
    to_focal_point: bool = True
    addresses: tuple[str, ...] = ()
    with_attachment: bool = True
    enabled: bool = True
