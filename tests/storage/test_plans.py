"""How far planning has come, and what was told."""

from datetime import timedelta

from calendar_service.storage.database import Database, Session
from calendar_service.storage.outbox import (
    add_mail,
    claim_next,
    mark_failed,
    mark_sent,
)
from calendar_service.storage.plans import (
    MailsSoFar,
    Planned,
    count_due,
    find_planned,
    forget_look,
    lock_planning,
    mails_so_far,
    store_look,
    store_told,
    told_keys,
)
from tests.builders import NOW
from tests.storage.mail_values import make_mail

LATER = NOW + timedelta(hours=6)


def put(session: Session, key: str, uid: str, *, send: bool = True) -> None:
    add_mail(session, make_mail(key, uid), NOW)
    if send:
        claimed = claim_next(session, "w", NOW)
        assert claimed
        mark_sent(session, claimed.id, "w", NOW)


def test_planning_begins_with_nothing_told(any_database: Database) -> None:
    with any_database.reading() as session:
        assert find_planned(session) == Planned(version=0)


def test_what_was_told_never_goes_back(any_database: Database) -> None:
    with any_database.transaction() as session:
        store_told(session, 7)
        store_told(session, 5)
        store_look(session, "print", NOW, LATER)
        assert find_planned(session) == Planned(
            version=7, fingerprint="print", looked_at=NOW, look_at=LATER
        )


def test_only_mails_that_went_out_have_told_anything(any_database: Database) -> None:
    with any_database.transaction() as session:
        for key in ("b", "a"):
            put(session, key, "one")
        put(session, "c", "two")
        put(session, "d", "one", send=False)
        assert told_keys(session, ["one", "three"]) == {"one": ["b", "a"]}


def test_outbox_and_answers_are_told_apart_by_a_few_numbers(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        assert mails_so_far(session) == MailsSoFar(None, 0, 0, 0)
        put(session, "a", "one")
        put(session, "b", "one", send=False)
        assert mails_so_far(session) == MailsSoFar(NOW, 0, 0, 1)


def test_mails_about_no_item_are_none_of_these(any_database: Database) -> None:
    with any_database.transaction() as session:
        put(session, "sent", "")
        put(session, "failed", "", send=False)
        claimed = claim_next(session, "w", NOW)
        assert claimed
        mark_failed(session, claimed.id, "w", "550")
        put(session, "waiting", "", send=False)
        assert mails_so_far(session) == MailsSoFar(None, 0, 0, 0)


def test_a_lock_is_there_however_often_it_is_taken(any_database: Database) -> None:
    for _ in range(2):
        with any_database.transaction() as session:
            lock_planning(session, "followers")
            lock_planning(session, "followers")
            assert find_planned(session) == Planned(version=0)


def test_mails_that_may_go_out_are_counted(any_database: Database) -> None:
    with any_database.transaction() as session:
        put(session, "a", "one")
        put(session, "b", "one", send=False)
        put(session, "c", "", send=False)
        assert count_due(session, NOW) == 2
        assert count_due(session, NOW - timedelta(seconds=1)) == 0


def test_what_was_told_is_remembered_when_a_look_is_forgotten(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        store_told(session, 7)
        store_look(session, "as it is", NOW, NOW + timedelta(hours=1))
        forget_look(session)
        planned = find_planned(session)
        assert (planned.version, planned.fingerprint) == (7, "")
