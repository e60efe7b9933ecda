"""Mails to those who follow: who gets which, once, and who gets none."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from calendar_service.config import Settings
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Visibility
from calendar_service.domain.span import whole_days
from calendar_service.services.follower_mailing import (
    MOST_AT_ONCE,
    MOST_CHANGES,
    queue_followers,
)
from calendar_service.services.following import confirm, leave
from calendar_service.storage.database import Database
from calendar_service.storage.followers import (
    ask_follower,
    list_followers,
    note_mailed,
)
from calendar_service.storage.items import calendar_version, find_item, store_item
from calendar_service.storage.outbox import (
    MailState,
    OutboxMail,
    claim_next,
    list_mails,
    mark_failed,
    mark_sent,
)
from tests.builders import make_item
from tests.services.planner import page

NOW = datetime(2026, 5, 6, 8, tzinfo=UTC)
"""A Wednesday."""
MONDAY = datetime(2026, 5, 11, 5, tzinfo=UTC)
"""Nine o'clock in Tbilisi."""
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
NINO = Follower(
    name="n" * 32,
    address="nino@example.org",
    wish=MEETINGS,
    pace=Pace.IMMEDIATE,
    language="ka",
    asked_at=NOW,
)
GIO = replace(NINO, name="g" * 32, address="gio@example.org", pace=Pace.WEEKLY)


@dataclass
class Office:
    """An office with followers, and what it mails to them."""

    database: Database
    settings: Settings

    def follow(self, *followers: Follower, now: datetime = NOW) -> None:
        """Let them ask and confirm, their first mail being sent."""
        with self.database.transaction() as session:
            for follower in followers:
                ask_follower(session, follower)
                confirm(session, self.settings, follower.name, now)
                note_mailed(session, [follower.name])

    def add(self, number: int = 1, **changes: object) -> Item:
        item = make_item(
            uid=f"{number}@example.org",
            slug=f"item-{number}",
            published_at=NOW,
            **changes,
        )
        with self.database.transaction() as session:
            return store_item(
                session, item, actor="ada", seen=None, now=NOW, announces=("new",)
            )

    def change(self, item: Item, said: str, **changes: object) -> Item:
        new = replace(item, revision=item.revision + 1, **changes)  # type: ignore[arg-type]  # the caller names the field
        with self.database.transaction() as session:
            return store_item(
                session,
                new,
                actor="ada",
                seen=item.revision,
                now=NOW,
                announces=(said,) if said else (),
            )

    def queue(self, now: datetime = NOW) -> list[str]:
        """Queue until nothing is left; return whom mails wait for, with subjects."""
        before = {mail.id for mail in self.mails()}
        more = True
        while more:
            with self.database.transaction() as session:
                more = queue_followers(session, self.settings, page, now)
        new = [mail for mail in self.mails() if mail.id not in before]
        return [f"{mail.message.to}: {mail.message.subject}" for mail in new]

    def mails(self) -> list[OutboxMail]:
        with self.database.reading() as session:
            return list(reversed(list_mails(session, most=9_999)))


@pytest.fixture
def office(database: Database, settings: Settings) -> Office:
    return Office(database, settings)


@pytest.fixture
def any_office(any_database: Database, settings: Settings) -> Office:
    return Office(any_database, settings)


def test_whoever_asks_gets_one_mail_to_confirm(office: Office) -> None:
    with office.database.transaction() as session:
        ask_follower(session, replace(NINO, language="en"))
    office.add()
    said = "nino@example.org: Please confirm: the calendar of The Office by mail"
    assert office.queue() == [said]
    assert office.queue(NOW + A_DAY) == []
    (mail,) = office.mails()
    assert "http://calendar.example.org/mail/confirm/" in mail.message.text
    assert "/mail/leave/" in mail.message.unsubscribe_url
    assert (mail.item_uid, mail.why) == ("", "somebody asked to follow by mail")


def test_what_is_published_is_told_once_to_those_who_follow_it(
    any_office: Office,
) -> None:
    others = Wish(kinds=frozenset({ItemKind.TRAINING}))
    any_office.add(1)
    any_office.follow(NINO, GIO, replace(NINO, name="x" * 32, wish=others))
    assert any_office.queue() == []
    any_office.add(2)
    said = "nino@example.org: ახალი: Coordination meeting (14 მაისი, 2026)"
    assert any_office.queue(NOW + A_MINUTE) == [said]
    assert any_office.queue(NOW + 2 * A_MINUTE) == []
    (mail,) = any_office.mails()
    assert mail.message.key == f"follow/{'n' * 32}/2"
    assert "/mail/follow/" in mail.message.text


def test_several_changes_are_one_mail(office: Office) -> None:
    office.follow(NINO)
    item = office.add(1)
    office.change(item, "moved", span=whole_days(date(2026, 5, 20)))
    office.add(2)
    assert office.queue() == ["nino@example.org: 2 ახალი ღონისძიება"]


def test_a_move_says_what_was_before(office: Office) -> None:
    item = office.add(1)
    office.follow(replace(NINO, language="en"))
    office.change(item, "moved", span=whole_days(date(2026, 5, 20)))
    said = "nino@example.org: Moved: Coordination meeting (20 May 2026)"
    assert office.queue() == [said]
    assert "Moved (was: 14 May 2026)" in office.mails()[0].message.text


def test_nothing_is_told_of_drafts_staff_items_and_quiet_changes(
    office: Office,
) -> None:
    office.follow(NINO)
    item = office.add(1, visibility=Visibility.STAFF)
    office.add(2, status=ItemStatus.DRAFT)
    office.change(item, "", notes="seen by staff")
    assert office.queue() == []
    with office.database.reading() as session:
        told = [each.told for each in list_followers(session)]
        assert told == [calendar_version(session)]


def test_a_week_comes_on_monday_with_what_is_new_and_what_comes(
    any_office: Office,
) -> None:
    any_office.follow(GIO)
    any_office.add(1)
    any_office.add(2, span=whole_days(date(2026, 6, 20)))
    assert any_office.queue(MONDAY - A_MINUTE) == []
    said = "gio@example.org: კვირის კალენდარი: 11 მაისი, 2026"
    assert any_office.queue(MONDAY) == [said]
    assert any_office.queue(MONDAY + A_MINUTE) == []
    assert any_office.queue(MONDAY + 6 * A_DAY) == []
    words = any_office.mails()[0].message.text
    assert ("ამ კვირაში" in words, "ახალი ღონისძიებები" in words) == (True, True)


def test_an_empty_week_brings_none_and_is_not_asked_about_again(
    office: Office,
) -> None:
    office.follow(GIO)
    assert office.queue(MONDAY) == []
    office.add(1)
    assert office.queue(MONDAY + A_DAY) == []
    assert len(office.queue(MONDAY + 7 * A_DAY)) == 0
    office.add(2, span=whole_days(date(2026, 5, 26)))
    assert len(office.queue(MONDAY + 14 * A_DAY)) == 1


def test_whoever_confirms_on_monday_hears_first_a_week_later(office: Office) -> None:
    office.add(1, span=whole_days(date(2026, 5, 12), date(2026, 5, 22)))
    office.follow(GIO, now=MONDAY)
    assert office.queue(MONDAY + A_MINUTE) == []
    assert len(office.queue(MONDAY + 7 * A_DAY)) == 1


def test_whoever_left_gets_nothing_more(office: Office) -> None:
    office.follow(NINO)
    office.add(1)
    assert len(office.queue()) == 1
    with office.database.transaction() as session:
        leave(session, NINO.name)
    assert office.mails() == []
    office.add(2)
    assert office.queue() == []


def test_whose_address_takes_three_mails_in_a_row_no_more_is_forgotten(
    any_office: Office,
) -> None:
    any_office.follow(NINO)

    def settle(number: int, *, is_sent: bool) -> list[str]:
        any_office.add(number)
        said = any_office.queue()
        with any_office.database.transaction() as session:
            mail = claim_next(session, "w", NOW)
            if mail and is_sent:
                mark_sent(session, mail.id, "w", NOW)
            elif mail:
                mark_failed(session, mail.id, "w", "550 no such user")
        return said

    outcomes = [False, False, True, False, False, False, True]
    told = [len(settle(n, is_sent=each)) for n, each in enumerate(outcomes)]
    assert told == [1, 1, 1, 1, 1, 1, 0]
    assert any_office.mails() == []
    with any_office.database.reading() as session:
        assert list_followers(session) == []


def test_what_was_sent_a_month_ago_is_forgotten_with_the_next_mail(
    office: Office,
) -> None:
    office.follow(NINO)
    later = NOW + 30 * A_DAY + A_MINUTE
    for number in (1, 2):
        office.add(number, span=whole_days(date(2026, 9, 1)))
        office.queue(NOW if number == 1 else later)
        with office.database.transaction() as session:
            while mail := claim_next(session, "w", later):
                mark_sent(session, mail.id, "w", NOW)
    assert [mail.message.key[-2:] for mail in office.mails()] == ["/2"]


def test_what_nobody_confirms_is_forgotten_after_a_week(office: Office) -> None:
    with office.database.transaction() as session:
        ask_follower(session, NINO)
    office.queue()
    office.queue(NOW + 7 * A_DAY)
    assert len(office.mails()) == 1
    office.queue(NOW + 7 * A_DAY + A_MINUTE)
    with office.database.reading() as session:
        assert list_followers(session) == []
    assert office.mails() == []


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
