"""Many followers, many changes, several rounds at once."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.services.follower_mailing import (
    MOST_AT_ONCE,
    MOST_CHANGES,
    queue_followers,
)
from calendar_service.storage.followers import (
    ask_follower,
)
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.outbox import (
    MailState,
)
from tests.builders import make_item
from tests.services.follow_office import (
    A_MINUTE,
    GIO,
    MONDAY,
    NINO,
    NOW,
    Office,
)
from tests.services.planner import page


def test_a_round_that_breaks_off_is_done_again_and_doubles_nothing(
    any_office: Office,
) -> None:
    any_office.follow(NINO)
    any_office.add(1)

    def break_off() -> None:
        with any_office.database.transaction() as session:
            queue_followers(session, any_office.settings, page, NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert any_office.mails() == []
    assert len(any_office.queue()) == 1
    assert any_office.queue() == []


def test_two_rounds_at_once_tell_everybody_once(any_office: Office) -> None:
    many = [
        replace(NINO, name=f"{n:032}", address=f"{n}@example.org") for n in range(20)
    ]
    any_office.follow(*many)
    any_office.add(1)
    start = Barrier(3)

    def run(work: Callable[[], object]) -> None:
        start.wait()
        work()

    rounds = [Thread(target=run, args=(any_office.queue,)) for _ in range(2)]
    adding = Thread(target=run, args=(lambda: any_office.add(2),))
    for thread in (*rounds, adding):
        thread.start()
    for thread in (*rounds, adding):
        thread.join()
    any_office.queue()
    words = [mail.message.text for mail in any_office.mails()]
    assert sum(text.count("/items/item-1?") for text in words) == 20
    assert sum(text.count("/items/item-2?") for text in words) == 20


def test_many_followers_are_told_some_at_a_time(office: Office) -> None:
    number = MOST_AT_ONCE + 3
    many = [
        replace(NINO, name=f"{n:032}", address=f"{n}@example.org")
        for n in range(number)
    ]
    office.follow(*many)
    office.add(1)
    with office.database.transaction() as session:
        assert queue_followers(session, office.settings, page, NOW)
    assert len(office.mails()) == MOST_AT_ONCE
    assert len(office.queue()) == 3


def test_no_news_joins_more_mails_than_go_out_in_a_minute(office: Office) -> None:
    office.settings = replace(office.settings, mails_per_minute=3)
    many = [
        replace(NINO, name=f"{n:032}", address=f"{n}@example.org")
        for n in range(2 * MOST_AT_ONCE)
    ]
    office.follow(*many)
    office.add(1)
    assert len(office.queue()) == MOST_AT_ONCE
    with office.database.transaction() as session:
        ask_follower(session, GIO)
    assert [said.partition(":")[0] for said in office.queue()] == [GIO.address]
    office.settings = replace(office.settings, mails_per_minute=0)
    assert len(office.queue()) == MOST_AT_ONCE


def test_very_many_changes_are_told_in_parts(office: Office) -> None:
    office.follow(NINO, GIO)
    with office.database.transaction() as session:
        for n in range(MOST_CHANGES + 1):
            item = make_item(uid=f"{n}", slug=f"{n}", published_at=NOW)
            store_item(
                session, item, actor="ada", seen=None, now=NOW, announces=("new",)
            )
    said = office.queue()
    assert said[0] == f"nino@example.org: {MOST_CHANGES} ახალი ღონისძიება"
    assert len(said) == 2
    assert find(office, "0") is not None


def find(office: Office, uid: str) -> Item | None:
    with office.database.reading() as session:
        return find_item(session, uid)


def test_an_idle_round_is_a_few_look_ups(office: Office, settings: Settings) -> None:
    many = [
        replace(each, name=f"{n:031}{each.name[0]}", address=f"{n}@example.org")
        for n in range(30)
        for each in (NINO, GIO)
    ]
    office.follow(*many)
    for n in range(30):
        office.add(n)
    office.queue(MONDAY)
    asked: list[str] = []
    with office.database.transaction() as session:
        connection = session.connection()
        seen = asked.append
        connection.connection.driver_connection.set_trace_callback(seen)  # type: ignore[union-attr]  # SQLite's own
        assert not queue_followers(session, settings, page, MONDAY + A_MINUTE)
        connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]  # SQLite's own
    assert len(asked) <= 11
    assert {mail.state for mail in office.mails()} == {MailState.WAITING}
