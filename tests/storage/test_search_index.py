"""The search index follows an item in the transaction of its change."""

from dataclasses import replace

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from calendar_service.domain.item import Party, Place
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.search_index import indexed_words
from calendar_service.storage.search_tables import ItemWordsRow, TrigramRow
from tests.builders import NOW, make_item
from tests.storage.item_values import FULL, store_all, undone

ITEM = make_item(
    texts={
        "en": Text("Film evening", "A talk", "With *makers*", "Cinema"),
        "ka": Text("კინო"),
    },
    place=Place("Cinema House", "Tbilisi"),
    tags=("rights",),
    hashtags=("#film",),
    organisers=(Party("The Office"),),
    partners=(Party("ქალაქი"),),
)
NAMES = "cinema house tbilisi film the office kalaki cinema rights"


def test_what_has_a_name_is_indexed_in_every_language() -> None:
    assert list(indexed_words(ITEM)) == [
        (
            "en",
            {"title": "film evening", "names": NAMES, "body": "a talk with makers"},
        ),
        ("ka", {"title": "kino", "names": NAMES, "body": ""}),
    ]


def rows(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        found = session.execute(
            select(ItemWordsRow.language, ItemWordsRow.title).order_by(
                ItemWordsRow.language
            )
        )
        return [(language, title) for language, title in found]


def test_a_change_puts_new_words_in_place_of_the_former(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        store_item(session, ITEM, actor="a", seen=None, now=NOW)
    assert rows(any_database) == [("en", "film evening"), ("ka", "kino")]
    changed = replace(ITEM, revision=1, texts={"en": Text("Concert")})
    with any_database.transaction() as session:
        store_item(session, changed, actor="a", seen=0, now=NOW)
    assert rows(any_database) == [("en", "concert")]


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(
    any_database: Database,
) -> None:
    with undone(any_database) as session:
        store_item(session, ITEM, actor="a", seen=None, now=NOW)
    assert rows(any_database) == []


def test_words_of_titles_and_names_are_learnt_once(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_item(session, ITEM, actor="a", seen=None, now=NOW)
        other = replace(ITEM, uid="other@example.org", slug="other")
        store_item(session, other, actor="a", seen=None, now=NOW)
    with any_database.reading() as session:
        words = session.scalars(
            select(TrigramRow.word).where(TrigramRow.trigram == "  c")
        ).all()
        trigrams = session.scalars(
            select(TrigramRow.trigram).where(TrigramRow.word == "kino")
        )
        assert words == ["cinema"]
        assert set(trigrams) == {"  k", " ki", "kin", "ino", "no "}


WORDS = """SELECT item_id, language, title, names, body FROM item_words
ORDER BY item_id, language"""
TRIGRAMS = "SELECT word, trigram FROM word_trigrams ORDER BY word, trigram"


def everything(database: Database) -> list[list[tuple[object, ...]]]:
    with database.reading() as session:
        return [
            [tuple(row) for row in session.execute(text(query))]
            for query in (WORDS, TRIGRAMS)
        ]


def test_the_migration_indexes_what_is_there_as_a_change_would(
    any_database: Database,
) -> None:
    store_all(any_database, [FULL, ITEM])
    kept = everything(any_database)
    scripts = ScriptDirectory("calendar_service/storage/migrations")
    script = next(s for s in scripts.walk_revisions() if "search" in s.path)
    with any_database.upgrading() as connection:
        fts = "" if not any_database.is_sqlite else "item_words_fts"
        for name in filter(None, (fts, "item_words", "word_trigrams")):
            connection.execute(text(f"DROP TABLE {name}"))
        with Operations.context(MigrationContext.configure(connection)):
            script.module.upgrade()
    assert everything(any_database) == kept
