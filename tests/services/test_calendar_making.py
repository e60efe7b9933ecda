"""A calendar made from an earlier one is the one that would be made anew."""

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.feed_choice import FeedChoice
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.selection import Selection
from calendar_service.domain.texts import Text
from calendar_service.feeds.document import FeedInfo
from calendar_service.services.calendar_making import Made, Squeezed, make_calendar
from calendar_service.services.fragments import Fragment, Fragments
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.renditions import ItemKey
from tests.builders import NOW, make_item, timed
from tests.fakes import StillClock

INFO = FeedInfo(
    title="Meetings",
    id="tag:example.org,2026:feed/meetings",
    self_url="http://calendar.example.org/feeds/meetings.ics",
    home_url="http://calendar.example.org/",
    language="en",
    domain="example.org",
    author="The Office",
)
MEETINGS = Selection(kinds=frozenset({ItemKind.MEETING}))
PLAIN = FeedChoice()


class Noting(Fragments):
    """Notes how many fragments are asked for."""

    def list_fragments(
        self, keys: Sequence[ItemKey], languages: Sequence[str]
    ) -> list[Fragment]:
        asked.append(len(keys))
        return super().list_fragments(keys, languages)


asked: list[int] = []


@pytest.fixture
def fragments(settings: Settings, database: Database) -> Fragments:
    asked.clear()
    return Noting(database, settings.base_url, StillClock())


def make(fragments: Fragments, before: Made | None = None) -> Made:
    return make_calendar(fragments, PLAIN, INFO, MEETINGS, before)


def store(database: Database, item: Item, seen: int | None = None) -> Item:
    with database.transaction() as session:
        return store_item(session, item, actor="ada", seen=seen, now=NOW)


def add(database: Database, name: str, **changes: object) -> Item:
    return store(database, make_item(uid=f"{name}@example.org", slug=name, **changes))


def change(database: Database, item: Item, **changes: object) -> Item:
    changed = replace(item, revision=item.revision + 1, **changes)  # type: ignore[arg-type]  # the caller names the field
    return store(database, changed, item.revision)


def check(fragments: Fragments, before: Made, number: int) -> Made:
    """Make it from the one before and anew; return it if they agree."""
    asked.clear()
    made = make(fragments, before)
    assert sum(asked) == number
    anew = make(fragments)
    assert made.document == anew.document
    assert gzip.decompress(made.squeezed()) == made.document.body
    assert made.squeezed() == anew.squeezed()
    assert made.state == anew.state
    return made


def test_only_what_was_written_is_asked_for(
    database: Database, fragments: Fragments
) -> None:
    items = [add(database, name) for name in "abcde"]
    made = make(fragments)
    for place in (0, 2, 4):
        items[place] = change(database, items[place], texts={"en": Text(title="New")})
        made = check(fragments, made, 1)
    change(database, items[1], texts={"en": Text(title="Second")})
    change(database, items[2], texts={"en": Text(title="Third, and longer")})
    assert check(fragments, made, 2).document.body.count(b":New\r\n") == 2


def test_what_comes_and_goes_finds_its_place(
    database: Database, fragments: Fragments
) -> None:
    empty = make(fragments)
    items = [add(database, name) for name in "abc"]
    training = add(database, "t", kind=ItemKind.TRAINING)
    made = check(fragments, empty, 3)
    other = change(database, items[1], kind=ItemKind.TRAINING)
    made = check(fragments, made, 0)
    change(database, training, kind=ItemKind.MEETING)
    made = check(fragments, made, 1)
    change(database, other, kind=ItemKind.MEETING)
    made = check(fragments, made, 1)
    for item in (items[0], items[2]):
        change(database, item, status=ItemStatus.DRAFT)
    made = check(fragments, made, 0)
    assert made.document.body.count(b"BEGIN:VEVENT") == 2


def test_zones_are_those_of_what_is_in_it(
    database: Database, fragments: Fragments
) -> None:
    add(database, "a", span=timed("2026-05-14T10:00", zone="Europe/Berlin"))
    item = add(database, "b", span=timed("2026-05-14T10:00", zone="Asia/Tokyo"))
    made = make(fragments)
    assert made.document.body.count(b"BEGIN:VTIMEZONE") == 2
    change(database, item, kind=ItemKind.TRAINING)
    made = check(fragments, made, 0)
    assert made.document.body.count(b"BEGIN:VTIMEZONE") == 1
    assert made.document.body.count(b"TZID:Europe/Berlin") == 1


def test_another_window_is_another_calendar(
    database: Database, fragments: Fragments
) -> None:
    add(database, "a")
    made = make(fragments)
    later = replace(MEETINGS, first=make_item().span.start + timedelta(days=1))
    gone = make_calendar(fragments, PLAIN, INFO, later, made)
    assert made.document.body.count(b"BEGIN:VEVENT") == 1
    assert gone.document.body.count(b"BEGIN:VEVENT") == 0
    assert make_calendar(fragments, PLAIN, INFO, MEETINGS, gone).document == (
        made.document
    )


@pytest.mark.parametrize("alarm", [timedelta(), timedelta(minutes=30)])
def test_every_item_rings_once_however_often_it_is_made(
    database: Database, fragments: Fragments, alarm: timedelta
) -> None:
    items = [add(database, name) for name in "abc"]
    choice = FeedChoice(alarm=alarm)
    made = make_calendar(fragments, choice, INFO, MEETINGS, None)
    change(database, items[1], texts={"en": Text(title="New")})
    made = make_calendar(fragments, choice, INFO, MEETINGS, made)
    assert made.document.body.count(b"BEGIN:VALARM") == 3


def test_gzip_is_made_once_and_only_when_asked_for() -> None:
    made: list[int] = []

    def make_it() -> bytes:
        made.append(1)
        return b"squeezed"

    squeezed = Squeezed(make_it)
    assert (squeezed.octets, made) == (0, [])
    assert (squeezed(), squeezed(), squeezed.octets, made) == (
        b"squeezed",
        b"squeezed",
        8,
        [1],
    )
