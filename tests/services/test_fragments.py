"""Fragments: rendered once, proved, stored, and bounded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import event

from calendar_service.domain.item import Item
from calendar_service.domain.selection import Selection
from calendar_service.domain.texts import Text
from calendar_service.feeds.document import LinkTo
from calendar_service.feeds.vevent import render_vevents
from calendar_service.services import fragments
from calendar_service.services.fragments import Fragments
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.items import store_item
from calendar_service.storage.renditions import ItemKey, list_flaws, list_keys
from tests.builders import NOW, make_item, timed
from tests.fakes import StillClock

URL = "http://calendar.example.org"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of the items that were rendered, in order."""
    seen: list[str] = []

    def counting(item: Item, languages: Sequence[str], link: LinkTo) -> bytes:
        seen.append(item.slug)
        return render_vevents(item, languages, link)

    monkeypatch.setattr(fragments, "render_vevents", counting)
    return seen


@pytest.fixture
def shelf(database: Database) -> Fragments:
    return Fragments(database, URL, StillClock())


def add(database: Database, name: str, **changes: object) -> Item:
    item = make_item(uid=f"{name}@example.org", slug=name, **changes)
    with database.transaction() as session:
        return store_item(session, item, actor="ada", seen=None, now=NOW)


def change(database: Database, item: Item, title: str) -> Item:
    texts = {"en": Text(title=title)}
    changed = replace(item, texts=texts, revision=item.revision + 1)
    with database.transaction() as session:
        return store_item(session, changed, actor="ada", seen=item.revision, now=NOW)


def keys(database: Database) -> list[ItemKey]:
    with database.reading() as session:
        return list_keys(session, Selection())


def bodies(shelf: Fragments, *languages: str) -> list[bytes]:
    found = shelf.list_fragments(keys(shelf.database), languages or ("en",))
    return [fragment.body for fragment in found]


def test_an_item_is_rendered_once_for_all_processes(
    database: Database, shelf: Fragments, rendered: list[str]
) -> None:
    add(database, "a")
    add(database, "b", span=timed("2026-05-14T10:00", zone="Europe/Berlin"))
    first = bodies(shelf)
    other = Fragments(database, URL, StillClock())
    assert (bodies(shelf), bodies(other)) == (first, first)
    assert other.list_fragments(keys(database), ("en",)) == shelf.list_fragments(
        keys(database), ("en",)
    )
    assert rendered == ["a", "b"]


def test_only_what_changed_is_rendered_again(
    database: Database, shelf: Fragments, rendered: list[str]
) -> None:
    items = [add(database, name) for name in "abc"]
    before = bodies(shelf)
    change(database, items[1], "Another title")
    after = bodies(shelf)
    assert rendered == ["a", "b", "c", "b"]
    assert (after[0], after[2]) == (before[0], before[2])
    assert b"Another title" in after[1]


def test_languages_and_addresses_have_renditions_of_their_own(
    database: Database, shelf: Fragments
) -> None:
    add(database, "a", texts={"en": Text(title="One"), "ka": Text(title="ერთი")})
    (english,), (georgian,) = bodies(shelf), bodies(shelf, "ka")
    (both,) = bodies(shelf, "en", "ka")
    assert (b"One" in english, "ერთი".encode() in georgian) == (True, True)
    assert "One / ერთი".encode() in both
    moved = Fragments(database, "https://new.example.org", StillClock())
    assert b"https://new.example.org/items/a" in bodies(moved)[0]
    assert bodies(shelf) == [english]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def long_line(item: Item, languages: Sequence[str], link: LinkTo) -> bytes:
        if item.texts["en"].title == "Raise":
            raise ArithmeticError("no words")
        body = render_vevents(item, languages, link)
        return body.replace(b"END:VEVENT", b"X-LONG:" + b"x" * 80 + b"\r\nEND:VEVENT")

    with monkeypatch.context() as patch:
        patch.setattr(fragments, "render_vevents", long_line)
        yield


def test_what_does_not_prove_itself_keeps_its_last_good_rendition(
    database: Database,
    shelf: Fragments,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = add(database, "a")
    good = bodies(shelf)
    with monkeypatch.context() as patch:
        patch.setattr(fragments, "render_vevents", lambda *_: b"BEGIN:VEVENT\r\n")
        change(database, item, "Another title")
        assert bodies(shelf) == good
        assert bodies(Fragments(database, URL, StillClock())) == good
    with database.reading() as session:
        (flaw,) = list_flaws(session)
    assert (flaw.uid, flaw.form) == (item.uid, "ics:en")
    assert flaw.problems
    # Known to be flawed, it is not tried again until it changes.
    assert bodies(shelf) == good


@pytest.mark.usefixtures("broken")
def test_what_was_never_good_is_left_out_and_stops_no_other(
    database: Database, shelf: Fragments, caplog: pytest.LogCaptureFixture
) -> None:
    add(database, "a")
    add(database, "b", texts={"en": Text(title="Raise")})
    assert bodies(shelf) == []
    with database.reading() as session:
        flaws = list_flaws(session)
    assert [flaw.problems.partition(" has")[0] for flaw in flaws] == [
        flaws[0].problems.partition(" has")[0],
        "ArithmeticError: no words",
    ]
    assert "octets" in flaws[0].problems
    assert len(caplog.records) == 2


def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    if statement.startswith("INSERT INTO renditions"):
        raise OperationalError(statement, {}, OSError("disk full"))


def test_a_feed_goes_out_where_nothing_can_be_written(
    database: Database, shelf: Fragments, caplog: pytest.LogCaptureFixture
) -> None:
    add(database, "a")

    event.listen(database.engine, "before_cursor_execute", refuse)
    assert len(bodies(shelf)) == 1
    assert caplog.messages == ["renditions could not be stored; they are made again"]


def test_another_process_has_done_a_part_of_the_work_meanwhile(
    database: Database, shelf: Fragments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "AT_ONCE", 1)
    for name in "abc":
        add(database, name)
    last = shelf.list_batches(Selection(), [("en",)])[-1]
    seen: list[str] = []

    def rendering(item: Item, languages: Sequence[str], link: LinkTo) -> bytes:
        seen.append(item.slug)
        if item.slug == "a":
            Fragments(database, URL, StillClock()).render(last)
        return render_vevents(item, languages, link)

    monkeypatch.setattr(fragments, "render_vevents", rendering)
    assert len(bodies(shelf)) == 3
    assert seen == ["a", "c", "b"]


def test_what_is_not_rendered_yet_is_rendered_in_batches_that_stay(
    database: Database, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fragments, "AT_ONCE", 2)
    shelf = Fragments(database, URL, StillClock())
    for name in "abc":
        add(database, name)
    spoken = [("en",), ("ka",)]
    batches = shelf.list_batches(Selection(), spoken)
    ids = [key.item_id for key in keys(database)]
    assert [([k.item_id for k in b.keys], b.languages) for b in batches] == [
        (ids[:2], ("en",)),
        (ids[2:], ("en",)),
        (ids[:2], ("ka",)),
        (ids[2:], ("ka",)),
    ]
    shelf.render(batches[0])
    assert shelf.list_batches(Selection(), spoken) == batches[1:]
    for batch in batches[1:]:
        shelf.render(batch)
    assert shelf.list_batches(Selection(), spoken) == []
    assert (len(bodies(shelf)), len(bodies(shelf, "ka"))) == (3, 3)
    assert len(rendered) == 6


@pytest.mark.usefixtures("broken")
def test_what_is_known_to_be_flawed_is_no_work_to_be_done(
    database: Database, shelf: Fragments
) -> None:
    add(database, "a")
    (batch,) = shelf.list_batches(Selection(), [("en",)])
    shelf.render(batch)
    assert shelf.list_batches(Selection(), [("en",)]) == []
