from calendar_service.storage.mail_records import MailRecord
from calendar_service.storage.outbox import MailState
from calendar_service.web.outbox_view import CHOICES, chosen_states, mail_rows
from tests.builders import BEN, NOW


def test_without_a_choice_what_is_on_its_way_is_shown() -> None:
    ways = frozenset({MailState.WAITING, MailState.SENDING, MailState.FAILED})
    assert chosen_states("") == chosen_states("nonsense") == ("open", ways)
    assert chosen_states("sent") == ("sent", frozenset({MailState.SENT}))


def test_every_state_can_be_looked_at() -> None:
    assert frozenset().union(*(those for _, those in CHOICES.values())) == set(
        MailState
    )


def test_a_row_hides_addresses_wherever_they_stand() -> None:
    mail = MailRecord(
        id=1,
        key="k",
        item_uid="u",
        address="nino@example.org",
        subject="Soon",
        state=MailState.FAILED,
        why="as nino@example.org",
        planned_at=NOW,
        next_try_at=NOW,
        attempts=1,
        sent_at=None,
        error="550 <nino@example.org> unknown",
    )
    (row,) = mail_rows([mail], BEN)
    assert (row.to, row.said, row.why) == (
        "n…@example.org",
        "550 <n…@example.org> unknown",
        "as n…@example.org",
    )
    assert (row.has_failed, row.is_waiting) == (True, False)
