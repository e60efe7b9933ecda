"""What planning is made from."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from calendar_service.config import Settings
from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Role
from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.span import whole_days
from calendar_service.reminders.planning import (
    Plan,
    plan_reminders,
    preview_reminders,
)
from calendar_service.reminders.rules import Office, default_rules
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_of,
)
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import ADA, BEN, NOW, timed
from tests.reminder_values import near_items, near_offices, near_rules, rule
from tests.services.planner import DUE_AT, Planner


def test_the_office_is_what_settings_and_accounts_say(
    planner: Planner, settings: Settings
) -> None:
    store_account(planner.session, replace(ADA, role=Role.ADMIN, language="ka"), NOW)
    store_account(planner.session, BEN, NOW)
    office = office_of(planner.session, settings)
    assert office.heads == (Person("Ada", "ada@example.org"),)
    assert office.languages == {"ada@example.org": "ka", "ben@example.org": "en"}
    assert office.comms_team == (Person(email="comms@example.org"),)
    assert (office.zone, office.name) == ("Asia/Tbilisi", "The Office")


def test_of_each_kind_what_its_rules_reach_is_loaded(planner: Planner) -> None:
    near = planner.add()
    campaign = planner.add(kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 7, 1)))
    planner.add(span=timed("2026-07-01T10:00"))
    planner.add(kind=ItemKind.NEWS, span=whole_days(DUE_AT.date()))
    lease, _ = (
        planner.add(
            kind=ItemKind.AGREEMENT,
            span=whole_days(date(2020, 1, 1)),
            agreement=Agreement(expires=whole_days(date(year, 10, 1))),
        )
        for year in (2026, 2031)
    )
    assert loaded(planner, default_rules()) == {near.uid, campaign.uid, lease.uid}


def test_rules_that_are_switched_off_reach_nothing(planner: Planner) -> None:
    planner.add()
    off = [replace(rule, enabled=False) for rule in default_rules()]
    assert loaded(planner, off) == set()


def test_what_a_rule_names_is_loaded_wherever_it_lies(planner: Planner) -> None:
    far = planner.add(span=timed("2029-05-14T10:00"))
    planner.add(span=timed("2029-05-14T10:00"))
    only = rule(7, item_uid=far.uid)
    assert loaded(planner, [only]) == {far.uid}


def loaded(planner: Planner, rules: Sequence[ReminderRule]) -> set[str]:
    later = DUE_AT + timedelta(minutes=1)
    return {item.uid for item in load_candidates(planner.session, rules, DUE_AT, later)}


@given(
    items=st.lists(near_items(), max_size=3, unique_by=lambda item: item.uid).map(
        lambda items: [replace(item, slug=item.uid) for item in items]
    ),
    rules=near_rules(),
    office=near_offices(),
    now=st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 1)),  # noqa: DTZ001 - made one of UTC below
)
@drawing(max_examples=25)
def test_what_is_left_out_would_not_be_reminded_of(
    migrated: Path,
    items: list[Item],
    rules: list[ReminderRule],
    office: Office,
    now: datetime,
) -> None:
    since, until = now.replace(tzinfo=UTC), now.replace(tzinfo=UTC) + timedelta(hours=6)
    near = near_ones(migrated, items, rules, (since, until))
    assert keys(plan_reminders(near, rules, office, since, ())) == keys(
        plan_reminders(items, rules, office, since, ())
    )
    assert preview_reminders(near, rules, office, since, until) == preview_reminders(
        items, rules, office, since, until
    )


def near_ones(
    migrated: Path,
    items: Sequence[Item],
    rules: Sequence[ReminderRule],
    window: tuple[datetime, datetime],
) -> list[Item]:
    """Store the items for a moment; return those of them that are loaded."""
    found: list[Item] = []
    database = Database(f"sqlite:///{migrated}")
    with suppress(Undone), database.transaction() as session:
        for item in items:
            store_item(session, item, actor="test", seen=None, now=NOW)
        found += load_candidates(session, rules, *window)
        undo()
    database.close()
    known = {item.uid: item for item in items}
    return [known[item.uid] for item in found]


class Undone(Exception):
    """Rolls a transaction back."""


def undo() -> None:
    raise Undone


def keys(plan: Plan) -> list[list[str]]:
    groups = (plan.due, plan.superseded, plan.skipped)
    return [[due.key for due in group] for group in groups]


def test_only_kinds_that_need_an_answer_are_asked_about(planner: Planner) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    assert load_asked(planner.session, [item], default_rules()).sent == {}
    asking = [replace(rule, answer_needed=True) for rule in default_rules()]
    sent = load_asked(planner.session, [item], asking).sent
    assert list(sent.values()) == [DUE_AT]


def test_who_is_disabled_is_away_for_good_and_no_head(
    planner: Planner, settings: Settings
) -> None:
    store_account(planner.session, replace(ADA, role=Role.ADMIN), NOW)
    gone = replace(BEN, role=Role.ADMIN, disabled_at=NOW)
    store_account(planner.session, gone, NOW)
    office = office_of(planner.session, settings)
    assert office.heads == (Person("Ada", "ada@example.org"),)
    assert office.absences == (Absence("ben@example.org", date.min, date.max),)


def test_mails_for_a_focal_point_who_is_disabled_go_to_the_deputy(
    planner: Planner,
) -> None:
    people = {
        "focal_point": Person("Ben", "Ben@example.org"),
        "deputy": Person("Ada", "ada@example.org"),
    }
    store_account(planner.session, replace(BEN, disabled_at=NOW), NOW)
    planner.add(**people)
    planner.queue(DUE_AT)
    addresses = {mail.message.to for mail in planner.mails()}
    assert addresses == {"ada@example.org", "comms@example.org"}
