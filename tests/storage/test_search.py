"""Search: the same answers, in the same order, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place, Visibility
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.search_words import asked_stems
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.search import load_found, near_words, search_items
from tests.builders import NOW, make_item
from tests.storage.item_values import store_all

TODAY = date(2026, 3, 10)


def entry(name: str, title: str, **changes: object) -> Item:
    texts = {"en": Text(title=title)}
    wanted = {"uid": f"{name}@example.org", "slug": name, "texts": texts}
    return make_item(**{**wanted, **changes})


def found(
    database: Database, words: str, selection: Selection | None = None, text: str = ""
) -> list[str]:
    asked = [[stem] for stem in asked_stems(words)]
    with database.reading() as session:
        ids = search_items(session, asked, selection or Selection(), text, TODAY)
        return [item.slug for item in load_found(session, ids)]


def test_words_are_found_by_their_beginning_in_any_order_and_script(
    any_database: Database,
) -> None:
    texts = {"en": Text("Film evening"), "ka": Text("კინოსაღამო თბილისში")}
    store_all(any_database, [entry("a", "", texts=texts), entry("b", "Evening")])
    assert found(any_database, "even film") == ["a"]
    assert found(any_database, "თბილისი") == ["a"]
    assert found(any_database, "Tbilis KINO") == ["a"]
    assert found(any_database, "vening") == []


def test_titles_come_before_names_and_names_before_the_rest(
    any_database: Database,
) -> None:
    told = Text("Talk", description="About Kutaisi")
    store_all(
        any_database,
        [
            entry("told", "", texts={"en": told}),
            entry("named", "Visit", place=Place(city="Kutaisi")),
            entry("titled", "Kutaisi days"),
        ],
    )
    assert found(any_database, "kutaisi") == ["titled", "named", "told"]


def test_what_comes_next_is_before_what_is_over_the_newest_of_it_first(
    any_database: Database,
) -> None:
    days = {"old": (2018, 1, 5), "past": (2026, 3, 9), "far": (2027, 1, 1)}
    days |= {"today": (2026, 3, 10), "next": (2026, 3, 11)}
    store_all(
        any_database,
        [
            entry(name, "Film", span=whole_days(date(*day)))
            for name, day in days.items()
        ],
    )
    assert found(any_database, "film") == ["today", "next", "far", "past", "old"]


def test_nobody_finds_what_they_may_not_see(any_database: Database) -> None:
    store_all(
        any_database,
        [
            entry("public", "Film"),
            entry("staff", "Film", visibility=Visibility.STAFF),
            entry("draft", "Film", status=ItemStatus.DRAFT, published_at=None),
            entry("gone", "Film", status=ItemStatus.DELETED),
        ],
    )
    assert found(any_database, "film") == ["public"]
    staff, editors = (Selection(audience=a) for a in (Audience.STAFF, Audience.EDITORS))
    assert sorted(found(any_database, "film", staff)) == ["public", "staff"]
    assert sorted(found(any_database, "film", editors)) == ["draft", "public", "staff"]


def test_filters_narrow_what_is_found(any_database: Database) -> None:
    film = ItemKind.SCREENING
    store_all(
        any_database,
        [
            entry("meeting", "Film talk", tags=("rights",)),
            entry("screening", "Film", kind=film, place=Place(city="Batumi")),
            entry("georgian", "", texts={"ka": Text("Film")}),
        ],
    )
    kinds = Selection(kinds=frozenset({film}))
    assert found(any_database, "film", kinds) == ["screening"]
    tags = Selection(tags=frozenset({"rights"}))
    assert found(any_database, "film", tags) == ["meeting"]
    places = Selection(places=frozenset({"Batumi"}))
    assert found(any_database, "film", places) == ["screening"]
    assert found(any_database, "film", text="ka") == ["georgian"]
    assert found(any_database, "", kinds) == ["screening"]


def test_a_window_is_asked_of_the_occurrences(any_database: Database) -> None:
    days = (date(2026, 5, 1), date(2026, 5, 30))
    weekly = Recurrence(rule="FREQ=WEEKLY")
    start = whole_days(days[0])
    store_all(
        any_database,
        [
            entry("weekly", "Call", span=start, recurrence=weekly),
            entry("days", "Call", span=start, recurrence=Recurrence(dates=days)),
            entry("long", "Call", span=whole_days(*days)),
        ],
    )
    narrow = Selection(first=date(2026, 5, 9), last=date(2026, 5, 10))
    assert found(any_database, "call", narrow) == ["long"]
    friday = Selection(first=date(2026, 5, 8), last=date(2026, 5, 8))
    assert sorted(found(any_database, "call", friday)) == ["long", "weekly"]
    open_ended = Selection(first=date(2026, 5, 31))
    assert found(any_database, "call", open_ended) == ["weekly"]


def test_a_rename_is_found_under_the_new_name_only(any_database: Database) -> None:
    (item,) = store_all(any_database, [entry("a", "Film")])
    assert found(any_database, "film") == ["a"]
    renamed = replace(item, revision=1, texts={"en": Text("Concert")})
    with any_database.transaction() as session:
        store_item(session, renamed, actor="ada", seen=0, now=NOW)
    assert found(any_database, "film") == []
    assert found(any_database, "concert") == ["a"]


def test_a_mistyped_name_leads_to_the_known_one(any_database: Database) -> None:
    store_all(any_database, [entry("a", "Festival", place=Place(city="ქუთაისი"))])
    with any_database.reading() as session:
        assert near_words(session, "fesitval") == ["festival"]
        assert near_words(session, "kutaissi") == ["kutaisi"]
        assert near_words(session, "x") == []


@pytest.fixture
def filled(any_database: Database) -> Database:
    store_all(any_database, [entry("a", "Film")])
    return any_database


@drawing(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40))
def test_no_words_break_the_search(filled: Database, words: str) -> None:
    assert found(filled, words) in ([], ["a"])


@pytest.mark.parametrize("words", ["film NOT x", '"film', "film*", "film AND", "a:*"])
def test_operators_are_words_like_others(filled: Database, words: str) -> None:
    assert found(filled, words) == (["a"] if words in ('"film', "film*") else [])
