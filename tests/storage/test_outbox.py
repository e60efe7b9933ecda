"""The outbox: one mail per occasion, claimed by one, never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from calendar_service.storage.database import Database
from calendar_service.storage.outbox import (
    MailState,
    add_mail,
    count_mails,
    drop_waiting,
    known_keys,
    list_mails,
    list_waiting,
    mark_sent,
    oldest_waiting,
    reword_waiting,
)
from tests.builders import NOW
from tests.storage.mail_values import MINUTE, add, claim, make_mail, states


def test_a_mail_comes_back_as_it_was_put_in(any_database: Database) -> None:
    mail = make_mail(planned_at=NOW - MINUTE)
    with any_database.transaction() as session:
        assert add_mail(session, mail, NOW)
    with any_database.reading() as session:
        expected = replace(mail, id=1, created_at=NOW, next_try_at=NOW)
        assert list_waiting(session) == [expected]
        assert list_mails(session) == [expected]


def test_a_key_is_in_the_outbox_once(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        assert not add_mail(session, make_mail("one", why="again"), NOW + MINUTE)
        assert [mail.why for mail in list_mails(session)] == ["due"]


def test_of_many_that_plan_at_once_each_mail_is_put_in_once(
    any_database: Database,
) -> None:
    keys = [f"{number}" for number in range(20)]

    def plan(_: int) -> int:
        with any_database.transaction() as session:
            return sum(add_mail(session, make_mail(key), NOW) for key in keys)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(plan, range(4))) == 20


@pytest.mark.parametrize(
    "state", [MailState.SENT, MailState.FAILED, MailState.SUPERSEDED]
)
def test_a_mail_that_had_its_time_never_comes_again(
    any_database: Database, state: MailState
) -> None:
    with any_database.transaction() as session:
        add_mail(session, make_mail(state=state), NOW)
        assert not add_mail(session, make_mail(), NOW)
        assert states(session) == {"one": state.value}
        assert claim(session) == ""


def test_a_mail_that_was_taken_back_may_be_put_in_again(any_database: Database) -> None:
    later = NOW + MINUTE
    with any_database.transaction() as session:
        add(session, "one")
        drop_waiting(session, ["one"], "moved")
        dropped = make_mail(state=MailState.DROPPED, why="over")
        assert not add_mail(session, dropped, later)
        assert known_keys(session, ["item"]) == set()
        assert add_mail(session, make_mail(why="moved back"), later)
        (mail,) = list_waiting(session)
        assert (mail.why, mail.created_at, mail.error) == ("moved back", later, "")
        assert claim(session, at=MINUTE) == "one"


def test_keys_are_known_by_item(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_mail(session, make_mail("a", item_uid="1"), NOW)
        add_mail(session, make_mail("b", item_uid="1"), NOW)
        add_mail(session, make_mail("c", item_uid="2"), NOW)
        add_mail(session, make_mail("d", item_uid="3"), NOW)
        assert known_keys(session, ["1", "2"]) == {"a", "b", "c"}
        assert known_keys(session, []) == set()


def test_forty_thousand_items_may_be_asked_about(any_database: Database) -> None:
    uids = [f"{number}" for number in range(40_000)]
    with any_database.transaction() as session:
        add_mail(session, make_mail("a", item_uid="39999"), NOW)
        assert known_keys(session, uids) == {"a"}


def test_only_what_waits_is_taken_back(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two", "three")
        claim(session)
        assert drop_waiting(session, ["one", "two", "unknown"], "moved") == 1
        assert drop_waiting(session, [], "moved") == 0
        assert states(session) == {
            "one": "sending",
            "two": "dropped",
            "three": "waiting",
        }
        (dropped,) = list_mails(session, [MailState.DROPPED])
        assert dropped.error == "moved"


def test_only_what_waits_is_worded_anew(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two")
        claim(session)
        for key in ("one", "two"):
            old = make_mail(key)
            anew = replace(old.message, subject="Another")
            reword_waiting(session, replace(old, message=anew))
        found = {mail.message.key: mail.message.subject for mail in list_mails(session)}
        assert found == {"one": "About one", "two": "Another"}


def test_mails_are_counted_and_listed_by_state(any_database: Database) -> None:
    with any_database.transaction() as session:
        assert count_mails(session) == {}
        assert oldest_waiting(session) is None
        add(session, "one", "two", "three")
        claim(session)
        assert count_mails(session) == {MailState.WAITING: 2, MailState.SENDING: 1}
        waiting = list_mails(session, [MailState.WAITING])
        assert [mail.message.key for mail in waiting] == ["three", "two"]
        assert [mail.message.key for mail in list_mails(session, most=1)] == ["three"]
        assert [mail.message.key for mail in list_waiting(session)] == ["two", "three"]


def test_only_mails_about_items_wait_to_be_planned_anew(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_mail(session, make_mail("letter", ""), NOW)
        add_mail(session, make_mail("reminder"), NOW)
        assert [mail.message.key for mail in list_waiting(session)] == ["reminder"]


def test_the_oldest_mail_that_is_not_done_is_known(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_mail(session, make_mail("new", to="ada@example.org"), NOW + MINUTE)
        add_mail(session, make_mail("old"), NOW)
        assert oldest_waiting(session) == NOW
        claim(session)
        assert oldest_waiting(session) == NOW
        mark_sent(session, 2, "w", NOW)
        assert oldest_waiting(session) == NOW + MINUTE
