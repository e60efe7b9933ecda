"""What waits about the items ahead, as the database counts it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import store_item
from calendar_service.storage.waiting import Heap, Mine, Pile, list_waiting
from tests.builders import NOW, make_item
from tests.web.seeing import numbered

TODAY = date(2026, 3, 10)
CODES = ("en", "ka")
BOTH = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}
NINO = Person("Nino")
DRAFT: dict[str, Any] = {"status": ItemStatus.DRAFT, "published_at": None}


@pytest.fixture
def written(any_database: Database) -> Iterator[Session]:
    with any_database.transaction() as session:
        yield session


def put(session: Session, number: int, actor: str = "ada", **changes: object) -> Item:
    """Store the item so that it begins on the day of its number in May."""
    span = whole_days(date(2026, 5, number))
    item = numbered(make_item(**{"span": span, "texts": BOTH} | changes), number)
    return store_item(session, item, actor=actor, seen=None, now=NOW)


def change(session: Session, item: Item, **changes: object) -> None:
    changed = replace(item, revision=item.revision + 1, **changes)  # type: ignore[arg-type]  # the caller names the field
    store_item(session, changed, actor="ben", seen=item.revision, now=NOW)


def waiting(session: Session, most: int = 9, drafts_of: str = "") -> dict[Pile, Heap]:
    return dict(list_waiting(session, TODAY, CODES, most, Mine(drafts_of)))


def slugs(found: dict[Pile, Heap]) -> dict[str, list[str]]:
    for heap in found.values():
        assert heap.number == len(heap.nearest)
    return {pile: [item.slug for item in heap.nearest] for pile, heap in found.items()}


def test_an_empty_calendar_has_no_piles(written: Session) -> None:
    assert waiting(written) == {}


def test_items_lie_on_the_piles_of_what_is_to_be_done(written: Session) -> None:
    english, georgian = {"en": Text("English only")}, {"ka": Text("მხოლოდ ქართული")}
    empty = {"en": Text("English"), "ka": Text("", summary="უსათაურო")}
    put(written, 1, **DRAFT)
    put(written, 2, texts=english)
    put(written, 3, texts=georgian, focal_point=NINO)
    put(written, 4, texts=empty, focal_point=NINO)
    put(written, 5, kind=ItemKind.OBSERVANCE)
    put(written, 6, status=ItemStatus.CANCELLED)
    put(written, 7, status=ItemStatus.DELETED, texts=english)
    put(written, 8, span=whole_days(TODAY - timedelta(days=1)), texts=english)
    put(written, 9, focal_point=Person(email="nino@example.org"))
    changes: list[dict[str, object]] = [
        {"texts": BOTH | {"en": Text("Public meeting")}},
        {"texts": BOTH | {"en": Text("Meeting", description="With *coffee*")}},
        {"texts": BOTH, "tags": ("youth",)},
        {
            "texts": {
                "en": Text("Talk", made_from=1),
                "ka": Text("საუბარი", made_from=0),
            }
        },
        {"texts": BOTH | {"en": Text("Off")}, "status": ItemStatus.CANCELLED},
    ]
    for number, each in enumerate(changes, 11):
        change(written, put(written, number, focal_point=NINO), **each)
    swapped = {"ka": Text("თავდაპირველი"), "en": Text("The original", made_from=0)}
    behind = swapped | {"ka": Text("სხვა")}
    change(written, put(written, 17, texts=swapped, focal_point=NINO), texts=behind)
    assert slugs(waiting(written)) == {
        "drafts": ["n1"],
        "behind": ["n11", "n12", "n17"],
        "untranslated": ["n2", "n3", "n4"],
        "unattended": ["n2"],
        "called-off": ["n6", "n15"],
    }
    few = list_waiting(written, TODAY, CODES, 9, Mine(), [Pile.DRAFTS])
    assert slugs(dict(few)) == {"drafts": ["n1"]}


def test_where_one_language_is_written_nothing_falls_behind(written: Session) -> None:
    put(written, 1, texts={"en": Text("English only")}, focal_point=NINO)
    assert list_waiting(written, TODAY, ("en",), 9, Mine()) == {}


def test_of_many_the_nearest_are_shown_and_all_are_counted(written: Session) -> None:
    for number in range(7, 0, -1):
        put(written, number, **DRAFT)
    heap = waiting(written, most=3)[Pile.DRAFTS]
    assert heap.number == 7
    assert [item.slug for item in heap.nearest] == ["n1", "n2", "n3"]


def test_drafts_may_be_those_that_somebody_had_a_hand_in(written: Session) -> None:
    put(written, 1, actor="ada@example.org", **DRAFT)
    put(written, 2, actor="ben@example.org", **DRAFT)
    assert slugs(waiting(written, drafts_of="ada@example.org"))["drafts"] == ["n1"]
    assert slugs(waiting(written))["drafts"] == ["n1", "n2"]


def test_whoever_is_limited_to_kinds_sees_those(written: Session) -> None:
    put(written, 1, **DRAFT)
    put(written, 2, kind=ItemKind.SCREENING, texts={"en": Text("English only")})
    put(written, 3, texts={"en": Text("English only")})
    mine = Mine(kinds=frozenset({ItemKind.SCREENING}))
    found = dict(list_waiting(written, TODAY, CODES, 9, mine))
    assert slugs(found) == {"untranslated": ["n2"], "unattended": ["n2"]}


def test_one_item_and_many_take_as_many_queries(database: Database) -> None:
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    numbers = []
    for count in (1, 3):
        with database.transaction() as session:
            put(session, count, **DRAFT)
            put(session, count + 10, texts={"en": Text("English")})
        asked.clear()
        with database.reading() as session:
            waiting(session)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
