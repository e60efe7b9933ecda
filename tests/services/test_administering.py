from dataclasses import replace
from datetime import timedelta

import pytest
from argon2.exceptions import VerificationError

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services import administering
from calendar_service.services.administering import (
    add_account,
    hash_new_password,
    hash_password,
    put_password,
    verify_password,
)
from calendar_service.storage.accounts import (
    find_account,
    list_accounts,
    open_session,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import list_mails
from calendar_service.storage.sign_ins import list_sign_ins
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


def test_an_account_without_a_password_costs_a_look_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = []

    class Counting:
        def verify(self, hashed: str, _password: str) -> None:
            looked.append(hashed[:10])
            raise VerificationError

    monkeypatch.setattr(administering, "_hasher", Counting())
    known = Account(email="a@example.org", password_hash="$argon2id$ of ada")  # noqa: S106 - no secret
    disabled = replace(known, disabled_at=NOW)
    for account in (known, disabled, Account(email="b@example.org"), None):
        assert not verify_password(account, PASSWORD)
    assert looked == ["$argon2id$"] * 4


def test_another_password_leaves_the_rest_of_the_account(
    session: Session, settings: Settings
) -> None:
    before = add(session)
    open_session(session, before.email, "digest", NOW, NOW + timedelta(days=1))
    hashed = hash_new_password(PASSWORD + "!")
    assert put_password(session, settings, before, hashed, NOW)
    after = find_account(session, before.email)
    assert after is not None
    assert replace(after, password_hash=before.password_hash) == before
    assert verify_password(after, PASSWORD + "!")
    assert not verify_password(after, PASSWORD)
    assert list_sign_ins(session, before.email, NOW) == []
    assert [mail.message.to for mail in list_mails(session)] == [before.email]


def test_of_two_passwords_at_once_one_is_put_in_place(
    session: Session, settings: Settings
) -> None:
    before = add(session)
    assert put_password(session, settings, before, "first", NOW)
    assert not put_password(session, settings, before, "second", NOW)
    after = find_account(session, before.email)
    assert after == replace(before, password_hash="first")  # noqa: S106 - no secret
    assert len(list_mails(session)) == 1


@pytest.mark.parametrize("password", ["short", "x" * 1_001])
def test_a_new_password_out_of_bounds_is_refused(password: str) -> None:
    with pytest.raises(InvalidDraft, match=r"^password: is "):
        hash_new_password(password)


def test_the_password_of_who_is_disabled_is_as_wrong_as_any() -> None:
    known = Account(email="a@example.org", password_hash=hash_password(PASSWORD))
    assert not verify_password(replace(known, disabled_at=NOW), PASSWORD)
