"""No two items go out under one uid."""

from datetime import date

import pytest

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.selection import Selection
from calendar_service.domain.span import whole_days
from calendar_service.services.uid_checking import list_doubles
from calendar_service.storage.database import Session
from calendar_service.storage.items import store_item
from calendar_service.storage.renditions import items_of, list_keys
from tests.builders import NOW, make_item

DAYS = (date(2026, 12, 14), date(2026, 12, 15))
FESTIVAL = make_item(
    uid="festival@example.org",
    slug="festival",
    span=whole_days(DAYS[0]),
    recurrence=Recurrence(dates=DAYS),
)
SECOND_DAY = make_item(uid="festival-20261215@example.org", slug="second-day")
OTHER_DAY = make_item(uid="festival-20261216@example.org", slug="other-day")


def doubles(session: Session, *items: Item) -> list[str]:
    for item in items:
        store_item(session, item, actor="ada", seen=None, now=NOW)
    keys = list_keys(session, Selection())
    return list(list_doubles(session, items_of(session, keys)).values())


def test_items_of_their_own_are_no_doubles(session: Session) -> None:
    assert doubles(session, FESTIVAL, OTHER_DAY) == []


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ((FESTIVAL, SECOND_DAY), f"UID {SECOND_DAY.uid} is that of {FESTIVAL.uid} too"),
        (
            (SECOND_DAY, FESTIVAL),
            f"UID {SECOND_DAY.uid} is that of {SECOND_DAY.uid} too",
        ),
    ],
)
def test_the_later_of_two_is_named(
    session: Session, items: tuple[Item, ...], problem: str
) -> None:
    assert doubles(session, *items) == [problem]
