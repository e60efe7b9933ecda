"""Claiming mails: each by one worker at a time, and none for ever."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from calendar_service.storage.claims import (
    LEASE,
    claimers,
    count_sent,
    release_stale,
    release_worker,
)
from calendar_service.storage.database import Database
from calendar_service.storage.outbox import (
    MailState,
    add_mail,
    claim_next,
    count_mails,
    list_mails,
    list_waiting,
    mark_deferred,
    mark_failed,
    mark_sent,
)
from tests.builders import NOW
from tests.storage.mail_values import MINUTE, add, claim, make_mail, states


def test_mails_are_claimed_oldest_first_and_not_before_their_time(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        add_mail(session, make_mail("later", to="x@example.org"), NOW + MINUTE)
        add_mail(session, make_mail("b", to="y@example.org"), NOW)
        add_mail(session, make_mail("a", to="z@example.org"), NOW)
        assert [claim(session) for _ in range(3)] == ["b", "a", ""]
        assert [claim(session, at=MINUTE) for _ in range(2)] == ["later", ""]


def test_six_that_claim_at_once_get_each_mail_once(any_database: Database) -> None:
    keys = [f"{number:02}" for number in range(50)]
    with any_database.transaction() as session:
        add(session, *keys)

    def work(worker: str) -> list[str]:
        mine: list[str] = []
        while True:
            with any_database.transaction() as session:
                mail = claim_next(session, worker, NOW)
            if mail is None:
                return mine
            mine.append(mail.message.key)
            with any_database.transaction() as session:
                assert mark_sent(session, mail.id, worker, NOW)

    with ThreadPoolExecutor(6) as pool:
        found = Counter(key for mine in pool.map(work, "abcdef") for key in mine)
    assert found == Counter(keys)
    with any_database.reading() as session:
        assert count_mails(session) == {MailState.SENT: 50}
        assert {mail.attempts for mail in list_mails(session)} == {1}


def test_a_claim_counts_the_try_and_names_the_claimer(any_database: Database) -> None:
    worker = f"{'h' * 64}/1234567/abcdef01"
    with any_database.transaction() as session:
        add(session, "one")
        mail = claim_next(session, worker, NOW)
        assert mail is not None
        assert (mail.state, mail.attempts) == (MailState.SENDING, 1)
        assert claimers(session) == {worker}


def test_a_sent_mail_is_done(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        claim(session)
        assert mark_sent(session, 1, "w", NOW + MINUTE)
        (mail,) = list_mails(session)
        assert (mail.state, mail.sent_at) == (MailState.SENT, NOW + MINUTE)
        assert claim(session, at=LEASE * 2) == ""
        assert claimers(session) == set()


def test_a_deferred_mail_waits_with_what_the_server_said(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        claim(session)
        assert mark_deferred(session, 1, "w", "451 busy\x00\udcff", NOW + MINUTE)
        (mail,) = list_waiting(session)
        assert (mail.error, mail.next_try_at) == ("451 busy\ufffd?", NOW + MINUTE)
        assert claim(session) == ""
        again = claim_next(session, "w", NOW + MINUTE)
        assert again is not None
        assert again.attempts == 2


def test_a_failed_mail_is_kept_for_a_person(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        claim(session)
        assert mark_failed(session, 1, "w", "550 unknown\x00")
        assert claim(session, at=LEASE * 2) == ""
        (mail,) = list_mails(session, [MailState.FAILED])
        assert mail.error == "550 unknown\ufffd"


def test_only_the_claimer_says_what_became_of_a_mail(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        assert not mark_sent(session, 1, "", NOW)
        claim(session, "a")
        assert not mark_sent(session, 1, "b", NOW)
        assert not mark_failed(session, 1, "b", "no")
        assert not mark_deferred(session, 1, "b", "no", NOW)
        assert not mark_sent(session, 2, "a", NOW)
        assert states(session) == {"one": "sending"}
        assert mark_sent(session, 1, "a", NOW)
        assert not mark_failed(session, 1, "a", "no")
        assert states(session) == {"one": "sent"}


def test_a_claim_is_released_after_the_lease(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        claim(session, "a")
        assert release_stale(session, NOW + LEASE - MINUTE) == 0
        assert release_stale(session, NOW + LEASE) == 1
        assert claimers(session) == set()
        # The first claimer comes back too late.
        assert claim(session, "b", LEASE) == "one"
        assert not mark_sent(session, 1, "a", NOW)
        assert mark_sent(session, 1, "b", NOW)


def test_the_claims_of_a_dead_worker_are_freed(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two", "three")
        assert [claim(session, worker) for worker in "aab"] == ["one", "two", "three"]
        release_worker(session, "a")
        assert claimers(session) == {"b"}
        assert states(session) == {
            "one": "waiting",
            "two": "waiting",
            "three": "sending",
        }
        assert claim(session, "c") == "one"


def test_mails_to_one_person_keep_their_order(any_database: Database) -> None:
    with any_database.transaction() as session:
        for key, to in (("one", "nino"), ("two", "nino"), ("other", "dato")):
            assert add_mail(session, make_mail(key, to=f"{to}@example.org"), NOW)
        first = claim_next(session, "w", NOW)
        assert first
        assert first.message.key == "one"
        assert [claim(session), claim(session)] == ["other", ""]
        mark_deferred(session, first.id, "w", "later", NOW + MINUTE)
        assert claim(session) == ""
        again = claim_next(session, "w", NOW + MINUTE)
        assert again
        assert again.message.key == "one"
        mark_failed(session, again.id, "w", "no such person")
        assert claim(session, at=MINUTE) == "two"


def test_only_what_is_asked_for_is_claimed(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one", "two")
        found = claim_next(session, "w", NOW, ["two", "three"])
        assert found
        assert found.message.key == "two"
        assert claim_next(session, "w", NOW, ["two", "three"]) is None


def test_what_went_out_is_counted_from_an_instant_on(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "one")
        claimed = claim_next(session, "w", NOW)
        assert claimed
        mark_sent(session, claimed.id, "w", NOW)
        assert count_sent(session, NOW - MINUTE, NOW) == 1
        assert count_sent(session, NOW, NOW + MINUTE) == 0
        assert count_sent(session, NOW - 2 * MINUTE, NOW - MINUTE) == 0
