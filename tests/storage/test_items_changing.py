"""Changing items: nobody overwrites, nothing is forgotten, every write counts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from calendar_service.domain.history import Revision
from calendar_service.domain.item import (
    Item,
    ItemStatus,
    StaleItem,
    details_of,
    revise,
)
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import (
    calendar_version,
    changed_since,
    count_items,
    find_by_slug,
    find_item,
    find_revision,
    list_items,
    list_revisions,
    lock_calendar,
    store_item,
    taken_slugs,
)
from calendar_service.storage.tables import ItemRow
from tests.builders import NOW, make_item
from tests.storage.item_values import (
    store_all,
    undone,
)

EVERYTHING = Selection(audience=Audience.EDITORS, with_deleted=True)


def change(session: Session, item: Item, **changes: object) -> Item:
    changed = replace(item, revision=item.revision + 1, **changes)  # type: ignore[arg-type]  # the caller names the field
    return store_item(session, changed, actor="ben", seen=item.revision, now=NOW)


def renamed(item: Item, title: str) -> dict[str, Text]:
    return {**item.texts, "en": replace(item.texts["en"], title=title)}


def test_an_empty_calendar_is_at_version_0(any_database: Database) -> None:
    with any_database.reading() as session:
        assert calendar_version(session) == 0
        assert count_items(session) == 0
        assert list_items(session, EVERYTHING) == []
        assert changed_since(session, 0) == []


def test_every_write_raises_the_version_and_stamps_the_item(
    any_database: Database,
) -> None:
    first, second = store_all(
        any_database, [make_item(), make_item(uid="two", slug="two")]
    )
    with any_database.transaction() as session:
        third = change(session, first, notes="later")
    assert [first.version, second.version, third.version] == [1, 2, 3]
    with any_database.reading() as session:
        assert calendar_version(session) == 3
        assert count_items(session) == 2
        assert find_item(session, first.uid) == third


def test_a_write_that_is_rolled_back_leaves_the_version(any_database: Database) -> None:
    with undone(any_database) as session:
        store_item(session, make_item(), actor="ada", seen=None, now=NOW)
    with any_database.reading() as session:
        assert calendar_version(session) == 0


def test_what_changed_comes_in_order_of_writing_with_tombstones(
    any_database: Database,
) -> None:
    one, two, _ = store_all(
        any_database, [make_item(uid=name, slug=name) for name in ("a", "b", "c")]
    )
    with any_database.transaction() as session:
        two = change(session, two, status=ItemStatus.DELETED)
        one = change(session, one, notes="later")
    with any_database.reading() as session:
        assert changed_since(session, 3) == [two, one]
        assert [item.uid for item in changed_since(session, 0)] == ["c", "b", "a"]
        assert [item.uid for item in changed_since(session, -5)] == ["c", "b", "a"]
        assert changed_since(session, 5) == []
        assert changed_since(session, 10**30) == []


def test_an_item_that_was_changed_meanwhile_is_stale(any_database: Database) -> None:
    (item,) = store_all(any_database, [make_item()])
    with any_database.transaction() as session:
        newer = change(session, item, notes="by ben")
    with pytest.raises(StaleItem) as caught, any_database.transaction() as session:
        change(session, item, notes="by ada")
    assert caught.value.current == newer
    with any_database.reading() as session:
        assert find_item(session, item.uid) == newer
        assert calendar_version(session) == 2


def test_an_item_that_exists_cannot_be_added(any_database: Database) -> None:
    store_all(any_database, [make_item()])
    with pytest.raises(StaleItem), any_database.transaction() as session:
        store_item(session, make_item(), actor="ada", seen=None, now=NOW)


def test_an_item_that_is_not_there_cannot_be_changed(any_database: Database) -> None:
    with pytest.raises(StaleItem), any_database.transaction() as session:
        change(session, make_item())
    with any_database.reading() as session:
        assert calendar_version(session) == 0


def test_of_two_editors_at_once_the_second_is_told(any_database: Database) -> None:
    (item,) = store_all(any_database, [make_item()])
    # SQLite lets one writer in at a time: there both cannot have loaded it.
    together = Barrier(1 if any_database.is_sqlite else 2)

    def edit(name: str) -> str:
        try:
            with any_database.transaction() as session:
                loaded = find_item(session, item.uid)
                # As long as somebody holds the row, the session does not ask again.
                held = session.scalars(select(ItemRow)).all()
                together.wait()
                assert loaded is not None
                assert len(held) == 1
                seen = item.revision
                mine = replace(loaded, revision=seen + 1, notes=name)
                store_item(session, mine, actor=name, seen=seen, now=NOW)
        except StaleItem as stale:
            return f"told of {stale.current.notes}"
        return name

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(edit, ["ada", "ben"]), key=len)
    assert found[0] in {"ada", "ben"}
    assert found[1:] == [f"told of {found[0]}"]


def test_writers_at_once_get_versions_without_gaps(any_database: Database) -> None:
    def add(number: int) -> int:
        new = make_item(uid=f"{number}", slug=f"{number}")
        return store_all(any_database, [new])[0].version

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(add, range(30))) == list(range(1, 31))


def test_a_locked_calendar_makes_the_next_writer_wait(any_database: Database) -> None:
    with ThreadPoolExecutor(1) as pool, any_database.transaction() as session:
        lock_calendar(session)
        later = pool.submit(store_all, any_database, [make_item(uid="2", slug="2")])
        first = store_item(session, make_item(), actor="ada", seen=None, now=NOW)
        assert not later.done()
        session.commit()
        assert (first.version, later.result()[0].version) == (1, 2)


def test_the_history_grows_and_says_who_and_when(any_database: Database) -> None:
    (first,) = store_all(any_database, [make_item()])
    later = NOW + timedelta(days=1)
    with any_database.transaction() as session:
        new = replace(first, revision=1, texts=renamed(first, "Another title"))
        second = store_item(session, new, actor="ben", seen=0, now=later)
    with any_database.reading() as session:
        assert list_revisions(session, first.uid) == [
            Revision(first, "ada", NOW, 1),
            Revision(second, "ben", later, 2),
        ]
        assert list_revisions(session, "unknown") == []


def test_a_revision_is_never_written_twice(any_database: Database) -> None:
    (item,) = store_all(any_database, [make_item()])
    same = replace(item, notes="forged")
    with pytest.raises(IntegrityError), any_database.transaction() as session:
        store_item(session, same, actor="ben", seen=0, now=NOW)
    with any_database.reading() as session:
        assert find_item(session, item.uid) == item
        assert [entry.item for entry in list_revisions(session, item.uid)] == [item]


def test_old_slugs_lead_to_the_item(any_database: Database) -> None:
    (item,) = store_all(any_database, [make_item(slug="first")])
    with any_database.transaction() as session:
        item = change(session, item, slug="second")
        item = change(session, item, slug="third")
    with any_database.reading() as session:
        found = [find_by_slug(session, slug) for slug in ("first", "second", "third")]
        assert found == [item, item, item]
        assert find_by_slug(session, "fourth") is None
        assert taken_slugs(session, "") == {"first", "second", "third"}


def test_an_item_may_take_its_own_old_slug_back(any_database: Database) -> None:
    (item,) = store_all(any_database, [make_item(slug="first")])
    with any_database.transaction() as session:
        item = change(session, item, slug="second")
        item = change(session, item, slug="first")
    with any_database.reading() as session:
        assert find_by_slug(session, "first") == item
        assert find_by_slug(session, "second") == item
        assert taken_slugs(session, "") == {"first", "second"}


def test_taken_slugs_are_those_that_begin_so(any_database: Database) -> None:
    slugs = ("film", "film-2", "a-film", "f1lm")
    store_all(any_database, [make_item(uid=slug, slug=slug) for slug in slugs])
    with any_database.reading() as session:
        assert taken_slugs(session, "film") == {"film", "film-2"}
        assert taken_slugs(session, "f_lm") == set()
        assert taken_slugs(session, "%") == set()


def test_a_revision_is_found_by_its_number(any_database: Database) -> None:
    item = make_item()
    changed = revise(item, replace(details_of(item), notes="n"), NOW)
    with any_database.transaction() as session:
        store_item(session, item, actor="ada", seen=None, now=NOW)
        store_item(session, changed, actor="ada", seen=0, now=NOW)
    with any_database.reading() as session:
        found = [find_revision(session, item.uid, number) for number in (0, 1)]
        assert [old.notes if old else None for old in found] == ["", "n"]
        for uid, number in (("a\x00", 0), ("other", 0), (item.uid, 2), (item.uid, -1)):
            assert find_revision(session, uid, number) is None
        assert find_revision(session, item.uid, 2**40) is None
