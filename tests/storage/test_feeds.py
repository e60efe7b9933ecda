from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from calendar_service.domain.item import Visibility
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import (
    Poll,
    SavedFeed,
    add_token,
    drop_saved_feed,
    find_saved_feed,
    find_token,
    list_polls,
    list_saved_feeds,
    list_tokens,
    record_polls,
    revoke_token,
    rotate_token,
    store_saved_feed,
)
from tests.builders import BEN, CLEO, NOW

LATER = NOW + timedelta(hours=1)
RETURN = SavedFeed(
    name="return",
    query={"tag": "return", "lang": "en,ka"},
    titles={"en": "Return", "ka": "დაბრუნება"},
    descriptions={},
    colour="teal",
    visibility=Visibility.STAFF,
)


def poll(
    subscriber: str, polls: int, version: int = 7, last_at: datetime = LATER
) -> Poll:
    return Poll(
        feed="all",
        subscriber=subscriber,
        client="Thunderbird",
        version=version,
        last_at=last_at,
        polls=polls,
    )


def test_a_saved_feed_is_found_by_its_name(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_saved_feed(session, RETURN, NOW)
        store_saved_feed(session, RETURN, LATER)
        assert find_saved_feed(session, "return") == RETURN
        assert list_saved_feeds(session) == [RETURN]
        assert find_saved_feed(session, "nothing\0") is None
        assert drop_saved_feed(session, "return") is True
        assert drop_saved_feed(session, "return") is False


def test_saved_feeds_are_listed_by_name_as_last_saved(any_database: Database) -> None:
    changed = replace(RETURN, titles={"en": "Return home"}, colour="")
    other = replace(RETURN, name="campaign-2026", query={})
    with any_database.transaction() as session:
        store_saved_feed(session, RETURN, NOW)
        assert find_saved_feed(session, "return") == RETURN
        store_saved_feed(session, other, NOW)
        store_saved_feed(session, changed, LATER)
        assert list_saved_feeds(session) == [other, changed]
        assert find_saved_feed(session, "return") == changed
        assert drop_saved_feed(session, "return\0") is False


def test_a_token_opens_until_it_is_renewed_or_revoked(any_database: Database) -> None:
    with any_database.transaction() as session:
        for account in (BEN, CLEO):
            store_account(session, account, NOW)
        first = add_token(session, BEN.email, "all", "phone", "a" * 64, NOW)
        second = add_token(session, CLEO.email, "return", "", "b" * 64, NOW)
        found = find_token(session, "a" * 64)
        assert found is not None
        assert (found.id, found.account, found.feed, found.label) == (
            first,
            BEN,
            "all",
            "phone",
        )
        assert [token.id for token in list_tokens(session)] == [first, second]
        assert [token.id for token in list_tokens(session, "CLEO@example.org")] == [
            second
        ]
        assert rotate_token(session, first, "c" * 64)
        assert find_token(session, "a" * 64) is None
        assert revoke_token(session, first, LATER)
        assert find_token(session, "c" * 64) is None
        assert not revoke_token(session, first, LATER)
        assert not rotate_token(session, first, "d" * 64)
        assert list_tokens(session, BEN.email)[0].revoked_at == LATER


def test_a_token_needs_an_account(any_database: Database) -> None:
    with (
        any_database.transaction() as session,
        pytest.raises(LookupError, match="has no account"),
    ):
        add_token(session, "nobody@example.org", "all", "", "a" * 64, NOW)


def test_polls_add_up_and_tell_when_a_token_was_used(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, BEN, NOW)
        token_id = add_token(session, BEN.email, "all", "", "a" * 64, NOW)
        mine, public = poll(f"token:{token_id}", 2), poll("public:Thunderbird", 1)
        for polls in ([mine, public], [mine]):
            keyed = {(each.feed, each.subscriber): each for each in polls}
            record_polls(session, keyed)
        counted = {each.subscriber: each.polls for each in list_polls(session)}
        assert counted == {mine.subscriber: 4, public.subscriber: 1}
        assert list_tokens(session)[0].last_used_at == LATER


def test_what_was_fetched_last_is_what_counts(any_database: Database) -> None:
    """Several processes write down what they saw, the slower one later."""
    with any_database.transaction() as session:
        store_account(session, BEN, NOW)
        token_id = add_token(session, BEN.email, "all", "", "a" * 64, NOW)
        subscriber = f"token:{token_id}"
        newer = poll(subscriber, 3, version=9)
        older = poll(subscriber, 2, version=7, last_at=NOW)
        for each in (newer, older):
            record_polls(session, {("all", subscriber): each})
        assert list_polls(session) == [replace(newer, polls=5)]
        assert list_tokens(session)[0].last_used_at == LATER


def test_polls_are_listed_by_feed_the_latest_first(any_database: Database) -> None:
    other = replace(poll("public:other", 1), feed="meetings")
    early, late = poll("public:a", 1, last_at=NOW), poll("public:b", 1)
    with any_database.transaction() as session:
        polls = {(each.feed, each.subscriber): each for each in (other, early, late)}
        record_polls(session, polls)
        assert list_polls(session) == [late, early, other]


def test_a_renewed_token_counts_its_use_anew(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_account(session, BEN, NOW)
        token_id = add_token(session, BEN.email, "all", "", "a" * 64, NOW)
        used = poll(f"token:{token_id}", 1)
        record_polls(session, {("all", used.subscriber): used})
        assert rotate_token(session, token_id, "b" * 64)
        found = find_token(session, "b" * 64)
        assert found is not None
        assert (found.id, found.last_used_at) == (token_id, None)
        assert not rotate_token(session, token_id + 1, "c" * 64)
