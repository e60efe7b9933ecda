"""Tests of storage/mail_answers.py."""

from dataclasses import replace
from datetime import date, timedelta

from calendar_service.domain.answer import Answer, Choice
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_items, find_revisions, store_item
from calendar_service.storage.mail_answers import (
    AskedMail,
    add_answer,
    last_choice,
    list_answers,
    mails_to,
    sent_times,
)
from calendar_service.storage.outbox import add_mail, mark_failed, mark_sent
from tests.builders import NOW, make_item
from tests.storage.mail_values import claim, make_mail
from tests.web.seeing import numbered

KEY = "item/2026-10-01/r/notice/90/ada@example.org"
SEEN = Answer(KEY, "ada@example.org", Choice.SEEN, NOW)
HOUR = timedelta(hours=1)
LATER = NOW + HOUR


def test_answers_are_kept_in_their_order(any_database: Database) -> None:
    said = [
        SEEN,
        Answer(KEY, "ben@example.org", Choice.DONE, NOW),
        Answer(KEY, "ada@example.org", Choice.SNOOZE, LATER),
        Answer(KEY, "ada@example.org", Choice.SEEN, LATER),
        Answer(KEY.replace("item", "b%2Fc"), "ada@example.org", Choice.LAPSE, LATER),
    ]
    with any_database.transaction() as session:
        assert all(add_answer(session, answer) for answer in said)
        assert list_answers(session, ["item", "b/c"]) == said
        assert list_answers(session, ["b/c"]) == said[-1:]
        assert list_answers(session, []) == []


def test_the_same_answer_twice_is_one(any_database: Database) -> None:
    with any_database.transaction() as session:
        assert last_choice(session, KEY, "ada@example.org") is None
        again = Answer(KEY, "ada@example.org", Choice.SEEN, LATER)
        assert [add_answer(session, answer) for answer in (SEEN, again)] == [
            True,
            False,
        ]
        assert list_answers(session, ["item"]) == [SEEN]
        assert last_choice(session, KEY, "ada@example.org") is Choice.SEEN
        assert last_choice(session, KEY, "ben@example.org") is None


def test_a_mail_is_out_when_it_was_sent_or_given_up(any_database: Database) -> None:
    with any_database.transaction() as session:
        for key in ("sent", "failed", "waiting"):
            add_mail(session, make_mail(key, to=f"{key}@example.org"), NOW)
        add_mail(session, make_mail("other", "other"), NOW)
        for _ in range(2):
            claim(session)
        mark_sent(session, 1, "w", LATER)
        mark_failed(session, 2, "w", "550")
        assert sent_times(session, ["item"]) == {"sent": LATER, "failed": NOW}


def test_mails_to_somebody_name_the_revision_that_they_spoke_of(
    any_database: Database,
) -> None:
    item = numbered(make_item(), 1)
    with any_database.transaction() as session:
        store_item(session, item, actor="ada", seen=None, now=NOW)
        add_mail(session, make_mail("sent", item.uid, "Nino@Example.org"), LATER)
        moved = replace(item, revision=1, span=whole_days(date(2026, 7, 1)))
        store_item(session, moved, actor="ada", seen=0, now=LATER + HOUR)
        for key in ("failed", "waiting"):
            add_mail(session, make_mail(key, item.uid), LATER + 2 * HOUR)
        add_mail(session, make_mail("gone", "item"), LATER)
        claim(session, at=HOUR)
        mark_sent(session, 1, "w", LATER)
        claim(session, at=3 * HOUR)
        mark_failed(session, 2, "w", "550")
        found = mails_to(session, "nino@example.org", NOW)
        assert found == [
            AskedMail("sent", item.uid, LATER, 0),
            AskedMail("failed", item.uid, LATER + 2 * HOUR, 1),
        ]
        assert mails_to(session, "nino@example.org", LATER + HOUR) == found[1:]
        assert mails_to(session, "ada@example.org", NOW) == []
        was = find_revisions(
            session, {(mail.item_uid, mail.revision) for mail in found}
        )
        assert {name: each.span for name, each in was.items()} == {
            (item.uid, 0): item.span,
            (item.uid, 1): moved.span,
        }
        assert find_items(session, {item.uid, "item"})[item.uid].span == moved.span
