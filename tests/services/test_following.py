"""Asking, confirming, changing, leaving: twice is harmless, and nothing is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.services.following import (
    Asking,
    FollowsAlready,
    TooManyAsked,
    ask,
    change,
    confirm,
    count_try,
    forget_address,
    leave,
)
from calendar_service.storage.database import Session
from calendar_service.storage.followers import (
    find_follower,
    list_asked,
    list_followers,
    note_mailed,
)
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
ASKING = Asking(
    address="Nino@Example.org",
    wish=MEETINGS,
    pace=Pace.IMMEDIATE,
    language="ka",
    client="here",
    mailbox="nino",
)


def wished(number: int, **changes: object) -> Asking:
    wish = Wish(tags=frozenset({f"tag {number}"}))
    return replace(ASKING, wish=wish, **changes)  # type: ignore[arg-type]  # the caller names the field


def try_to(session: Session, asking: Asking = ASKING, after: timedelta = DAY) -> int:
    """Ask, and return how many mails are due then."""
    now = NOW + after
    count_try(session, asking, now)
    ask(session, asking, now)
    return len(list_asked(session, 99))


def mailed(session: Session) -> Follower:
    """Ask once, as if the mail had gone out."""
    try_to(session, after=timedelta())
    (follower,) = list_followers(session)
    note_mailed(session, [follower.name])
    return follower


def test_a_wish_is_noted_under_a_name_that_nobody_guesses(session: Session) -> None:
    follower = mailed(session)
    assert follower == Follower(
        name=follower.name,
        address="nino@example.org",
        wish=MEETINGS,
        pace=Pace.IMMEDIATE,
        language="ka",
        asked_at=NOW,
    )
    assert len(follower.name) == 32


def test_an_address_that_is_none_is_refused_by_field(session: Session) -> None:
    for address in ("nino", "", "a@b@c", "nino\x00@example.org", "x" * 999):
        with pytest.raises(InvalidDraft) as caught:
            try_to(session, replace(ASKING, address=address, client=address))
        assert [each.field for each in caught.value.problems] == ["address"]
    assert list_followers(session) == []


def test_the_same_is_asked_once_a_day(session: Session, settings: Settings) -> None:
    name = mailed(session).name
    assert try_to(session, after=DAY - MINUTE) == 0
    assert try_to(session, after=DAY) == 1
    note_mailed(session, [name])
    confirm(session, settings, name, NOW + DAY)
    assert try_to(session, after=2 * DAY - MINUTE) == 0
    assert try_to(session, after=2 * DAY) == 1
    assert [each.name for each in list_followers(session)] == [name]


def test_one_mailbox_gets_three_an_hour_and_five_a_day(session: Session) -> None:
    hour = timedelta(hours=2)
    asked = [
        try_to(session, wished(n, client=f"{n}"), (n // 4) * hour) for n in range(12)
    ]
    assert asked == [1, 2, 3, 3, 4, 5, 5, 5, 5, 5, 5, 5]
    assert try_to(session, wished(99, client="new"), 2 * DAY) == 6


def test_one_client_may_ask_ten_times_an_hour(session: Session) -> None:
    for n in range(10):
        try_to(session, wished(n, address=f"{n}@example.org", mailbox=f"{n}"))
    other = wished(11, address="x@example.org", mailbox="x")
    with pytest.raises(TooManyAsked):
        try_to(session, other)
    assert try_to(session, replace(other, client="there")) == 11
    assert try_to(session, wished(12, mailbox="y"), DAY + 61 * MINUTE) == 12


def test_two_hundred_an_hour_are_enough_for_all(session: Session) -> None:
    for n in range(200):
        many = wished(n, address=f"{n}@example.org", mailbox=f"{n}", client=f"{n}")
        try_to(session, many)
    with pytest.raises(TooManyAsked):
        try_to(session, replace(ASKING, client="another"))


def test_confirming_twice_is_harmless(session: Session, settings: Settings) -> None:
    name = mailed(session).name
    store_item(session, make_item(), actor="ada", seen=None, now=NOW)
    first = confirm(session, settings, name, NOW)
    assert first is not None
    assert (first.confirmed_at, first.told) == (NOW, 1)
    assert confirm(session, settings, name, NOW + DAY) == first
    assert confirm(session, settings, "nobody", NOW) is None


def test_what_is_followed_changes_unless_another_link_has_it(
    session: Session, settings: Settings
) -> None:
    name = mailed(session).name
    try_to(session, wished(1))
    other = next(each.name for each in list_followers(session) if each.name != name)
    confirm(session, settings, other, NOW)
    follower = confirm(session, settings, name, NOW)
    assert follower is not None
    weekly = replace(follower, wish=Wish(), pace=Pace.WEEKLY)
    change(session, settings, weekly, NOW)
    change(session, settings, weekly, NOW)
    assert find_follower(session, name) == weekly
    with pytest.raises(FollowsAlready):
        change(session, settings, replace(weekly, wish=wished(1).wish), NOW)
    assert find_follower(session, name) == weekly


def test_what_nobody_confirmed_does_not_stand_in_the_way(
    session: Session, settings: Settings
) -> None:
    name = mailed(session).name
    try_to(session, wished(1))
    follower = confirm(session, settings, name, NOW)
    assert follower is not None
    chosen = replace(follower, wish=wished(1).wish)
    change(session, settings, chosen, NOW)
    assert list_followers(session) == [chosen]


def test_leaving_twice_is_harmless(session: Session) -> None:
    name = mailed(session).name
    assert [leave(session, name), leave(session, name)] == [True, False]
    assert list_followers(session) == []


def test_an_address_is_forgotten_with_all_its_wishes(session: Session) -> None:
    mailed(session)
    try_to(session, wished(1))
    assert forget_address(session, "nino@EXAMPLE.org") == 2
    assert forget_address(session, "nino@example.org") == 0
