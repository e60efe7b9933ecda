"""Terms, expiry and notice: the dates of an agreement that matter."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from calendar_service.domain.span import DaySpan, last_day


class Renewal(StrEnum):
    """What happens at the end of a term."""

    NONE = "none"
    BY_ACT = "by_act"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Period:
    """A length on the calendar, as contracts state it."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """One term of an agreement.

    Signed, effective, expiry and notice deadline are four dates of their own.
    `expires` keeps the precision in which it was written. `renews` is the uid
    of the term before, `renewed_by` that of the term that follows. `ended_on`
    is the last day of a term that was ended before its expiry.
    """

    type: str = ""
    parties: tuple[str, ...] = ()
    reference: str = ""
    signed_on: date | None = None
    effective_on: date | None = None
    expires: DaySpan | None = None
    notice_period: Period | None = None
    notice_deadline_on: date | None = None
    renewal: Renewal = Renewal.NONE
    document: str = ""
    renews: str = ""
    renewed_by: str = ""
    ended_on: date | None = None


def begins_on(agreement: Agreement) -> date | None:
    """Return the first day in force: when it takes effect, else when it was signed."""
    return agreement.effective_on or agreement.signed_on


def ends_on(agreement: Agreement) -> date | None:
    """Return the last day in force; None for no end.

    That is the latest reading of the expiry, as nobody loses a right to a
    vague word: "until October 2020" holds through the 31st.
    """
    if agreement.ended_on is not None:
        return agreement.ended_on
    return last_day(agreement.expires) if agreement.expires else None


def is_settled(agreement: Agreement) -> bool:
    """Tell whether nothing is left to decide: it was ended, or another follows."""
    return agreement.ended_on is not None or bool(agreement.renewed_by)


def expires_on(agreement: Agreement) -> date | None:
    """Return the earliest reading of the expiry: "October 2020" is the 1st."""
    return agreement.expires.start if agreement.expires else None


def notice_deadline(agreement: Agreement) -> date | None:
    """Return the last day for notice: the one stated, else expiry less the period."""
    if agreement.notice_deadline_on is not None:
        return agreement.notice_deadline_on
    expiry = expires_on(agreement)
    if expiry is None or agreement.notice_period is None:
        return None
    return before(expiry, agreement.notice_period)


def before(day: date, period: Period) -> date:
    """Go back on the calendar: months first, then days.

    Three months before 31 May is 28 or 29 February.
    """
    return add_months(day, -period.months) - timedelta(days=period.days)


def after(day: date, period: Period) -> date:
    """Go ahead on the calendar: months first, then days."""
    return add_months(day, period.months) + timedelta(days=period.days)


def last_of_term(first: date, months: int) -> date:
    """Return the last day of a term of whole months, 1 or more.

    From 1 January, one month is until 31 January; from 15 January, until 14
    February. From 31 January it is until the end of February, which lacks a
    31st: the term is not shortened by that.
    """
    following = add_months(first, months)
    if following.day < first.day:
        return following
    return following - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Move by months; a day that the month lacks becomes its last.

    31 January and one month is 28 February, or 29 in a leap year.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
