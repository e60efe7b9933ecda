"""Follow by mail: ask, confirm, change, leave. Who may is who has the link."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from calendar_service.config import Settings
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import address_problem
from calendar_service.domain.follower import (
    RECENT,
    Follower,
    Pace,
    Tries,
    Wish,
    is_asked_too_soon,
    last_week_due,
)
from calendar_service.storage.accounts import add_attempt, count_attempts
from calendar_service.storage.database import Session
from calendar_service.storage.follow_mails import forget_mails
from calendar_service.storage.followers import (
    ask_follower,
    change_follower,
    confirm_follower,
    count_asked,
    find_follower,
    find_wish,
    remove_address,
    remove_follower,
)
from calendar_service.storage.items import calendar_version

log = logging.getLogger(__name__)

A_DAY = timedelta(days=1)
NAME_BYTES = 24
"""Written as 32 letters."""
TRIES_ARE_KEPT = timedelta(hours=2)


class TooManyAsked(Exception):
    """So much was asked for that one more could be meant to flood mailboxes."""


class FollowsAlready(Exception):
    """The address follows the very same by another link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What somebody wants, and for which address.

    `client` and `mailbox` are keyed hashes of where it comes from and of the
    address, to count by.
    """

    address: str
    wish: Wish
    pace: Pace
    language: str
    client: str
    mailbox: str


def count_try(session: Session, asking: Asking, now: datetime) -> None:
    """Count that somebody asks; in a transaction of its own, before `ask`.

    Of many tries at the same moment, each would else find that there were none.
    """
    for subject in (asking.client, asking.mailbox):
        add_attempt(session, subject, now, now - TRIES_ARE_KEPT)


def ask(session: Session, asking: Asking, now: datetime) -> None:
    """Note the wish; the scheduler sends the mail that asks to confirm it.

    Whoever asks learns nothing about the address: whether it follows already,
    or had too many mails, it looks the same. Raises InvalidDraft that names
    the field, and TooManyAsked.
    """
    problem = address_problem(asking.address)
    if problem:
        raise InvalidDraft([Problem("address", problem)])
    tries = _tries(session, asking, now)
    if tries.is_too_many():
        raise TooManyAsked
    known = find_wish(session, asking.address, asking.wish)
    if is_asked_too_soon(known, now) or tries.would_bother():
        log.info("a wish to follow is not asked about again so soon")
        return
    wanted = Follower(
        name=secrets.token_urlsafe(NAME_BYTES),
        address=asking.address.lower(),
        wish=asking.wish,
        pace=asking.pace,
        language=asking.language,
        asked_at=now,
    )
    ask_follower(session, wanted)


def confirm(
    session: Session, settings: Settings, name: str, now: datetime
) -> Follower | None:
    """Let mails come from now on; None where the wish is forgotten by now.

    Twice is harmless: what was told meanwhile stays told.
    """
    version = calendar_version(session)
    told_on = last_week_due(now, settings.timezone)
    if confirm_follower(session, name, version, told_on, now):
        log.info("a follower has confirmed")
    return find_follower(session, name)


def change(
    session: Session, settings: Settings, follower: Follower, now: datetime
) -> None:
    """Store another wish, pace or language. Raises FollowsAlready.

    Whoever has this link has proved that the address is theirs: what was asked
    for with it and never confirmed, by whomever, does not stand in the way.
    """
    same = find_wish(session, follower.address, follower.wish)
    if same is not None and same.name != follower.name:
        if same.is_confirmed:
            raise FollowsAlready
        leave(session, same.name)
    told_on = last_week_due(now, settings.timezone)
    if not change_follower(session, follower, told_on):
        raise FollowsAlready


def leave(session: Session, name: str) -> bool:
    """Forget a wish and its address at once, also in the outbox."""
    gone = remove_follower(session, name)
    forget_mails(session, gone)
    if gone:
        log.info("a follower has left")
    return bool(gone)


def forget_address(session: Session, address: str) -> int:
    """Forget every wish of an address; return how many there were."""
    gone = remove_address(session, address)
    forget_mails(session, gone)
    return len(gone)


def _tries(session: Session, asking: Asking, now: datetime) -> Tries:
    since = now - RECENT
    return Tries(
        by_client=count_attempts(session, asking.client, since),
        for_address=count_attempts(session, asking.mailbox, since),
        mailed_to_all=count_asked(session, since),
        mailed_to_address=count_asked(session, now - A_DAY, asking.address),
    )
