from dataclasses import replace

import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.administering import (
    add_account,
    change_password,
    hash_password,
    verify_password,
)
from calendar_service.storage.accounts import find_account, list_accounts
from calendar_service.storage.database import Session
from tests.builders import NOW

PASSWORD = "correct horse battery"  # noqa: S105 - of a test


def add(session: Session, email: str = "Nino@Example.org", **changes: str) -> Account:
    given = {"name": "Nino", "language": "ka", "password": PASSWORD} | changes
    return add_account(session, email=email, role=Role.EDITOR, now=NOW, **given)


def test_account_is_found_in_any_letter_case_and_its_password_is_hashed(
    session: Session,
) -> None:
    added = add(session)
    assert added == find_account(session, "NINO@example.org")
    assert (added.email, added.role, added.language) == (
        "nino@example.org",
        Role.EDITOR,
        "ka",
    )
    assert added.password_hash.startswith("$argon2id$")
    assert PASSWORD not in added.password_hash


def test_every_wrong_field_is_named_and_nothing_is_stored(session: Session) -> None:
    wrong = {"name": "a\nb", "language": "Ka", "password": "short"}
    with pytest.raises(InvalidDraft) as found:
        add(session, "no address", **wrong)
    assert [str(problem) for problem in found.value.problems] == [
        "email: 'no address' is no mail address such as nino@example.org",
        "name: must be one line",
        "language: is no language code such as ka",
        "password: is shorter than 10 characters",
    ]
    assert list_accounts(session) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("language", "kat1", "is no language code such as ka"),
        ("language", "georgian", "is no language code such as ka"),
        ("password", "x" * 1_001, "is longer than 1,000 characters"),
    ],
)
def test_bounds_are_said(session: Session, field: str, value: str, said: str) -> None:
    with pytest.raises(InvalidDraft, match=f"^{field}: {said}$"):
        add(session, **{field: value})


def test_second_account_of_an_address_is_refused(session: Session) -> None:
    add(session)
    with pytest.raises(InvalidDraft, match="has an account already"):
        add(session, "nino@example.org")


def test_only_the_right_password_of_a_known_account_is_right() -> None:
    known = Account(email="a@example.org", password_hash=hash_password(PASSWORD))
    assert verify_password(known, PASSWORD)
    assert not verify_password(known, PASSWORD + "!")
    assert not verify_password(None, PASSWORD)
    assert not verify_password(None, "nobody has this password")
    assert not verify_password(Account(email="a@example.org"), PASSWORD)


def test_another_password_leaves_the_rest_of_the_account(session: Session) -> None:
    before = add(session)
    change_password(session, "NINO@example.org", PASSWORD + "!", NOW)
    after = find_account(session, before.email)
    assert after is not None
    assert replace(after, password_hash=before.password_hash) == before
    assert verify_password(after, PASSWORD + "!")
    assert not verify_password(after, PASSWORD)


def test_a_short_password_and_an_unknown_address_are_refused(session: Session) -> None:
    before = add(session)
    with pytest.raises(InvalidDraft, match=r"^password: is shorter"):
        change_password(session, before.email, "short", NOW)
    assert find_account(session, before.email) == before
    with pytest.raises(LookupError):
        change_password(session, "nobody@example.org", PASSWORD, NOW)


def test_the_password_of_who_is_disabled_is_as_wrong_as_any() -> None:
    known = Account(email="a@example.org", password_hash=hash_password(PASSWORD))
    assert not verify_password(replace(known, disabled_at=NOW), PASSWORD)
