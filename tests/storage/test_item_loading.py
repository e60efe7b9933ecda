"""Items by any condition on their rows."""

from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.item_loading import load_by_id, load_items
from calendar_service.storage.tables import ItemRow
from tests.builders import make_item
from tests.storage.item_values import FULL, store_all


def test_items_are_loaded_by_condition_each_with_its_own(
    any_database: Database,
) -> None:
    bare, full = store_all(any_database, [make_item(), FULL])
    with any_database.reading() as session:
        assert load_by_id(session) == {1: bare, 2: full}
        assert load_items(session, ItemRow.uid == FULL.uid) == [full]
        assert load_items(session, ItemRow.id < 2, ItemRow.uid == FULL.uid) == []


def test_an_item_without_words_and_tags_is_loaded(any_database: Database) -> None:
    (bare,) = store_all(any_database, [make_item(texts={}, tags=())])
    with any_database.reading() as session:
        assert load_items(session) == [bare]


def test_languages_and_tags_come_in_a_fixed_order(any_database: Database) -> None:
    texts = {language: Text(language) for language in ("ru", "ka", "hy", "en")}
    store_all(any_database, [make_item(texts=texts, tags=("z", "a", "m"))])
    with any_database.reading() as session:
        (item,) = load_items(session)
    assert list(item.texts) == ["en", "hy", "ka", "ru"]
    assert item.tags == ("z", "a", "m")
