"""Whoever leaves, never confirms or takes no mail is forgotten."""

from datetime import date

from calendar_service.domain.span import whole_days
from calendar_service.mailer import MailRefused
from calendar_service.services.delivering import Delivered, deliver_waiting
from calendar_service.services.following import leave
from calendar_service.storage.followers import (
    ask_follower,
    list_followers,
)
from calendar_service.storage.outbox import (
    claim_next,
    mark_failed,
    mark_sent,
)
from tests.fakes import FakeMailer, StillClock
from tests.services.follow_office import A_DAY, A_MINUTE, NINO, NOW, Office


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
                mark_failed(session, mail.id, "w", "550 no such user", refused=True)
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


def test_what_fails_through_no_fault_of_theirs_forgets_nobody(
    any_office: Office, clock: StillClock
) -> None:
    any_office.follow(NINO)
    clock.now = NOW
    mailer = FakeMailer()

    def deliver(number: int, wrong: Exception) -> Delivered:
        any_office.add(number)
        any_office.queue()
        mailer.fails_with = wrong
        return deliver_waiting(any_office.database, mailer, clock, "w")

    for number in range(4):
        assert deliver(number, ValueError("a fault of ours")) == Delivered(failed=1)
    with any_office.database.reading() as session:
        assert len(list_followers(session)) == 1
    refused = MailRefused("mx answered 550 no such user")
    for number in range(4, 7):
        assert deliver(number, refused) == Delivered(failed=1)
    assert deliver(7, refused) == Delivered()
    with any_office.database.reading() as session:
        assert list_followers(session) == []
