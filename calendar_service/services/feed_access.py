"""Private feeds and saved feeds: give, change and take away."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from calendar_service.domain.account import Account, Action, NotAllowed, demand, may
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.draft_text import line_problem
from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    STAFF_FEED_KINDS,
    UnknownChoice,
    read_choice,
)
from calendar_service.domain.selection import Audience
from calendar_service.feeds.document import COLORS
from calendar_service.services.feed_requests import UnknownFeed, find_feed
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Session
from calendar_service.storage.feeds import (
    FeedToken,
    SavedFeed,
    add_token,
    drop_saved_feed,
    find_token,
    list_tokens,
    revoke_token,
    rotate_token,
    store_saved_feed,
)
from calendar_service.storage.items import raise_version

SECRET_OCTETS = 24
"""192 bits: 32 letters, short enough for Google's 256."""
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
QUERY_NAMES = ("kind", "tag", "place", "lang", "from", "until", "alarm")
MOST_NAME, MOST_LABEL, MOST_TITLE = 80, 100, 200
COLOURS = tuple(sorted({colour.name for colour in COLORS.values()}))


class UnknownToken(LookupError):
    """There is no such subscription, or it has ended, or it is not theirs."""


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret that is shown once, and the token it opens."""

    token_id: int
    feed: str
    secret: str


def give_token(
    session: Session,
    actor: Account,
    email: str,
    feed: str,
    label: str,
    now: datetime,
) -> NewSecret:
    """Give somebody a private address of one feed. The secret is never seen again."""
    _demand_own(actor, email)
    owner = find_account(session, email)
    if owner is None:
        raise InvalidDraft([Problem("email", f"{email:.80} has no account")])
    demand(owner, Action.SEE_STAFF_ITEMS)
    problem = line_problem(label, MOST_LABEL)
    if problem:
        raise InvalidDraft([Problem("label", problem)])
    find_feed(session, feed, Audience.STAFF, ("en",))
    secret = secrets.token_urlsafe(SECRET_OCTETS)
    token_id = add_token(session, email, feed, label, digest_of(secret), now)
    return NewSecret(token_id, feed, secret)


def renew_token(session: Session, actor: Account, token_id: int) -> NewSecret:
    """Give a subscription another secret; the former address is dead at once."""
    token = _demand_token(session, actor, token_id)
    secret = secrets.token_urlsafe(SECRET_OCTETS)
    rotate_token(session, token.id, digest_of(secret))
    return NewSecret(token.id, token.feed, secret)


def end_token(
    session: Session, actor: Account, token_id: int, now: datetime
) -> FeedToken:
    """End a subscription."""
    token = _demand_token(session, actor, token_id)
    revoke_token(session, token.id, now)
    return token


def open_token(session: Session, secret: str, feed: str) -> FeedToken:
    """Return what a secret opens. Raises UnknownToken, the same for every reason.

    It is looked up by its hash, so the time that it takes says nothing about
    how much of a guess was right.
    """
    token = find_token(session, digest_of(secret)) if SECRET.fullmatch(secret) else None
    if token is None or token.feed != feed:
        raise UnknownToken
    if not may(token.account, Action.SEE_STAFF_ITEMS):
        raise UnknownToken
    return token


def digest_of(secret: str) -> str:
    """Return the hash that is stored. A secret of 192 bits needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def save_feed(
    session: Session,
    actor: Account,
    feed: SavedFeed,
    languages: tuple[str, ...],
    now: datetime,
) -> None:
    """Save a selection under a name. Raises InvalidDraft that names the field."""
    demand(actor, Action.PUBLISH)
    problems = list(_saved_problems(feed, languages))
    if problems:
        raise InvalidDraft(problems)
    store_saved_feed(session, feed, now)
    raise_version(session, now)


def forget_feed(session: Session, actor: Account, name: str, now: datetime) -> None:
    """Drop a saved feed; who polls its address is told that it is gone."""
    demand(actor, Action.PUBLISH)
    if not drop_saved_feed(session, name):
        raise UnknownFeed("There is no saved feed %(name)s.", name=repr(name))
    raise_version(session, now)


def _saved_problems(feed: SavedFeed, languages: tuple[str, ...]) -> Iterator[Problem]:
    if not NAME.fullmatch(feed.name) or len(feed.name) > MOST_NAME:
        yield Problem("name", "takes small letters, digits and hyphens, at most 80")
    elif feed.name in {*FEED_KINDS, *STAFF_FEED_KINDS, "private"}:
        yield Problem("name", f"{feed.name} is a feed already")
    if feed.colour and feed.colour not in COLOURS:
        yield Problem("colour", f"is one of {', '.join(COLOURS)}")
    yield from _word_problems("title", feed.titles, languages)
    yield from _word_problems("description", feed.descriptions, languages)
    # An address may carry names of link trackers; here one is a slip of the pen.
    for name in sorted(feed.query.keys() - set(QUERY_NAMES)):
        yield Problem("query", f"{name:.40} is not one of {', '.join(QUERY_NAMES)}")
    try:
        read_choice({name: [value] for name, value in feed.query.items()}, languages)
    except UnknownChoice as wrong:
        yield Problem("query", str(wrong))


def _word_problems(
    field: str, said: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[Problem]:
    for language, text in said.items():
        wrong = line_problem(text, MOST_TITLE)
        if language not in languages:
            wrong = f"{language} is not one of {', '.join(languages)}"
        if wrong:
            yield Problem(f"{field}.{language}", wrong)


def _demand_own(actor: Account, email: str) -> None:
    """Everybody looks after their own subscriptions; administrators after all."""
    if email.lower() != actor.email.lower() and not may(actor, Action.ADMINISTER):
        raise NotAllowed("private feeds of others are looked after by administrators")


def _demand_token(session: Session, actor: Account, token_id: int) -> FeedToken:
    for token in list_tokens(session):
        if token.id == token_id and token.revoked_at is None:
            try:
                _demand_own(actor, token.account.email)
            except NotAllowed:
                break
            return token
    raise UnknownToken(f"there is no private feed with the number {token_id}")
