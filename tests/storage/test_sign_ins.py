"""Where somebody is signed in, and when they were last seen there."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from calendar_service.domain.account import Account
from calendar_service.storage.accounts import (
    close_session,
    close_sessions,
    open_session,
    store_account,
)
from calendar_service.storage.database import Database
from calendar_service.storage.sign_ins import (
    SignIn,
    end_sign_in,
    find_signed_in,
    list_sign_ins,
    note_seen,
)
from tests.builders import ADA, BEN, NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FIREFOX = ("Firefox", "Windows")


def who(
    session: Session, digest: str, later: timedelta = timedelta()
) -> Account | None:
    found = find_signed_in(session, digest, NOW + later)
    return found[0] if found else None


def enter(session: Session, *digests: str, account: Account = ADA) -> None:
    store_account(session, account, NOW)
    for digest in digests:
        open_session(session, account.email, digest, NOW, NOW + HOUR)


def test_a_sign_in_is_known_until_it_ends(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        store_account(session, BEN, NOW)
        open_session(session, "ADA@example.org", "digest-a", NOW, NOW + HOUR)
        open_session(session, BEN.email, "digest-b", NOW, NOW + 2 * HOUR)
    with any_database.reading() as session:
        assert who(session, "digest-a") == ADA
        assert who(session, "digest-b") == BEN
        assert who(session, "digest-c") is None
        assert who(session, "digest-a", HOUR) is None
        assert who(session, "digest-b", HOUR) == BEN


def test_a_closed_sign_in_is_worth_nothing(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        open_session(session, ADA.email, "one", NOW, NOW + HOUR)
        open_session(session, ADA.email, "two", NOW, NOW + HOUR)
        close_session(session, "one")
        close_session(session, "one")
        assert who(session, "one") is None
        assert who(session, "two") == ADA


def test_sign_ins_that_ended_are_forgotten_at_the_next(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        open_session(session, ADA.email, "one", NOW, NOW + HOUR)
        open_session(session, ADA.email, "two", NOW + HOUR, NOW + 2 * HOUR)
        # Were it still there, an earlier time would find it.
        assert who(session, "one") is None


def test_the_sign_ins_of_who_is_disabled_are_worth_nothing_at_once(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        open_session(session, ADA.email, "digest", NOW, NOW + HOUR)
        store_account(session, replace(ADA, disabled_at=NOW), NOW)
    with any_database.reading() as session:
        assert who(session, "digest") is None


def test_sign_ins_are_listed_with_their_browser_by_when_they_were_seen(
    any_database: Database,
) -> None:
    ends = NOW + 2 * HOUR
    with any_database.transaction() as session:
        enter(session, "of ben", account=BEN)
        enter(session)
        open_session(session, ADA.email, "first", NOW - HOUR, ends, FIREFOX)
        open_session(session, ADA.email, "second", NOW, ends)
    with any_database.transaction() as session:
        note_seen(session, "first", NOW + MINUTE)
    with any_database.reading() as session:
        first = SignIn(
            digest="first",
            since=NOW - HOUR,
            seen_at=NOW + MINUTE,
            browser="Firefox",
            system="Windows",
        )
        second = SignIn(digest="second", since=NOW, seen_at=NOW)
        assert list_sign_ins(session, "ADA@example.org", NOW) == [first, second]
        assert list_sign_ins(session, ADA.email, ends) == []
        assert find_signed_in(session, "first", NOW) == (ADA, NOW + MINUTE)
        assert find_signed_in(session, "second", NOW) == (ADA, NOW)


def test_a_clock_that_is_behind_makes_nobody_seen_earlier(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        enter(session, "one")
        note_seen(session, "one", NOW + MINUTE)
        note_seen(session, "one", NOW)
        note_seen(session, "unknown", NOW)
        (found,) = list_sign_ins(session, ADA.email, NOW)
        assert found.seen_at == NOW + MINUTE


def test_a_sign_in_from_before_counts_as_seen_when_it_began(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        enter(session, "one")
        session.execute(text("UPDATE sessions SET seen_at = NULL"))
        (found,) = list_sign_ins(session, ADA.email, NOW)
        assert (found.seen_at, found.browser, found.system) == (NOW, "", "")
        note_seen(session, "one", NOW + MINUTE)
        assert find_signed_in(session, "one", NOW) == (ADA, NOW + MINUTE)


def test_one_sign_in_is_ended_by_its_owner_alone(any_database: Database) -> None:
    one, other = "a" * 64, "b" * 64
    with any_database.transaction() as session:
        enter(session, one, other)
        enter(session, "c" * 64, account=BEN)
        handles = [each.handle for each in list_sign_ins(session, ADA.email, NOW)]
        assert handles == ["a" * 16, "b" * 16]
        for wrong in ("", "a", "c" * 16, one):
            assert not end_sign_in(session, ADA.email, wrong, NOW)
        assert end_sign_in(session, ADA.email, handles[0], NOW)
        assert not end_sign_in(session, ADA.email, handles[0], NOW)
        assert [who(session, digest) for digest in (one, other)] == [None, ADA]
        assert who(session, "c" * 64) == BEN


def test_all_sign_ins_of_an_account_are_ended(any_database: Database) -> None:
    with any_database.transaction() as session:
        enter(session, "one", "two")
        enter(session, "of ben", account=BEN)
        close_sessions(session, ADA.email)
        close_sessions(session, "nobody@example.org")
        assert list_sign_ins(session, ADA.email, NOW) == []
        assert len(list_sign_ins(session, BEN.email, NOW)) == 1
