"""Tests of storage/mail_answers.py."""

from datetime import timedelta

from calendar_service.domain.answer import Answer, Choice
from calendar_service.storage.database import Database
from calendar_service.storage.mail_answers import (
    add_answer,
    last_choice,
    list_answers,
    sent_times,
)
from calendar_service.storage.outbox import add_mail, mark_failed, mark_sent
from tests.builders import NOW
from tests.storage.mail_values import claim, make_mail

KEY = "item/2026-10-01/r/notice/90/ada@example.org"
SEEN = Answer(KEY, "ada@example.org", Choice.SEEN, NOW)
LATER = NOW + timedelta(hours=1)


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
