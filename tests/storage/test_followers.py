"""Who follows by mail, on both databases."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from calendar_service.domain.follower import Asked, Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database
from calendar_service.storage.followers import (
    ask_follower,
    confirm_follower,
    count_asked,
    drop_unconfirmed,
    find_follower,
    find_wish,
    list_followers,
    list_untold,
    note_told,
    remove_address,
    remove_follower,
)
from tests.builders import NOW

DAY = timedelta(days=1)
LATER = NOW + DAY
FILMS = Wish(
    kinds=frozenset({ItemKind.SCREENING}),
    tags=frozenset({"ფილმი", "film"}),
    places=frozenset({"Tbilisi, Rustaveli 1"}),
)
NINO = Follower(
    address="nino@example.org",
    wish=FILMS,
    pace=Pace.IMMEDIATE,
    language="ka",
    asked_at=NOW,
)
NINO_ALL = replace(NINO, wish=Wish(), pace=Pace.WEEKLY)
GIO = replace(NINO, address="gio@example.org", language="en")


def ask(database: Database, asked: Iterable[tuple[Follower, str]]) -> None:
    with database.transaction() as session:
        for follower, token_hash in asked:
            ask_follower(session, follower, token_hash, client="here")


def test_a_wish_is_kept_as_it_was_asked_for(any_database: Database) -> None:
    ask(any_database, [(NINO, "1"), (NINO_ALL, "2"), (GIO, "3")])
    with any_database.reading() as session:
        assert list_followers(session) == [GIO, NINO, NINO_ALL]
        assert find_wish(session, "NINO@example.org", FILMS) == NINO
        assert find_wish(session, "gio@example.org", Wish()) is None
        assert find_wish(session, "gio\x00@example.org", FILMS) is None
        assert find_follower(session, "2") == NINO_ALL
        assert find_follower(session, "4") is None


def test_asking_again_changes_nothing_but_the_time(any_database: Database) -> None:
    ask(any_database, [(NINO, "1")])
    with any_database.transaction() as session:
        confirm_follower(session, "1", told=7, now=NOW)
    other = replace(NINO, pace=Pace.WEEKLY, language="en", asked_at=LATER)
    ask(any_database, [(other, "9")])
    known = replace(NINO, asked_at=LATER, confirmed_at=NOW, told=7)
    with any_database.reading() as session:
        assert list_followers(session) == [known]
        assert find_follower(session, "1") == known
        assert find_follower(session, "9") is None


def test_a_wish_is_confirmed_once(any_database: Database) -> None:
    ask(any_database, [(NINO, "1"), (GIO, "2")])
    with any_database.transaction() as session:
        assert confirm_follower(session, "1", told=7, now=NOW)
        assert not confirm_follower(session, "1", told=8, now=LATER)
        assert not confirm_follower(session, "3", told=8, now=LATER)
        assert list_followers(session) == [
            GIO,
            replace(NINO, confirmed_at=NOW, told=7),
        ]


def test_only_the_confirmed_are_told_and_only_of_what_is_new(
    any_database: Database,
) -> None:
    ask(any_database, [(NINO, "1"), (NINO_ALL, "2"), (GIO, "3")])
    with any_database.transaction() as session:
        confirm_follower(session, "1", told=7, now=NOW)
        confirm_follower(session, "2", told=7, now=NOW)
        nino = replace(NINO, confirmed_at=NOW, told=7)
        weekly = replace(NINO_ALL, confirmed_at=NOW, told=7)
        assert list_untold(session, Pace.IMMEDIATE, 7) == []
        assert list_untold(session, Pace.IMMEDIATE, 8) == [("1", nino)]
        assert list_untold(session, Pace.WEEKLY, 8) == [("2", weekly)]
        note_told(session, "1", 9)
        note_told(session, "1", 8)
        assert list_untold(session, Pace.IMMEDIATE, 9) == []
        assert find_follower(session, "1") == replace(nino, told=9)


def test_who_leaves_is_forgotten(any_database: Database) -> None:
    ask(any_database, [(NINO, "1"), (NINO_ALL, "2"), (GIO, "3")])
    with any_database.transaction() as session:
        assert remove_follower(session, "3")
        assert not remove_follower(session, "3")
        assert list_followers(session) == [NINO, NINO_ALL]
        assert remove_address(session, "NINO@example.org") == 2
        assert remove_address(session, "nino@example.org") == 0
        assert remove_address(session, "nino\x00@example.org") == 0
        assert list_followers(session) == []


def test_what_nobody_confirmed_is_forgotten(any_database: Database) -> None:
    late = replace(GIO, asked_at=LATER)
    ask(any_database, [(NINO, "1"), (NINO_ALL, "2"), (late, "3")])
    with any_database.transaction() as session:
        confirm_follower(session, "2", told=0, now=NOW)
        assert drop_unconfirmed(session, NOW) == 0
        assert drop_unconfirmed(session, LATER) == 1
        assert list_followers(session) == [late, replace(NINO_ALL, confirmed_at=NOW)]


def test_those_asked_of_late_are_counted(any_database: Database) -> None:
    ask(any_database, [(NINO, "1"), (replace(GIO, asked_at=LATER), "2")])
    with any_database.transaction() as session:
        there = replace(NINO_ALL, asked_at=LATER)
        ask_follower(session, there, "3", client="there")
        assert count_asked(session, "here", NOW - DAY) == Asked(2, 3)
        assert count_asked(session, "here", NOW) == Asked(1, 2)
        assert count_asked(session, "nowhere", LATER) == Asked(0, 0)


def test_the_same_wish_asked_for_by_many_at_once_is_one(
    any_database: Database,
) -> None:
    with ThreadPoolExecutor(4) as pool:
        wishes = [[(NINO, str(n))] for n in range(8)]
        list(pool.map(lambda asked: ask(any_database, asked), wishes))
    with any_database.reading() as session:
        assert list_followers(session) == [NINO]
