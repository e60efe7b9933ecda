"""The terms of an agreement: where one stands, the next one, and their chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from calendar_service.domain.agreement import (
    Agreement,
    Period,
    after,
    begins_on,
    ends_on,
    expires_on,
    is_settled,
    last_of_term,
    notice_deadline,
)
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    Precision,
    last_day,
    whole_days,
    whole_month,
    whole_year,
)

SOON = Period(days=90)
MOST_MONTHS = 1_200


class AgreementStatus(StrEnum):
    """Where a term stands on one day."""

    PENDING = "pending"
    IN_FORCE = "in_force"
    NOTICE_PASSED = "notice_passed"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWED = "renewed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerm:
    """What a renewal is asked to be: `until` when, or for how many `months`.

    Without `start` it begins on the day after the term before. `revision` is
    the one of the old term that whoever asks has seen; None for any.
    """

    months: int | None = None
    until: DaySpan | None = None
    start: date | None = None
    signed_on: date | None = None
    revision: int | None = None


def status_on(agreement: Agreement, day: date, soon: Period = SOON) -> AgreementStatus:
    """Return where a term stands on a day; `soon` says when it is expiring.

    It is in force through its last day, be it renewed or ended already, and
    through the whole month of an expiry known to the month. Notice and expiry
    count by their earliest reading. Whoever has to act sees the nearer one:
    expiring goes before notice passed, and neither is said of what is settled.
    """
    first, last = begins_on(agreement), ends_on(agreement)
    if first is not None and day < first:
        return AgreementStatus.PENDING
    if last is not None and day > last:
        return _over(agreement)
    if is_settled(agreement):
        return AgreementStatus.IN_FORCE
    return _undecided(agreement, day, soon)


def days_left(agreement: Agreement, day: date) -> int | None:
    """Return the days to the end, counted as reminders do; None for no end.

    To the earliest reading of the expiry, 0 from there through the last day
    in force, below 0 afterwards.
    """
    last = ends_on(agreement)
    if last is None:
        return None
    earliest = last if agreement.ended_on else expires_on(agreement) or last
    if day < earliest:
        return (earliest - day).days
    return min((last - day).days, 0)


def next_term(item: Item, new: NewTerm) -> Agreement:
    """Return the term that follows an item's own and is linked to it.

    Type, parties, reference, notice period and way of renewal are kept.
    Dates, document and a notice deadline that was stated belong to the old
    term alone. Raises InvalidDraft.
    """
    old = item.agreement or Agreement()
    first = _first_of_next(old, new.start)
    return replace(
        old,
        signed_on=new.signed_on,
        effective_on=first,
        expires=_expiry_of_next(old, new, first),
        notice_deadline_on=None,
        document="",
        renews=item.uid,
        renewed_by="",
        ended_on=None,
    )


def reopened(items: Sequence[Item], others: frozenset[str] = frozenset()) -> list[Item]:
    """Return the items, those open again whose next term is not published.

    A renewal that was cancelled, deleted or put back to a draft settles
    nothing. `items` are all agreements that are to be judged, old and new;
    `others` are the uids of published ones that are not among them.
    """
    published = {item.uid for item in items if item.status is ItemStatus.PUBLISHED}
    published |= {"", *others}
    return [
        replace(item, agreement=replace(item.agreement, renewed_by=""))
        if item.agreement and item.agreement.renewed_by not in published
        else item
        for item in items
    ]


def chain_of(item: Item, others: Iterable[Item]) -> list[Item]:
    """Return the terms that an item is one of, old to new.

    Either end of a link is enough, as an earlier revision may have come back.
    """
    terms = {other.uid: other for other in others} | {item.uid: item}
    earlier = {uid: _before(term, terms) for uid, term in terms.items()}
    later = {uid: following for following, uid in earlier.items() if uid}
    chain = [item.uid]
    while (uid := earlier.get(chain[0], "")) and uid not in chain:
        chain.insert(0, uid)
    while (uid := later.get(chain[-1], "")) and uid not in chain:
        chain.append(uid)
    return [terms[uid] for uid in chain]


def _undecided(agreement: Agreement, day: date, soon: Period) -> AgreementStatus:
    expiry, deadline = expires_on(agreement), notice_deadline(agreement)
    if expiry is not None and expiry <= after(day, soon):
        return AgreementStatus.EXPIRING
    if deadline is not None and deadline < day:
        return AgreementStatus.NOTICE_PASSED
    return AgreementStatus.IN_FORCE


def _over(agreement: Agreement) -> AgreementStatus:
    if agreement.renewed_by:
        return AgreementStatus.RENEWED
    if agreement.ended_on is not None:
        return AgreementStatus.ENDED
    return AgreementStatus.EXPIRED


def _first_of_next(old: Agreement, start: date | None) -> date:
    last = ends_on(old)
    if last is None:
        raise _wrong("ended_on", "is missing; end a term without an expiry first")
    if start is not None and start <= last:
        message = f"lies in the term before, until {last}; end that one first"
        raise _wrong("effective_on", message)
    return start or last + ONE_DAY


def _expiry_of_next(old: Agreement, new: NewTerm, first: date) -> DaySpan:
    if (new.until is None) == (new.months is None):
        raise _wrong("expires_on", "takes either a day or a number of months")
    if new.until is None:
        return _after_months(old, new.months or 0, first)
    if last_day(new.until) < first:
        raise _wrong("expires_on", f"lies before the new term begins, on {first}")
    return new.until


def _after_months(old: Agreement, months: int, first: date) -> DaySpan:
    """Count from the first day, in the old precision where the end meets it."""
    if not 1 <= months <= MOST_MONTHS:
        raise _wrong("expires_on", f"lies 1 to {MOST_MONTHS:,} months ahead")
    last = last_of_term(first, months)
    precision = old.expires.precision if old.expires else Precision.DAY
    following = last + ONE_DAY
    if precision is Precision.MONTH and following.day == 1:
        return whole_month(last.year, last.month)
    if precision is Precision.YEAR and (following.month, following.day) == (1, 1):
        return whole_year(last.year)
    return whole_days(last)


def _before(term: Item, terms: dict[str, Item]) -> str:
    """Return the uid of the term before, as either of the two says."""
    if term.agreement and term.agreement.renews in terms:
        return term.agreement.renews
    naming = (
        uid
        for uid, other in terms.items()
        if other.agreement and other.agreement.renewed_by == term.uid
    )
    return next(naming, "")


def _wrong(name: str, message: str) -> InvalidDraft:
    return InvalidDraft([Problem(f"agreement.{name}", message)])
