"""Accounts, sign-ins and wrong passwords."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemKind
from calendar_service.storage.accounts import (
    add_attempt,
    count_attempts,
    drop_attempts,
    find_account,
    forget_attempts,
    list_accounts,
    open_session,
    replace_password,
    store_account,
)
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, CLEO, NOW

HOUR = timedelta(hours=1)
FULL = Account(
    email="nino@example.org",
    name="ნინო",
    role=Role.ADMIN,
    language="ka",
    password_hash="$argon2id$…",  # noqa: S106 - no secret
    kinds=frozenset({ItemKind.NEWS, ItemKind.SCREENING}),
    disabled_at=NOW,
    invited_at=NOW,
)


def test_every_field_of_an_account_comes_back(any_database: Database) -> None:
    plain = Account(email="")
    same = [
        f.name
        for f in fields(Account)
        if getattr(FULL, f.name) == getattr(plain, f.name)
    ]
    assert same == []
    with any_database.transaction() as session:
        store_account(session, FULL, NOW)
    with any_database.reading() as session:
        assert find_account(session, "nino@example.org") == FULL


def test_an_address_is_the_same_in_any_letter_case(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, replace(ADA, email="Ada@Example.org"), NOW)
        store_account(session, replace(ADA, name="Ada L."), NOW)
    changed = replace(ADA, name="Ada L.")
    with any_database.reading() as session:
        assert find_account(session, "ADA@example.ORG") == changed
        assert list_accounts(session) == [changed]


@pytest.mark.parametrize("email", ["", "ben@example.org", "ada\x00@example.org"])
def test_an_unknown_address_has_no_account(any_database: Database, email: str) -> None:
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        assert find_account(session, email) is None


def test_accounts_are_listed_alike_in_every_database(any_database: Database) -> None:
    names = ["b@x.org", "a-b@x.org", "a.b@x.org", "ab@x.org", "a_b@x.org"]
    with any_database.transaction() as session:
        for name in names:
            store_account(session, replace(ADA, email=name), NOW)
        found = [account.email for account in list_accounts(session)]
    assert found == sorted(names)


def test_nobody_unknown_signs_in(any_database: Database) -> None:
    with pytest.raises(LookupError), any_database.transaction() as session:
        open_session(session, CLEO.email, "one", NOW, NOW + HOUR)


def test_wrong_passwords_are_counted_by_subject_and_time(
    any_database: Database,
) -> None:
    long_ago = NOW - timedelta(days=1)
    with any_database.transaction() as session:
        for at in (NOW - HOUR, NOW, NOW):
            add_attempt(session, "ada", at, long_ago)
        add_attempt(session, "ben", NOW, long_ago)
        assert count_attempts(session, "ada", NOW - HOUR) == 3
        assert count_attempts(session, "ada", NOW) == 2
        assert count_attempts(session, "ben", NOW) == 1
        assert count_attempts(session, "cleo", long_ago) == 0


def test_old_wrong_passwords_are_forgotten(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_attempt(session, "ada", NOW - 2 * HOUR, NOW - 3 * HOUR)
        add_attempt(session, "ben", NOW, NOW - HOUR)
        assert count_attempts(session, "ada", NOW - 3 * HOUR) == 0
        assert count_attempts(session, "ben", NOW - 3 * HOUR) == 1


def test_a_try_that_was_right_is_taken_back_alone(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_attempt(session, "ada", NOW, NOW)
        right = add_attempt(session, "ada", NOW, NOW)
        drop_attempts(session, [right])
        assert count_attempts(session, "ada", NOW) == 1
        drop_attempts(session, [])
        assert count_attempts(session, "ada", NOW) == 1


def test_all_tries_of_some_subjects_are_forgotten(any_database: Database) -> None:
    with any_database.transaction() as session:
        for subject in ("ada", "ada", "ben", "cleo"):
            add_attempt(session, subject, NOW, NOW)
        forget_attempts(session, ["ada", "ben", "nobody"])
        counts = [count_attempts(session, s, NOW) for s in ("ada", "ben", "cleo")]
        assert counts == [0, 0, 1]


def test_a_password_is_replaced_if_it_is_the_one_that_was_seen(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        store_account(session, FULL, NOW)
        store_account(session, ADA, NOW)
        assert replace_password(session, FULL, "another")
        assert not replace_password(session, FULL, "a third")
        assert not replace_password(session, BEN, "of nobody")
    with any_database.reading() as session:
        changed = replace(FULL, password_hash="another")  # noqa: S106 - no secret
        assert find_account(session, FULL.email) == changed
        assert find_account(session, ADA.email) == ADA


def test_a_sign_in_ends_an_invitation(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, replace(ADA, invited_at=NOW), NOW)
        open_session(session, ADA.email, "digest", NOW, NOW + HOUR)
        assert find_account(session, ADA.email) == ADA
