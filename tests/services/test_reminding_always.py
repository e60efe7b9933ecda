"""Reminders queued and sent whatever becomes of an item and of the scheduler."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from calendar_service.config import Settings
from calendar_service.domain.answer import question_of
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.span import moved_to
from calendar_service.reminders.ladders import Rung, ladders_of
from calendar_service.reminders.planning import days_that_matter
from calendar_service.services.change_planning import is_change
from calendar_service.services.plan_loading import office_of
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.outbox import MailState
from calendar_service.storage.rules import list_rules, store_rule
from tests.reminder_values import at, near_items, near_rules
from tests.services.planner import Planner

SINCE = at("2026-10-10T00:00")
SETTINGS = Settings(
    instance=Path(),
    database_url="",
    base_url="http://calendar.example.org",
    secret_key="a secret that is only good for tests",  # noqa: S106 - no secret
    mail_from="calendar@example.org",
    comms_team=("comms@example.org", "press@example.org"),
    office_name="The Office",
    uid_domain="example.org",
)
EDITS = ("leave", "leave", "move", "move", "cancel", "publish")
courses = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(-200, 200), st.integers(0, 80)),
    max_size=12,
)
"""What is done, by how many half hours if it is a move, and hours until it runs."""


class Undone(Exception):
    """Rolls a transaction back."""


def undo() -> None:
    raise Undone


@dataclass
class Course:
    """One item on its way, planned now and then; each planning is judged."""

    planner: Planner
    item: Item
    now: datetime = SINCE
    sent: list[str] = field(default_factory=list)

    def edit(self, what: str, half_hours: int) -> None:
        changed = self.item
        if what == "move":
            start = changed.span.start + timedelta(minutes=30 * half_hours)
            if not isinstance(start, datetime):
                start = changed.span.start + timedelta(days=half_hours // 48)
            changed = replace(changed, span=moved_to(changed.span, start))
        elif what != "leave":
            done = {"cancel": ItemStatus.CANCELLED, "publish": ItemStatus.PUBLISHED}
            changed = replace(changed, status=done[what])
        changed = replace(changed, revision=changed.revision + 1, updated_at=self.now)
        self.item = store_item(
            self.planner.session,
            changed,
            actor="test",
            seen=changed.revision - 1,
            now=self.now,
        )

    def run_after(self, hours: int) -> None:
        """Let the scheduler run again after so long, and judge what it sent."""
        before, self.now = self.now, self.now + timedelta(hours=hours)
        self.planner.queue(self.now)
        self.planner.send(self.now)
        known = Counter(self.sent)
        sent = [
            mail.message.key
            for mail in self.planner.mails(MailState.SENT)
            if not is_change(mail.message.key)
        ]
        new = Counter(sent) - known
        self.sent = sent
        ladders = list(self._ladders(before))
        self._demand_nothing_wrong(set(new), ladders)
        self._demand_nothing_missing(before, ladders)

    def _ladders(self, before: datetime) -> Iterator[list[Rung]]:
        rules = list_rules(self.planner.session)
        office = office_of(self.planner.session, SETTINGS)
        window = days_that_matter(rules, before, self.now)
        return ladders_of([self.item], rules, office, window)

    def _demand_nothing_wrong(self, new: set[str], ladders: list[list[Rung]]) -> None:
        """Nothing is sent twice, too early, when it is over or called off."""
        steps = Counter((question_of(key), key.rpartition("/")[2]) for key in self.sent)
        assert set(steps.values()) <= {1}
        may_go = {
            key
            for ladder in ladders
            for rung in ladder
            if rung.comes_at <= self.now < rung.reminder.useful_until
            for key in rung.keys
        }
        assert new <= may_go

    def _demand_nothing_missing(
        self, before: datetime, ladders: list[list[Rung]]
    ) -> None:
        """Of the steps that came meanwhile the last is out, or a later one is."""
        for ladder in ladders:
            come = [
                number
                for number, rung in enumerate(ladder)
                if before < rung.comes_at <= self.now
            ]
            if come and self.now < ladder[come[-1]].reminder.useful_until:
                later = {key for rung in ladder[come[-1] :] for key in rung.keys}
                assert later & set(self.sent)


@given(item=near_items(), rules=near_rules(), course=courses)
@drawing(max_examples=40)
def test_every_step_is_sent_once_or_overtaken_or_over(
    migrated: Path,
    item: Item,
    rules: list[ReminderRule],
    course: list[tuple[str, int, int]],
) -> None:
    database = Database(f"sqlite:///{migrated}")
    with suppress(Undone), database.transaction() as session:
        planner = Planner(session, SETTINGS)
        for rule in rules:
            store_rule(session, rule)
        stored = store_item(session, item, actor="test", seen=None, now=SINCE)
        office = Course(planner, stored)
        for what, half_hours, hours in course:
            office.edit(what, half_hours)
            office.run_after(hours)
        undo()
    database.close()
