from dataclasses import replace
from datetime import date, timedelta

from calendar_service.domain.follower import (
    Counts,
    Follower,
    Pace,
    Tries,
    Wish,
    count_followers,
    is_asked_too_soon,
    is_link_over,
    last_week_due,
    week_due,
)
from calendar_service.domain.item import ItemKind, ItemStatus, Visibility
from calendar_service.domain.selection import is_selected
from tests.builders import NOW, TBILISI, make_item
from tests.reminder_values import at

MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
NINO = Follower(
    name="nino",
    address="nino@example.org",
    wish=MEETINGS,
    pace=Pace.WEEKLY,
    language="ka",
    asked_at=NOW,
)
SECOND = timedelta(seconds=1)


def test_a_wish_chooses_what_the_public_sees() -> None:
    asked_for = [make_item(), make_item(status=ItemStatus.CANCELLED)]
    others = [
        make_item(kind=ItemKind.TRAINING),
        make_item(visibility=Visibility.STAFF),
        make_item(status=ItemStatus.DRAFT),
        make_item(status=ItemStatus.CANCELLED, published_at=None),
    ]
    chosen = MEETINGS.selection()
    found = [item for item in asked_for + others if is_selected(item, chosen)]
    assert found == asked_for


def test_an_address_is_asked_about_one_wish_once_a_day() -> None:
    day = timedelta(days=1)
    assert not is_asked_too_soon(None, NOW)
    assert is_asked_too_soon(NINO, NOW + day - SECOND)
    assert not is_asked_too_soon(NINO, NOW + day)


def test_a_link_confirms_for_three_days() -> None:
    three = timedelta(days=3)
    assert not is_link_over(NOW, NOW + three - SECOND)
    assert is_link_over(NOW, NOW + three)


FEW = Tries(by_client=1, for_address=1, mailed_to_all=0, mailed_to_address=0)


def test_an_hour_holds_ten_wishes_of_a_client_and_two_hundred_in_all() -> None:
    assert not replace(FEW, by_client=10, mailed_to_all=199).is_too_many()
    assert replace(FEW, by_client=11).is_too_many()
    assert replace(FEW, mailed_to_all=200).is_too_many()
    assert not replace(FEW, for_address=99, mailed_to_address=99).is_too_many()


def test_one_mailbox_gets_three_an_hour_and_five_a_day() -> None:
    assert not replace(FEW, for_address=3, mailed_to_address=4).would_bother()
    assert replace(FEW, for_address=4).would_bother()
    assert replace(FEW, mailed_to_address=5).would_bother()
    assert not replace(FEW, by_client=99, mailed_to_all=999).would_bother()


def test_a_week_is_due_from_monday_nine_and_late_until_sunday() -> None:
    monday = date(2026, 5, 11)
    assert week_due(at("2026-05-11T04:59"), TBILISI) is None
    assert week_due(at("2026-05-11T05:00"), TBILISI) == monday
    assert week_due(at("2026-05-17T19:59"), TBILISI) == monday
    assert week_due(at("2026-05-17T20:00"), TBILISI) is None


def test_whoever_begins_hears_on_the_monday_that_comes_due_next() -> None:
    last, monday = date(2026, 5, 4), date(2026, 5, 11)
    assert last_week_due(at("2026-05-10T12:00"), TBILISI) == last
    assert last_week_due(at("2026-05-11T04:59"), TBILISI) == last
    assert last_week_due(at("2026-05-11T05:00"), TBILISI) == monday


def test_followers_are_counted_once_they_have_confirmed() -> None:
    confirmed = replace(NINO, confirmed_at=NOW)
    everything = replace(confirmed, wish=Wish(), pace=Pace.IMMEDIATE)
    found = count_followers([NINO, everything, confirmed, confirmed])
    assert (found.immediate, found.weekly, found.unconfirmed) == (1, 2, 1)
    assert list(found.by_wish.items()) == [(MEETINGS, 2), (Wish(), 1)]
    assert count_followers([]) == Counts(0, 0, 0, {})
