"""The day on which a step is sent, and how a move of it is said. Working days."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from calendar_service.domain.rule import WorkdayPolicy
from calendar_service.domain.when import describe_day, locale_of
from calendar_service.domain.workdays import OffReason, Workdays

SENTENCES = {
    "en": {
        OffReason.HOLIDAY: "moved to {to}, since {day} is a holiday",
        OffReason.DAY_OFF: "moved to {to}, since {day} is a day off",
        OffReason.WEEKEND: "moved to {to}, since {day} is a {weekday}",
    },
    "ka": {
        OffReason.HOLIDAY: "გადატანილია {to}, რადგან {day} უქმე დღეა",
        OffReason.DAY_OFF: "გადატანილია {to}, რადგან {day} დასვენების დღეა",
        OffReason.WEEKEND: "გადატანილია {to}, რადგან {day} {weekday}",
    },
}


@dataclass(frozen=True, slots=True)
class Move:
    """A step that is not sent on the day it counts to, as nobody works then."""

    day: date
    to: date
    because: OffReason


def send_day(
    counted_on: date, anchor_on: date, policy: WorkdayPolicy, workdays: Workdays
) -> date:
    """Return the day on which a step is sent, as the policy rolls it.

    It stays on its side of the anchor: what would roll forward onto the day
    itself, or past it, goes back instead, so that "1 day before" a meeting on
    Monday is sent on Friday; and what follows the anchor never comes before
    it. A step for the anchor's own day is sent on that day, whatever it is.
    """
    if policy is WorkdayPolicy.NONE or counted_on == anchor_on:
        return counted_on
    if workdays.is_working(counted_on):
        return counted_on
    back, ahead = workdays.rolled_back(counted_on), workdays.rolled_forward(counted_on)
    if counted_on < anchor_on:
        return ahead if policy is WorkdayPolicy.FORWARD and ahead < anchor_on else back
    return back if policy is WorkdayPolicy.BACK and back > anchor_on else ahead


def move_of(counted_on: date, sent_on: date, workdays: Workdays) -> Move | None:
    """Return the move to tell of; None for a step that stays where it counts to."""
    if sent_on == counted_on:
        return None
    because = workdays.reason_off(counted_on)
    return Move(counted_on, sent_on, because) if because else None


def move_said(move: Move, language: str) -> str:
    """Say where a mail was moved and why; English where the language is not known."""
    spoken = language if language in SENTENCES else "en"
    to, weekday = (
        format_date(day, "EEEE", locale=locale_of(spoken))
        for day in (move.to, move.day)
    )
    if spoken == "ka":
        # "on" and "is" are endings: ორშაბათი, ორშაბათზე, ორშაბათია.
        to, weekday = f"{to.removesuffix('ი')}ზე", f"{weekday}ა"
    return SENTENCES[spoken][move.because].format(
        to=to, day=describe_day(move.day, spoken, "d MMMM"), weekday=weekday
    )
