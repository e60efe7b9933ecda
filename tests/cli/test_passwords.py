"""Another password, on the command line."""

from dataclasses import replace

import pytest

from calendar_service.cli import passwords
from calendar_service.services.administering import hash_password, verify_password
from calendar_service.storage.accounts import find_account, store_account
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import list_mails
from tests.builders import ADA, NOW
from tests.cli.conftest import Command

NEW = "another horse entirely"


@pytest.fixture
def known(database: Database) -> Database:
    with database.transaction() as session:
        store_account(session, ADA, NOW)
    return database


def test_another_password_is_given_and_told(
    command: Command, known: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = command("account", "password", "ADA@example.org", "--password", NEW)
    assert done.output == "ada@example.org has another password.\n"
    with known.reading() as session:
        assert verify_password(find_account(session, ADA.email), NEW)
        assert [mail.message.to for mail in list_mails(session)] == [ADA.email]
    monkeypatch.setenv("ACCOUNT_PASSWORD", NEW + "!")
    command("account", "password", ADA.email)
    with known.reading() as session:
        assert verify_password(find_account(session, ADA.email), NEW + "!")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nobody@example.org", "--password", NEW), 1, "has no account"),
        ((ADA.email, "--password", "short"), 1, "password: is shorter than"),
        ((ADA.email,), 2, "there is no terminal to ask for the password at"),
    ],
)
@pytest.mark.usefixtures("known")
def test_what_cannot_be_is_refused_in_words(
    command: Command, arguments: tuple[str, ...], code: int, said: str
) -> None:
    refused = command("account", "password", *arguments)
    assert refused.code == code
    assert said in refused.errors


def test_a_password_that_is_changed_at_the_same_moment_stays(
    command: Command, known: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_password: str) -> str:
        with known.transaction() as session:
            changed = hash_password(NEW)
            account = find_account(session, ADA.email)
            assert account is not None
            store_account(session, replace(account, password_hash=changed), NOW)
        return "of the command"

    monkeypatch.setattr(passwords, "hash_new_password", meanwhile)
    refused = command("account", "password", ADA.email, "--password", NEW)
    assert (refused.code, "just now" in refused.errors) == (1, True)
    with known.reading() as session:
        assert verify_password(find_account(session, ADA.email), NEW)
