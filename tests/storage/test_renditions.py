from dataclasses import replace

from calendar_service.domain.selection import Selection
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import store_item
from calendar_service.storage.renditions import (
    AT_ONCE,
    ItemKey,
    Rendition,
    find_flaws,
    forget_renditions,
    in_batches,
    items_of,
    list_flaws,
    list_keys,
    list_rendered,
    list_renditions,
    list_written,
    mark_told,
    store_flaw,
    store_renditions,
)
from tests.builders import NOW, make_item

FORM, MAKER = "ics:en", "maker"


def add(session: Session, name: str) -> ItemKey:
    item = make_item(uid=f"{name}@example.org", slug=name)
    stored = store_item(session, item, actor="ada", seen=None, now=NOW)
    keys = list_keys(session, Selection())
    return next(key for key in keys if key.version == stored.version)


def stored(session: Session, *keys: ItemKey, maker: str = MAKER) -> list[Rendition]:
    ids = [key.item_id for key in keys]
    return sorted(
        list_renditions(session, FORM, maker, ids), key=lambda r: r.key.item_id
    )


def test_keys_name_items_at_their_version_oldest_first(any_database: Database) -> None:
    with any_database.transaction() as session:
        first, second = add(session, "first"), add(session, "second")
        assert list_keys(session, Selection()) == [first, second]
        items = items_of(session, [second])
        assert {n: item.slug for n, item in items.items()} == {second.item_id: "second"}


def test_a_rendition_gives_way_to_a_newer_one_and_to_another_maker(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        key = add(session, "first")
        newer = replace(key, version=key.version + 1)
        old, new = Rendition(key, b"old", "z"), Rendition(newer, b"new")
        store_renditions(session, FORM, MAKER, [old])
        assert stored(session, key) == [old]
        store_renditions(session, FORM, MAKER, [new])
        store_renditions(session, FORM, MAKER, [old])
        assert stored(session, key) == [new]
        store_renditions(session, FORM, "another", [old])
        assert (stored(session, key), stored(session, key, maker="another")) == (
            [],
            [old],
        )
        store_renditions(session, FORM, MAKER, [])
        assert forget_renditions(session) == 1
        assert stored(session, key, maker="another") == []


def test_a_flaw_is_told_once_and_forgotten_with_the_next_version(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        key, other = add(session, "first"), add(session, "second")
        store_flaw(session, key, FORM, MAKER, "line 3 has 80 octets", NOW)
        assert find_flaws(session, FORM, MAKER, [key, other]) == {key}
        assert find_flaws(session, FORM, "another", [key]) == set()
        flaws = list_flaws(session, untold=True)
        assert [(flaw.key, flaw.uid, flaw.problems) for flaw in flaws] == [
            (key, "first@example.org", "line 3 has 80 octets")
        ]
        mark_told(session, flaws, NOW)
        assert (list_flaws(session, untold=True), list_flaws(session)) == ([], flaws)
        item = replace(items_of(session, [key])[key.item_id], revision=1)
        store_item(session, item, actor="ada", seen=0, now=NOW)
        assert list_flaws(session) == []


def test_the_flaw_of_a_newer_version_is_told_too(any_database: Database) -> None:
    with any_database.transaction() as session:
        key = add(session, "first")
        store_flaw(session, key, FORM, MAKER, "one", NOW)
        old = list_flaws(session)
        mark_told(session, old, NOW)
        store_flaw(session, key, FORM, MAKER, "one again", NOW)
        assert list_flaws(session, untold=True) == []
        item = replace(items_of(session, [key])[key.item_id], revision=1)
        version = store_item(session, item, actor="a", seen=0, now=NOW).version
        newer = replace(key, version=version)
        store_flaw(session, newer, FORM, MAKER, "two", NOW)
        # A slower process has come too late.
        store_flaw(session, key, FORM, MAKER, "one", NOW)
        mark_told(session, old, NOW)
        flaws = list_flaws(session, untold=True)
        assert [(flaw.key, flaw.problems) for flaw in flaws] == [(newer, "two")]


def test_what_another_renderer_mends_is_no_flaw_any_more(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        key, other = add(session, "first"), add(session, "second")
        for each in (key, other):
            store_flaw(session, each, FORM, "former", "wrong", NOW)
        store_flaw(session, key, "ics:ka", "former", "wrong", NOW)
        store_renditions(session, FORM, MAKER, [Rendition(key, b"good")])
        assert [(flaw.key, flaw.form) for flaw in list_flaws(session)] == [
            (key, "ics:ka"),
            (other, FORM),
        ]


def test_what_is_rendered_or_known_to_be_flawed_is_done(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        good, flawed, _ = (add(session, name) for name in ("a", "b", "c"))
        store_renditions(session, FORM, MAKER, [Rendition(good, b"good")])
        store_flaw(session, flawed, FORM, MAKER, "wrong", NOW)
        assert list_rendered(session, FORM, MAKER) == {good, flawed}
        assert list_rendered(session, FORM, "another") == set()
        assert list_rendered(session, "ics:ka", MAKER) == set()


def test_only_what_was_written_since_a_version_is_named(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        first, second = add(session, "first"), add(session, "second")
        assert list_keys(session, Selection(), after=first.version) == [second]
        assert list_written(session, first.version) == [second.item_id]
        nothing = Selection(tags=frozenset({"none"}))
        assert list_keys(session, nothing, after=first.version) == []
        assert list_written(session, second.version) == []


def test_long_lists_are_asked_for_in_batches() -> None:
    assert [len(batch) for batch in in_batches(range(AT_ONCE + 1))] == [AT_ONCE, 1]
    assert list(in_batches([])) == []
