"""Who follows by mail, on both databases."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database, Session
from calendar_service.storage.followers import (
    ask_follower,
    change_follower,
    confirm_follower,
    count_asked,
    drop_unconfirmed,
    find_follower,
    find_wish,
    list_asked,
    list_followers,
    list_untold,
    list_week_due,
    note_all_told,
    note_mailed,
    note_told,
    oldest_told,
    remove_address,
    remove_follower,
)
from tests.builders import NOW

DAY = timedelta(days=1)
LATER = NOW + DAY
MONDAY = date(2026, 3, 9)
FILMS = Wish(
    kinds=frozenset({ItemKind.SCREENING}),
    tags=frozenset({"ფილმი", "film"}),
    places=frozenset({"Tbilisi, Rustaveli 1"}),
)
NINO = Follower(
    name="1",
    address="nino@example.org",
    wish=FILMS,
    pace=Pace.IMMEDIATE,
    language="ka",
    asked_at=NOW,
)
NINO_ALL = replace(NINO, name="2", wish=Wish(), pace=Pace.WEEKLY)
GIO = replace(NINO, name="3", address="gio@example.org", language="en")
ALL = (NINO, NINO_ALL, GIO)


def ask(database: Database, asked: Iterable[Follower]) -> None:
    with database.transaction() as session:
        for follower in asked:
            ask_follower(session, follower)


def confirmed(follower: Follower, told: int = 7) -> Follower:
    return replace(follower, confirmed_at=NOW, told=told)


def confirm(session: Session, name: str, told: int = 7) -> bool:
    return confirm_follower(session, name, told, MONDAY, NOW)


def test_a_wish_is_kept_as_it_was_asked_for(any_database: Database) -> None:
    ask(any_database, ALL)
    with any_database.reading() as session:
        assert list_followers(session) == [GIO, NINO, NINO_ALL]
        assert find_wish(session, "NINO@example.org", FILMS) == NINO
        assert find_wish(session, "gio@example.org", Wish()) is None
        assert find_wish(session, "gio\x00@example.org", FILMS) is None
        assert find_follower(session, "2") == NINO_ALL
        assert find_follower(session, "4") is None


def test_asking_again_changes_nothing_but_the_time(any_database: Database) -> None:
    ask(any_database, [NINO])
    with any_database.transaction() as session:
        confirm(session, "1")
        note_mailed(session, ["1"])
        assert list_asked(session, 9) == []
    other = replace(NINO, name="9", pace=Pace.WEEKLY, language="en", asked_at=LATER)
    ask(any_database, [other])
    known = replace(confirmed(NINO), asked_at=LATER)
    with any_database.reading() as session:
        assert list_followers(session) == [known]
        assert find_follower(session, "1") == known
        assert find_follower(session, "9") is None
        assert list_asked(session, 9) == [known]


def test_whoever_asked_is_due_one_mail(any_database: Database) -> None:
    ask(any_database, ALL)
    with any_database.transaction() as session:
        assert list_asked(session, 2) == [GIO, NINO]
        note_mailed(session, ["1", "3"])
        assert list_asked(session, 2) == [NINO_ALL]
        note_mailed(session, [])
        assert list_asked(session, 2) == [NINO_ALL]


def test_a_wish_is_confirmed_once(any_database: Database) -> None:
    ask(any_database, [NINO, GIO])
    with any_database.transaction() as session:
        assert confirm(session, "1")
        assert not confirm(session, "1", told=8)
        assert not confirm(session, "4")
        assert list_followers(session) == [GIO, confirmed(NINO)]


def test_only_the_confirmed_are_told_and_only_of_what_is_new(
    any_database: Database,
) -> None:
    ask(any_database, ALL)
    with any_database.transaction() as session:
        assert oldest_told(session, 9) is None
        confirm(session, "1")
        confirm(session, "2")
        assert (oldest_told(session, 7), oldest_told(session, 8)) == (None, 7)
        assert list_untold(session, 7, 9) == []
        assert list_untold(session, 8, 9) == [confirmed(NINO)]
        assert list_untold(session, 8, 0) == []
        note_told(session, ["1"], 9)
        note_told(session, ["1"], 8)
        assert list_untold(session, 9, 9) == []
        assert find_follower(session, "1") == confirmed(NINO, told=9)
        note_all_told(session, 12)
        told = [each.told for each in list_followers(session)]
        assert told == [0, 12, 7]


def test_a_letter_of_the_week_is_due_once(any_database: Database) -> None:
    ask(any_database, ALL)
    with any_database.transaction() as session:
        confirm(session, "1")
        confirm(session, "2")
        assert list_week_due(session, MONDAY, 9) == []
        then = MONDAY + 7 * DAY
        assert list_week_due(session, then, 9) == [confirmed(NINO_ALL)]
        note_told(session, ["2"], 9, then)
        assert list_week_due(session, then, 9) == []
        assert find_follower(session, "2") == confirmed(NINO_ALL, told=9)


def test_what_is_followed_can_be_changed(any_database: Database) -> None:
    ask(any_database, [NINO])
    then = MONDAY + 7 * DAY
    with any_database.transaction() as session:
        confirm(session, "1")
        weekly = replace(confirmed(NINO), wish=Wish(), pace=Pace.WEEKLY, language="en")
        change_follower(session, weekly, then)
        assert find_follower(session, "1") == weekly
        assert find_wish(session, "nino@example.org", Wish()) == weekly
        assert list_week_due(session, then, 9) == []
        change_follower(session, replace(weekly, language="ka"), then + 7 * DAY)
        assert list_week_due(session, then + 7 * DAY, 9) != []


def test_who_leaves_is_forgotten(any_database: Database) -> None:
    ask(any_database, ALL)
    nino = "nino@example.org"
    with any_database.transaction() as session:
        assert remove_follower(session, "3") == {"3": "gio@example.org"}
        assert remove_follower(session, "3") == {}
        assert list_followers(session) == [NINO, NINO_ALL]
        assert remove_address(session, "NINO@example.org") == {"1": nino, "2": nino}
        assert remove_address(session, "nino@example.org") == {}
        assert remove_address(session, "nino\x00@example.org") == {}
        assert list_followers(session) == []


def test_what_nobody_confirmed_is_forgotten(any_database: Database) -> None:
    late = replace(GIO, asked_at=LATER)
    ask(any_database, [NINO, NINO_ALL, late])
    with any_database.transaction() as session:
        confirm(session, "2", told=0)
        assert drop_unconfirmed(session, NOW) == {}
        assert drop_unconfirmed(session, LATER) == {"1": "nino@example.org"}
        assert list_followers(session) == [late, confirmed(NINO_ALL, told=0)]


def test_those_asked_of_late_are_counted(any_database: Database) -> None:
    there = replace(NINO_ALL, asked_at=LATER)
    ask(any_database, [NINO, replace(GIO, asked_at=LATER), there])
    with any_database.reading() as session:
        assert count_asked(session, NOW - DAY) == 3
        assert count_asked(session, NOW) == 2
        assert count_asked(session, NOW - DAY, "NINO@example.org") == 2
        assert count_asked(session, NOW, "nino@example.org") == 1
        assert count_asked(session, LATER) == 0


def test_the_same_wish_asked_for_by_many_at_once_is_one(
    any_database: Database,
) -> None:
    with ThreadPoolExecutor(4) as pool:
        wishes = [[replace(NINO, name=str(n))] for n in range(8)]
        list(pool.map(lambda asked: ask(any_database, asked), wishes))
    with any_database.reading() as session:
        (only,) = list_followers(session)
    assert replace(only, name="1") == NINO


def test_two_that_become_the_same_at_once_do_not_break(any_database: Database) -> None:
    ask(any_database, [NINO, NINO_ALL])
    campaigns = Wish(kinds=frozenset({ItemKind.CAMPAIGN}))

    def become(follower: Follower) -> bool:
        with any_database.transaction() as session:
            return change_follower(session, replace(follower, wish=campaigns), MONDAY)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(become, [NINO, NINO_ALL])) == [False, True]
    with any_database.reading() as session:
        wishes = [each.wish for each in list_followers(session)]
    assert wishes.count(campaigns) == 1
