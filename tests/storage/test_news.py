from dataclasses import replace
from datetime import date, timedelta

from calendar_service.domain.item import Item, ItemStatus, Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import store_item
from calendar_service.storage.news import (
    AnnouncedChange,
    count_selected,
    has_announced,
    list_announced,
    list_announced_after,
    list_news,
    list_told,
)
from tests.builders import NOW, make_item

ALL = Selection(with_deleted=True)


def add(session: Session, number: int, **changes: object) -> Item:
    item = make_item(
        uid=f"{number}@example.org",
        slug=f"item-{number}",
        published_at=NOW + timedelta(minutes=number),
        **changes,
    )
    return store_item(
        session, item, actor="ada", seen=None, now=NOW, announces=("new",)
    )


def test_news_is_counted_from_the_oldest_publication(any_database: Database) -> None:
    with any_database.transaction() as session:
        items = {n: add(session, n) for n in (3, 1, 2)}
        add(session, 9, status=ItemStatus.DRAFT)
    with any_database.reading() as session:
        public = Selection()
        assert count_selected(session, public) == 3
        assert list_news(session, public, 0, 9) == [items[1], items[2], items[3]]
        assert list_news(session, public, 1, 1) == [items[2]]
        assert list_news(session, public, 3, 9) == []


def test_changes_are_told_with_what_was_before(any_database: Database) -> None:
    later = NOW + timedelta(days=1)
    with any_database.transaction() as session:
        item = add(session, 1)
        quiet = replace(item, notes="seen by staff", revision=1)
        quiet = store_item(session, quiet, actor="ada", seen=0, now=NOW)
        moved = replace(
            quiet, span=whole_days(date(2026, 6, 1)), revision=2, updated_at=later
        )
        moved = store_item(
            session, moved, actor="ada", seen=1, now=later, announces=("moved",)
        )
    new = AnnouncedChange(None, item, moved, ("new",), NOW, 1)
    change = AnnouncedChange(quiet, moved, moved, ("moved",), later, 3)
    with any_database.reading() as session:
        assert list_announced(session, ALL, NOW, 9) == [change, new]
        assert list_announced(session, ALL, NOW, 1) == [change]
        assert list_announced(session, ALL, later, 9) == [change]
        nothing = Selection(tags=frozenset({"none"}))
        assert list_announced(session, nothing, NOW, 9) == []


def test_what_was_published_together_stands_in_the_order_it_came(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        made = [
            make_item(uid=f"{n}@example.org", slug=f"item-{n}", published_at=NOW)
            for n in (2, 1)
        ]
        items = [
            store_item(session, item, actor="ada", seen=None, now=NOW) for item in made
        ]
        assert list_news(session, Selection(), 0, 9) == items


def test_changes_of_one_moment_stand_the_last_first(any_database: Database) -> None:
    with any_database.transaction() as session:
        items = [add(session, number) for number in (2, 1)]
        changes = list_announced(session, ALL, NOW, 9)
    assert [change.current for change in changes] == items[::-1]
    assert [change.before for change in changes] == [None, None]


def test_changes_are_told_of_what_their_readers_may_see(any_database: Database) -> None:
    with any_database.transaction() as session:
        staff = add(session, 1, visibility=Visibility.STAFF)
        public = add(session, 2)
        for_public = list_announced(session, ALL, NOW, 9)
        everyone = replace(ALL, audience=Audience.STAFF)
        for_staff = list_announced(session, everyone, NOW, 9)
    assert [change.current for change in for_public] == [public]
    assert [change.current for change in for_staff] == [public, staff]


def test_what_was_told_of_one_item_is_its_own(any_database: Database) -> None:
    with any_database.transaction() as session:
        item, other = add(session, 1), add(session, 2)
        moved = replace(item, span=whole_days(date(2026, 6, 1)), revision=1)
        moved = store_item(
            session, moved, actor="ada", seen=0, now=NOW, announces=("moved",)
        )
    new = AnnouncedChange(None, item, moved, ("new",), NOW, 1)
    change = AnnouncedChange(item, moved, moved, ("moved",), NOW, 3)
    with any_database.reading() as session:
        assert list_told(session, moved, 9) == [change, new]
        assert list_told(session, moved, 1) == [change]
        assert [each.after for each in list_told(session, other, 9)] == [other]


def test_what_was_announced_after_a_version_stands_in_its_order(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        first, second = add(session, 1), add(session, 2)
        add(session, 3, visibility=Visibility.STAFF)
        quiet = replace(first, notes="seen by staff", revision=1)
        store_item(session, quiet, actor="ada", seen=0, now=NOW)
        gone = replace(second, status=ItemStatus.DELETED, revision=1)
        gone = store_item(
            session, gone, actor="ada", seen=0, now=NOW, announces=("cancelled",)
        )
    with any_database.reading() as session:
        found = list_announced_after(session, 0, 9)
        assert [(each.version, each.announces) for each in found] == [
            (1, ("new",)),
            (2, ("new",)),
            (5, ("cancelled",)),
        ]
        assert (found[2].before, found[2].current) == (second, gone)
        assert list_announced_after(session, 1, 1) == found[1:2]
        assert list_announced_after(session, 5, 9) == []
        asked = [has_announced(session, version) for version in (0, 2, 4, 5)]
        assert asked == [True, True, True, False]
