"""What is committed while mails are planned is in no plan yet, and is not lost.

On PostgreSQL alone: SQLite lets nobody write meanwhile.
"""

from collections.abc import Callable, Iterator

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.services import follower_mailing, reminding
from calendar_service.services.editing import add_item
from calendar_service.services.reminding import (
    Queued,
    ensure_default_rules,
    queue_due_reminders,
)
from calendar_service.storage.database import Database
from tests.builders import make_draft
from tests.postgresql import MIGRATED, Servers, clear
from tests.services.follow_office import NINO, Office
from tests.services.planner import A_MINUTE, DUE_AT, ENTERED, MEETING_AT, page


@pytest.fixture
def shared(postgresql: Servers) -> Iterator[Database]:
    database = Database(postgresql.url(MIGRATED))
    clear(database)
    yield database
    database.close()


def once_after(
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    act: Callable[[], object],
) -> None:
    """Let something happen as soon as a function of a module has answered once."""
    function, acts = getattr(module, name), [act]

    def interrupted(*given: object) -> object:
        answer = function(*given)
        while acts:
            acts.pop()()
        return answer

    monkeypatch.setattr(module, name, interrupted)


def test_an_item_saved_while_others_are_planned_is_reminded_of_in_time(
    shared: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queue(minutes: int) -> Queued:
        now = DUE_AT + minutes * A_MINUTE
        with shared.transaction() as session:
            return queue_due_reminders(session, settings, page, now)

    def save() -> None:
        with shared.transaction() as session:
            draft = make_draft(span=MEETING_AT)
            add_item(session, OPERATOR, draft, ENTERED, "example.org")

    with shared.transaction() as session:
        ensure_default_rules(session)
    once_after(monkeypatch, reminding, "load_candidates", save)
    assert [queue(-5), queue(-4), queue(-3)] == [Queued()] * 3
    assert queue(0) == Queued(due=1)


def test_an_item_announced_while_followers_are_told_is_told_the_next_time(
    shared: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(shared, settings)
    office.follow(NINO)
    office.add(1)
    once_after(
        monkeypatch, follower_mailing, "list_announced_after", lambda: office.add(2)
    )
    office.queue()
    office.queue()
    told = [mail.message.text for mail in office.mails()]
    assert [text.count("/items/item-1") for text in told] == [1, 0]
    assert [text.count("/items/item-2") for text in told] == [0, 1]
