"""What somebody was asked by mail and has not answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Answer, Choice
from calendar_service.domain.item import Item, ItemKind, ItemStatus, Person
from calendar_service.domain.span import whole_days
from calendar_service.domain.terms import NewTerm
from calendar_service.services.answering import Standing, find_asked
from calendar_service.services.editing import cancel_item
from calendar_service.services.mail_links import answer_link, read_answer
from calendar_service.services.owing import list_owed, open_ledger
from calendar_service.services.renewing import renew_agreement
from calendar_service.storage.items import find_item
from calendar_service.storage.mail_answers import AskedMail, add_answer
from calendar_service.storage.outbox import MailState
from tests.builders import BEN
from tests.services.planner import Planner

MONDAY = datetime(2026, 5, 11, 5, tzinfo=UTC)
A_DAY = timedelta(days=1)
NINO, COMMS = "nino@example.org", "comms@example.org"


@pytest.fixture
def mou(planner: Planner) -> Item:
    """An agreement that both have been asked about on a Monday in May."""
    item = add_term(planner, date(2026, 11, 1))
    planner.queue(MONDAY)
    planner.send(MONDAY)
    return item


def add_term(planner: Planner, expires: date) -> Item:
    return planner.add(
        kind=ItemKind.AGREEMENT,
        span=whole_days(date(2020, 1, 1)),
        focal_point=Person("Nino", "Nino@Example.org"),
        agreement=Agreement(expires=whole_days(expires)),
    )


def owed(planner: Planner, person: str, now: datetime = MONDAY) -> list[str]:
    return [each.item.uid for each in list_owed(planner.session, person, now)]


def answer(planner: Planner, person: str, choice: Choice) -> None:
    key = next(
        mail.message.key
        for mail in planner.mails(MailState.SENT)
        if mail.message.to.lower() == person
    )
    add_answer(planner.session, Answer(key, person, choice, MONDAY + A_DAY))


def test_nobody_owes_an_answer_to_what_was_not_asked(planner: Planner) -> None:
    planner.add(focal_point=Person("Nino", NINO))
    planner.queue(MONDAY - 4 * A_DAY)
    assert planner.send(MONDAY - 4 * A_DAY) != []
    assert owed(planner, NINO) == []


def test_whoever_was_asked_owes_an_answer_whatever_the_letters(
    planner: Planner, mou: Item
) -> None:
    assert owed(planner, " NINO@example.org ") == [mou.uid]
    assert owed(planner, COMMS) == [mou.uid]
    assert owed(planner, "else@example.org") == []


def test_the_link_of_what_is_owed_answers_the_mail(
    planner: Planner, mou: Item, settings: Settings
) -> None:
    (each,) = list_owed(planner.session, NINO, MONDAY)
    assert each.asked_at == MONDAY
    link = answer_link(settings, each.asking, "en", MONDAY)
    token = link.rpartition("/")[2].partition("?")[0]
    assert read_answer(settings, token, MONDAY) == each.asking
    assert each.asking.revision == mou.revision


@pytest.mark.parametrize(
    ("person", "choice", "still"),
    [
        (NINO, Choice.SEEN, []),
        (NINO, Choice.IN_HAND, []),
        (NINO, Choice.SNOOZE, [COMMS]),
        (COMMS, Choice.SEEN, [NINO]),
        (COMMS, Choice.IN_HAND, []),
        (COMMS, Choice.DONE, []),
    ],
)
def test_an_answer_frees_others_where_it_takes_the_matter_on(
    planner: Planner, mou: Item, person: str, choice: Choice, still: list[str]
) -> None:
    answer(planner, person, choice)
    later = MONDAY + 2 * A_DAY
    who = [each for each in (NINO, COMMS) if owed(planner, each, later)]
    assert (who, mou.status) == (still, ItemStatus.PUBLISHED)


def test_what_is_asked_again_is_owed_again(planner: Planner, mou: Item) -> None:
    answer(planner, NINO, Choice.SNOOZE)
    later = MONDAY + 9 * A_DAY
    planner.queue(later)
    planner.send(later)
    assert owed(planner, NINO, later) == [mou.uid]


def test_only_the_newest_step_is_owed(planner: Planner, mou: Item) -> None:
    later = datetime(2026, 8, 3, 6, tzinfo=UTC)
    planner.queue(later)
    planner.send(later)
    (each,) = list_owed(planner.session, NINO, later)
    assert (each.item.uid, each.asked_at) == (mou.uid, later)


def _move(planner: Planner, item: Item) -> None:
    moved = Agreement(expires=whole_days(date(2027, 11, 1)))
    planner.change(item, MONDAY + A_DAY, agreement=moved, revision=item.revision)


def _cancel(planner: Planner, item: Item) -> None:
    cancel_item(planner.session, BEN, item.uid, MONDAY + A_DAY)


def _end(planner: Planner, item: Item) -> None:
    ended = Agreement(expires=whole_days(date(2026, 11, 1)), ended_on=date(2026, 6, 1))
    planner.change(item, MONDAY + A_DAY, agreement=ended, revision=item.revision)


@pytest.mark.parametrize("change", [_move, _cancel, _end])
def test_nothing_is_owed_to_a_question_that_holds_no_more(
    planner: Planner, mou: Item, change: Callable[[Planner, Item], None]
) -> None:
    change(planner, mou)
    assert find_item(planner.session, mou.uid) is not None
    assert owed(planner, NINO, MONDAY + 2 * A_DAY) == []


def test_what_was_asked_long_ago_is_let_be(planner: Planner, mou: Item) -> None:
    assert owed(planner, NINO, MONDAY + 200 * A_DAY) == [mou.uid]
    assert owed(planner, NINO, MONDAY + 201 * A_DAY) == []


def test_many_take_as_many_queries_as_one(planner: Planner, mou: Item) -> None:
    asked: list[str] = []
    event.listen(
        planner.session.connection(),
        "before_cursor_execute",
        lambda *given: asked.append(given[2]),
    )

    def count() -> tuple[int, int]:
        asked.clear()
        return len(list_owed(planner.session, NINO, MONDAY + 2 * A_DAY)), len(asked)

    one, queries = count()
    for day in (1, 2):
        add_term(planner, date(2026, 11, 1) + day * A_DAY)
    planner.queue(MONDAY + 2 * A_DAY)
    planner.send(MONDAY + 2 * A_DAY)
    assert (one, count()) == (1, (3, queries))
    assert mou.kind is ItemKind.AGREEMENT


def test_a_ledger_is_read_as_of_any_time(planner: Planner, mou: Item) -> None:
    answer(planner, NINO, Choice.IN_HAND)
    ledger = open_ledger(planner.session, NINO, MONDAY + 2 * A_DAY)
    a_tick = timedelta(microseconds=1)
    assert [bool(ledger.owed(now)) for now in (MONDAY - a_tick, MONDAY)] == [
        False,
        True,
    ]
    assert not ledger.owed(MONDAY + A_DAY)
    # Taken as it was on the evening of that Monday, nobody has answered.
    evening = ledger.as_of(MONDAY + A_DAY / 2)
    assert [each.asked_at for each in evening.owed(MONDAY + 3 * A_DAY)] == [MONDAY]


def test_what_is_to_come_is_owed_from_then_on(planner: Planner) -> None:
    item = add_term(planner, date(2026, 11, 1))
    planner.queue(MONDAY)
    key = planner.mails(MailState.WAITING)[0].message.key
    ledger = open_ledger(planner.session, COMMS, MONDAY)
    coming = AskedMail(key, item.uid, MONDAY + A_DAY, item.revision)
    later = ledger.with_coming([(coming, item)])
    assert (ledger.owed(MONDAY + A_DAY), later.owed(MONDAY)) == ([], [])
    assert [each.item for each in later.owed(MONDAY + A_DAY)] == [item]


def test_a_term_whose_renewal_was_withdrawn_is_owed_again(
    planner: Planner, mou: Item, settings: Settings
) -> None:
    session, later = planner.session, MONDAY + A_DAY
    new = NewTerm(months=12)
    renewal = renew_agreement(session, OPERATOR, mou.uid, new, MONDAY, "example.org")
    assert owed(planner, NINO, later) == []
    cancel_item(session, OPERATOR, renewal.uid, later)
    (each,) = list_owed(session, NINO, later)
    assert find_asked(session, each.asking).standing is Standing.OPEN
