import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.administering import (
    add_account,
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
