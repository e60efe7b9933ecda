from dataclasses import replace
from datetime import date

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.answer import Answer, Choice
from calendar_service.domain.item import ItemKind
from calendar_service.domain.register import entry_on
from calendar_service.domain.span import whole_days
from calendar_service.storage.mail_records import MailRecord
from calendar_service.storage.outbox import MailState
from calendar_service.web.register_view import asked_rows, choices_of, counts_of
from tests.builders import NOW, make_item

DAY = date(2026, 3, 10)
RUNNING = Agreement(
    type="MoU", parties=("b", "A"), expires=whole_days(date(2027, 1, 1))
)
OVER = Agreement(type="Grant", expires=whole_days(date(2026, 1, 1)))
ENTRIES = [
    entry_on(make_item(kind=ItemKind.AGREEMENT, agreement=terms), DAY)
    for terms in (RUNNING, RUNNING, OVER)
]
MAIL = MailRecord(
    id=1,
    key="k",
    item_uid="u",
    address="Nino@example.org",
    subject="Soon",
    state=MailState.SENT,
    why="",
    planned_at=NOW,
    next_try_at=NOW,
    attempts=1,
    sent_at=NOW,
    error="",
)


def test_each_status_is_counted_and_empty_ones_are_left_out() -> None:
    assert [(count.value, count.number) for count in counts_of(ENTRIES)] == [
        ("current", 2),
        ("in_force", 2),
        ("expired", 1),
        ("all", 3),
    ]
    assert [(count.value, count.number) for count in counts_of([])] == [
        ("current", 0),
        ("all", 0),
    ]


def test_choices_are_what_occurs_in_the_order_of_the_alphabet() -> None:
    choices = choices_of(ENTRIES)
    assert (choices.types, choices.parties) == (("Grant", "MoU"), ("A", "b"))


def test_who_was_asked_stands_with_the_last_answer() -> None:
    answers = [
        Answer("k", "nino@example.org", Choice.SEEN, NOW),
        Answer("k", "nino@example.org", Choice.DONE, NOW),
        Answer("k", "other@example.org", Choice.LAPSE, NOW),
    ]
    dropped = replace(MAIL, id=2, state=MailState.DROPPED)
    silent = replace(MAIL, id=3, address="other2@example.org", sent_at=None)
    rows = asked_rows([silent, dropped, MAIL], answers, str.upper)
    assert [(row.mail.id, row.to, row.answered_at) for row in rows] == [
        (3, "OTHER2@EXAMPLE.ORG", None),
        (1, "NINO@EXAMPLE.ORG", NOW),
    ]
