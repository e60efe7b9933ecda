from dataclasses import replace
from datetime import timedelta

from calendar_service.domain.follower import (
    Asked,
    Follower,
    Pace,
    Wish,
    count_by_wish,
    is_asked_too_soon,
    is_link_over,
)
from calendar_service.domain.item import ItemKind, ItemStatus, Visibility
from calendar_service.domain.selection import is_selected
from tests.builders import NOW, make_item

MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
NINO = Follower(
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


def test_an_hour_holds_ten_wishes_of_a_client_and_two_hundred_in_all() -> None:
    assert not Asked(by_client=9, in_all=199).is_too_many()
    assert Asked(by_client=10, in_all=10).is_too_many()
    assert Asked(by_client=0, in_all=200).is_too_many()


def test_followers_are_counted_once_they_have_confirmed() -> None:
    confirmed = replace(NINO, confirmed_at=NOW)
    everything = replace(confirmed, wish=Wish())
    found = count_by_wish([NINO, everything, confirmed, confirmed])
    assert list(found.items()) == [(MEETINGS, 2), (Wish(), 1)]
