import sqlite3
from dataclasses import replace

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import Account, NotAllowed, Role
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import Visibility
from calendar_service.services.feed_access import (
    UnknownToken,
    end_token,
    forget_feed,
    give_token,
    open_token,
    renew_token,
    save_feed,
)
from calendar_service.services.feed_requests import UnknownFeed
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database, Session
from calendar_service.storage.feeds import SavedFeed, find_saved_feed
from calendar_service.storage.items import calendar_version
from tests.builders import ADA, BEN, CLEO, NOW

ZURA = Account(email="zura@example.org", role=Role.ADMIN)
LANGUAGES = ("en", "ka")
FEED = SavedFeed(
    name="return", query={"tag": "a"}, titles={"en": "Return"}, descriptions={}
)


@pytest.fixture(autouse=True)
def accounts(database: Database) -> None:
    with database.transaction() as session:
        for account in (ADA, BEN, CLEO, ZURA):
            store_account(session, account, NOW)


def test_a_secret_opens_its_feed_and_no_other(session: Session) -> None:
    given = give_token(session, CLEO, CLEO.email, "all", "phone", NOW)
    assert len(given.secret) == 32
    token = open_token(session, given.secret, "all")
    assert (token.id, token.account.email) == (given.token_id, CLEO.email)
    for secret, feed in ((given.secret, "meetings"), ("x" * 32, "all"), ("", "all")):
        with pytest.raises(UnknownToken):
            open_token(session, secret, feed)


@pytest.mark.parametrize("account", [ADA, BEN, CLEO, ZURA])
def test_every_role_of_staff_may_have_a_private_feed(
    session: Session, account: Account
) -> None:
    given = give_token(session, account, account.email, "all", "", NOW)
    assert open_token(session, given.secret, "all").account == account


@pytest.mark.parametrize("secret", ["x" * 31, "x" * 33, "x" * 31 + "/", "ქ" * 32, " "])
def test_what_cannot_be_a_secret_is_as_wrong_as_any(
    session: Session, secret: str
) -> None:
    with pytest.raises(UnknownToken):
        open_token(session, secret, "all")


def test_a_feed_of_staff_may_be_had_in_private(session: Session) -> None:
    save_feed(session, BEN, replace(FEED, visibility=Visibility.STAFF), LANGUAGES, NOW)
    given = give_token(session, CLEO, CLEO.email, "return", "", NOW)
    assert open_token(session, given.secret, "return").feed == "return"


def test_an_address_in_capitals_is_the_same_person(session: Session) -> None:
    given = give_token(session, CLEO, CLEO.email.upper(), "all", "", NOW)
    assert open_token(session, given.secret, "all").account == CLEO


def test_two_secrets_are_never_the_same(session: Session) -> None:
    secrets = {
        give_token(session, CLEO, CLEO.email, "all", "", NOW).secret for _ in range(9)
    }
    assert len(secrets) == 9


def test_a_secret_is_kept_nowhere(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        secret = give_token(session, CLEO, CLEO.email, "all", "", NOW).secret
    database.close()
    path = settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM")
    with open(path, "rb") as file:  # noqa: PTH123 - one read
        assert secret.encode() not in file.read()


def test_renewing_kills_the_former_address_at_once(session: Session) -> None:
    given = give_token(session, CLEO, CLEO.email, "all", "", NOW)
    renewed = renew_token(session, CLEO, given.token_id)
    assert open_token(session, renewed.secret, "all").id == given.token_id
    with pytest.raises(UnknownToken):
        open_token(session, given.secret, "all")
    end_token(session, CLEO, given.token_id, NOW)
    with pytest.raises(UnknownToken):
        open_token(session, renewed.secret, "all")
    with pytest.raises(UnknownToken, match="no private feed with the number"):
        renew_token(session, CLEO, given.token_id)


def test_everybody_looks_after_their_own_and_an_administrator_after_all(
    session: Session,
) -> None:
    with pytest.raises(NotAllowed):
        give_token(session, BEN, CLEO.email, "all", "", NOW)
    given = give_token(session, ZURA, CLEO.email, "all", "", NOW)
    with pytest.raises(UnknownToken):
        end_token(session, BEN, given.token_id, NOW)
    assert end_token(session, ZURA, given.token_id, NOW).account.email == CLEO.email


def test_a_private_feed_needs_an_account_and_a_feed(session: Session) -> None:
    with pytest.raises(InvalidDraft, match=r"email: no@example\.org has no account"):
        give_token(session, ZURA, "no@example.org", "all", "", NOW)
    with pytest.raises(UnknownFeed, match="There is no feed nothing"):
        give_token(session, CLEO, CLEO.email, "nothing", "", NOW)
    with pytest.raises(InvalidDraft, match="label: must be one line"):
        give_token(session, CLEO, CLEO.email, "all", "a\nb", NOW)


def test_a_saved_feed_raises_the_version(session: Session) -> None:
    before = calendar_version(session)
    save_feed(session, BEN, FEED, LANGUAGES, NOW)
    assert find_saved_feed(session, "return") == FEED
    assert calendar_version(session) == before + 1
    forget_feed(session, BEN, "return", NOW)
    assert calendar_version(session) == before + 2
    with pytest.raises(UnknownFeed, match="There is no saved feed 'return'"):
        forget_feed(session, BEN, "return", NOW)


def test_saving_takes_the_right_to_publish(session: Session) -> None:
    for account in (ADA, CLEO):
        with pytest.raises(NotAllowed):
            save_feed(session, account, FEED, LANGUAGES, NOW)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": "Return"}, "name: takes small letters, digits and hyphens"),
        ({"name": "meetings"}, "name: meetings is a feed already"),
        ({"name": "private"}, "name: private is a feed already"),
        ({"colour": "red"}, "colour: is one of crimson, "),
        ({"titles": {"fr": "x"}}, "title.fr: fr is not one of en, ka"),
        ({"titles": {"en": "a\nb"}}, "title.en: must be one line"),
        ({"descriptions": {"en": "x" * 201}}, "description.en: is 201 characters"),
        ({"query": {"kind": "party"}}, "query: kind=party is not one of"),
        ({"query": {"kinds": "meeting"}}, "query: kinds is not one of kind, tag, "),
    ],
)
def test_what_cannot_be_saved_is_named(
    session: Session, changes: dict[str, object], problem: str
) -> None:
    feed = replace(FEED, visibility=Visibility.STAFF, **changes)  # type: ignore[arg-type]  # the caller names the field
    with pytest.raises(InvalidDraft) as caught:
        save_feed(session, BEN, feed, LANGUAGES, NOW)
    assert [str(each).startswith(problem) for each in caught.value.problems] == [True]


def test_the_private_feeds_of_who_is_disabled_are_none_until_they_are_back(
    session: Session,
) -> None:
    given = give_token(session, BEN, BEN.email, "all", "phone", NOW)
    store_account(session, replace(BEN, disabled_at=NOW), NOW)
    with pytest.raises(UnknownToken):
        open_token(session, given.secret, "all")
    store_account(session, BEN, NOW)
    assert open_token(session, given.secret, "all").id == given.token_id
