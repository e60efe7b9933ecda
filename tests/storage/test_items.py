"""Items: nothing is lost, nobody overwrites, and a selection is one answer."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st
from sqlalchemy import event

from calendar_service.domain.item import (
    Item,
    ItemKind,
    Visibility,
)
from calendar_service.domain.selection import Audience, Selection, is_selected
from calendar_service.storage.database import Database
from calendar_service.storage.items import (
    calendar_version,
    find_by_slug,
    find_item,
    list_items,
    list_revisions,
    store_item,
)
from tests.builders import NOW, make_item, timed
from tests.storage.item_values import (
    CITIES,
    FULL,
    TAGS,
    like_default,
    shelves,
    store_all,
    undone,
)
from tests.strategies import items

EVERYTHING = Selection(audience=Audience.EDITORS, with_deleted=True)
# The database is made once a test; each example leaves it as it was.
drawn = drawing(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_the_full_item_differs_from_a_plain_one_in_every_field() -> None:
    assert like_default(FULL) == []


def test_every_field_survives_the_round_trip(any_database: Database) -> None:
    store_all(any_database, [FULL])
    with any_database.reading() as session:
        found = find_item(session, FULL.uid)
    names = [f.name for f in fields(Item)]
    lost = [name for name in names if getattr(found, name) != getattr(FULL, name)]
    assert lost == []


@drawn
@given(item=items())
def test_any_item_comes_back_equal(any_database: Database, item: Item) -> None:
    with undone(any_database) as session:
        stored = store_item(session, item, actor="ada", seen=None, now=NOW)
        session.expire_all()
        assert find_item(session, item.uid) == stored
        assert [entry.item for entry in list_revisions(session, item.uid)] == [stored]
        assert stored == replace(item, version=stored.version)


@drawn
@given(first=items(), then=items())
def test_any_change_replaces_everything(
    any_database: Database, first: Item, then: Item
) -> None:
    then = replace(then, uid=first.uid, revision=first.revision + 1)
    with undone(any_database) as session:
        store_item(session, first, actor="ada", seen=None, now=NOW)
        stored = store_item(session, then, actor="ben", seen=first.revision, now=NOW)
        session.expire_all()
        assert find_item(session, first.uid) == stored


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    days = st.none() | st.dates(date(2026, 4, 28), date(2026, 5, 24))
    return Selection(
        audience=draw(st.sampled_from(Audience)),
        kinds=draw(st.frozensets(st.sampled_from(ItemKind), max_size=4)),
        without_kinds=draw(st.frozensets(st.sampled_from(ItemKind), max_size=2)),
        tags=draw(st.frozensets(st.sampled_from([*TAGS, "a\x00"]), max_size=2)),
        places=draw(st.frozensets(st.sampled_from([*CITIES, "\ud800"]), max_size=2)),
        first=draw(days),
        last=draw(days),
        with_deleted=draw(st.booleans()),
    )


@drawn
@given(shelf=shelves(), asked=st.lists(selections(), min_size=1, max_size=6))
def test_storage_selects_what_the_domain_selects(
    any_database: Database, shelf: list[Item], asked: list[Selection]
) -> None:
    with undone(any_database) as session:
        stored = [
            store_item(session, item, actor="ada", seen=None, now=NOW) for item in shelf
        ]
        stored.sort(key=lambda item: (item.span.start, item.uid))
        for selection in asked:
            judged = [item for item in stored if is_selected(item, selection)]
            assert list_items(session, selection) == judged


def test_items_are_listed_by_start_then_uid(any_database: Database) -> None:
    later = make_item(uid="c", slug="c", span=timed("2026-05-14T11:00"))
    early = make_item(uid="b", slug="b", span=timed("2026-05-14T09:00"))
    upper = make_item(uid="B", slug="upper")
    whole = make_item(uid="a", slug="a")
    store_all(any_database, [later, early, whole, upper])
    with any_database.reading() as session:
        found = [item.uid for item in list_items(session, EVERYTHING)]
    assert found == ["B", "a", "b", "c"]


@pytest.mark.parametrize("asked", ["unknown", "", "a\x00b", "\ud800", "x" * 3000])
def test_what_nobody_could_have_stored_is_not_found(
    any_database: Database, asked: str
) -> None:
    store_all(any_database, [make_item()])
    with any_database.reading() as session:
        assert find_item(session, asked) is None
        assert find_by_slug(session, asked) is None
        assert list_revisions(session, asked) == []


def test_staff_items_stay_hidden_from_the_public(any_database: Database) -> None:
    shown = make_item()
    hidden = make_item(uid="staff", slug="staff", visibility=Visibility.STAFF)
    shown, hidden = store_all(any_database, [shown, hidden])
    with any_database.reading() as session:
        assert list_items(session, Selection()) == [shown]
        staff = Selection(audience=Audience.STAFF)
        assert list_items(session, staff) == [shown, hidden]


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_takes_three_queries_however_long(
    any_database: Database, number: int
) -> None:
    names = [f"{n:03}" for n in range(number)]
    store_all(
        any_database,
        [make_item(uid=name, slug=name, tags=("a", "b")) for name in names],
    )
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    with any_database.reading() as session:
        calendar_version(session)
        event.listen(session.connection(), "before_cursor_execute", note)
        found = list_items(session, EVERYTHING)
    assert [item.uid for item in found] == names
    assert [sql.split()[0] for sql in asked] == ["SELECT"] * 3
