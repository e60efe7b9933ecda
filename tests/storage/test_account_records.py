"""Accounts as administrators look at them, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from calendar_service.domain.account import Account, Role
from calendar_service.domain.account_change import AccountChange, NotedChange
from calendar_service.storage.account_records import (
    count_administrators,
    find_record,
    list_changes,
    list_records,
    lock_accounts,
    note_changes,
)
from calendar_service.storage.accounts import open_session, store_account
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, NOW

LATER = NOW + timedelta(hours=1)
ZURA = Account(email="zura@example.org", role=Role.ADMIN, password_hash="x")  # noqa: S106 - no secret


def test_accounts_come_with_their_dates(any_database: Database) -> None:
    with any_database.transaction() as session:
        for account in (BEN, ADA):
            store_account(session, account, NOW)
        open_session(session, ADA.email, "digest", LATER, LATER)
    with any_database.reading() as session:
        ada, ben = list_records(session)
        assert (ada.account, ada.created_at, ada.signed_in_at) == (ADA, NOW, LATER)
        assert (ben.account, ben.created_at, ben.signed_in_at) == (BEN, NOW, None)
        assert find_record(session, ben.number) == ben
        assert find_record(session, 10**6) is None


def test_only_who_can_sign_in_administers(any_database: Database) -> None:
    no_way_in = replace(ZURA, email="a@example.org", password_hash="")
    by_service = replace(no_way_in, email="b@example.org")
    out = replace(ZURA, email="c@example.org", disabled_at=NOW)
    with any_database.transaction() as session:
        for account in (ADA, ZURA, no_way_in, by_service, out):
            store_account(session, account, NOW)
        open_session(session, by_service.email, "digest", NOW, LATER)
        lock_accounts(session)
        assert count_administrators(session, "") == 2
        assert count_administrators(session, "ZURA@example.org") == 1
        store_account(session, replace(by_service, role=Role.VIEWER), NOW)
        assert count_administrators(session, ZURA.email) == 0


def test_what_became_of_an_account_comes_back_newest_first(
    any_database: Database,
) -> None:
    role, name = (
        AccountChange("role", "editor", "admin"),
        AccountChange("name", "", "ა"),
    )
    with any_database.transaction() as session:
        store_account(session, ADA, NOW)
        store_account(session, BEN, NOW)
        note_changes(session, "ADA@example.org", "zura", [role], NOW)
        note_changes(session, ADA.email, "ben", [name], LATER)
        with pytest.raises(NoResultFound):
            note_changes(session, "nobody@example.org", "ben", [name], LATER)
    with any_database.reading() as session:
        ada, ben = list_records(session)
        newest = NotedChange(LATER, "ben", name)
        noted = [newest, NotedChange(NOW, "zura", role)]
        assert list_changes(session, ada.number, 9) == noted
        assert list_changes(session, ada.number, 1) == [newest]
        assert list_changes(session, ben.number, 9) == []
