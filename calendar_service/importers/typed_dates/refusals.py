"""Why typed dates are not understood."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a text is not understood; pages say it in their own language."""

    EMPTY = "empty"
    UNKNOWN_WORD = "unknown word"
    NO_DATE = "no date"
    NO_YEAR = "no year"
    NO_SUCH_DAY = "no such day"
    NO_SUCH_TIME = "no such time"
    OTHER_WEEKDAY = "other weekday"
    NO_DAY_OF_IT = "no day of it"
    WHICH_HALF = "which half"
    WHICH_MIDNIGHT = "which midnight"
    BACKWARDS = "backwards"
    LEFT_OVER = "left over"
    MIXED_HOURS = "mixed hours"
    NO_UNIT = "no unit"
    TOO_LONG = "too long"
    NEVER = "never"


SAID = {
    Reason.EMPTY: "nothing is written",
    Reason.UNKNOWN_WORD: "{what} is no word of dates that is known",
    Reason.NO_DATE: "{what} is no date yet; a day takes its month",
    Reason.NO_YEAR: "{what} says no year",
    Reason.NO_SUCH_DAY: "{what} is a day that does not exist",
    Reason.NO_SUCH_TIME: "{what} is a time that does not exist",
    Reason.OTHER_WEEKDAY: "{what} falls on a {near}",
    Reason.NO_DAY_OF_IT: "{what} is no single day; name a weekday or a date",
    Reason.WHICH_HALF: "{what} may be before noon or after; write 15:00 or 3 pm",
    Reason.WHICH_MIDNIGHT: "{what} may begin the day or end it; write 00:00",
    Reason.BACKWARDS: "{what} lies before the start",
    Reason.LEFT_OVER: "{what} does not go with what is before it",
    Reason.MIXED_HOURS: "days of different hours are items of their own",
    Reason.NO_UNIT: "every what? Name a weekday, day, week, month or year",
    Reason.TOO_LONG: "is longer than a date is ever written",
    Reason.NEVER: "no such day comes",
}
EXAMPLES = "write it like 14 May 2027, 3-5 May, or every third Thursday until June"


class NotUnderstood(ValueError):
    """The text is no date that we know; `what` is the part that stopped us.

    `near` is the word that may have been meant, or the weekday that it is; `said`
    is the refusal without the examples.
    """

    def __init__(self, reason: Reason, what: str = "", near: str = "") -> None:
        said = SAID[reason].format(what=f"“{what}”", near=near)
        is_guess = near and reason is Reason.UNKNOWN_WORD
        meant = f" (did you mean {near}?)" if is_guess else ""
        self.said = f"{said}{meant}"
        super().__init__(f"{self.said}; {EXAMPLES}")
        self.reason = reason
        self.what = what
        self.near = near
