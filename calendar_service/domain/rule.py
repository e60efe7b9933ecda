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


class WorkdayPolicy(StrEnum):
    """Where a mail goes that would be sent on a day on which nobody works."""

    NONE = "none"
    BACK = "back"
    FORWARD = "forward"


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
    `addresses`; an empty `zone` is the office's. `workdays` rolls the day of
    sending, never what a step counts from. A mail with `answer_needed` asks
    what becomes of the item, and asks again where nobody says.
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
    workdays: WorkdayPolicy = WorkdayPolicy.NONE
    answer_needed: bool = False


def usually_needs_answer(kind: ItemKind) -> bool:
    """Tell whether a rule of the kind asks for an answer unless people say else."""
    return kind is ItemKind.AGREEMENT


def usual_policy(kind: ItemKind) -> WorkdayPolicy:
    """Return what people expect: a term must be seen in time, the rest can wait."""
    if kind is ItemKind.AGREEMENT:
        return WorkdayPolicy.BACK
    return WorkdayPolicy.FORWARD
