"""A feed in lines for people, and in plain values for programs."""

from collections.abc import Iterator
from typing import Any

from calendar_service.domain.coming_up import Coming
from calendar_service.domain.item import Visibility
from calendar_service.domain.texts import overlaid
from calendar_service.domain.when import describe_days, describe_span
from calendar_service.feeds.wording import title_of
from calendar_service.services.feed_checking import FeedState
from calendar_service.storage.feeds import Poll


def where_said(state: FeedState) -> str:
    """Return the address. One of a feed for staff would answer 404 without a secret."""
    return state.address if state.visibility is Visibility.PUBLIC else "private only"


def use_said(state: FeedState) -> str:
    """Say how many follow a feed, and how many of them have the last change."""
    number = len(state.polls)
    if not number:
        return "not fetched yet"
    noun = "subscription" if number == 1 else "subscriptions"
    return f"{number} {noun}, {state.newest} up to date"


def next_said(coming: Coming, language: str) -> tuple[str, str]:
    """Say when, and what."""
    item, occurrence = coming.item, coming.occurrence
    texts = overlaid(item.texts, occurrence.texts)
    title = title_of(item.kind, texts, language, cancelled=coming.cancelled).text
    dates = item.recurrence.dates
    when = describe_days(dates, language) if dates else ""
    return when or describe_span(occurrence.span, language), title


def facts(
    state: FeedState, coming: list[tuple[str, str]], owners: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield a feed's lines as label and value.

    `coming` is what is next, `owners` whose token a subscriber is.
    """
    yield "address", where_said(state)
    yield "choice", state.query or "-"
    yield "for", state.visibility
    yield "items", str(state.items)
    yield (
        "size",
        f"{state.octets:,} octets"
        + (" (Google Calendar takes about 1,000,000)" if state.is_large else ""),
    )
    for number, (when, title) in enumerate(coming):
        yield "" if number else "next", f"{when}  {title}"
    if state.polls:
        number = len(state.polls)
        yield "use", f"{state.newest} of {number} have fetched the last change"
    else:
        yield "use", use_said(state)
    for poll in state.polls:
        yield "", _poll_said(poll, state, owners)


def _poll_said(poll: Poll, state: FeedState, owners: dict[str, str]) -> str:
    """Say who has what; a client family for the public, a person for a token."""
    who = f"{poll.client} of {owners.get(poll.subscriber, 'the public')}"
    version = f"version {poll.version}"
    age = " (up to date)" if state.is_up_to_date(poll) else ""
    return f"{who}, {poll.last_at:%Y-%m-%d %H:%M} UTC, {version}{age}"


def plain(state: FeedState) -> dict[str, Any]:
    """Return a feed for programs; one for staff has no address of its own."""
    return {
        "name": state.name,
        "query": state.query,
        "address": state.address if state.visibility is Visibility.PUBLIC else None,
        "visibility": state.visibility,
        "items": state.items,
        "octets": state.octets,
        "version": state.version,
        "subscriptions": len(state.polls),
        "changed": state.changed,
        "up_to_date": state.newest,
        "polls": [
            {
                "subscriber": poll.subscriber,
                "client": poll.client,
                "version": poll.version,
                "up_to_date": state.is_up_to_date(poll),
                "last_at": poll.last_at.isoformat(),
                "polls": poll.polls,
            }
            for poll in state.polls
        ],
    }
