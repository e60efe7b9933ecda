"""Reminder rules."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import time

from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, ReminderRule, Step, WorkdayPolicy
from calendar_service.storage.database import Database
from calendar_service.storage.rules import add_missing_rules, list_rules, store_rule
from calendar_service.storage.tables import RuleRow

PLAIN = ReminderRule(id="plain", kind=ItemKind.MEETING, steps=(Step(7), Step(1)))
FULL = ReminderRule(
    id="full",
    kind=ItemKind.AGREEMENT,
    steps=(Step(90, Anchor.EXPIRY), Step(30, Anchor.NOTICE), Step(-2, Anchor.END)),
    send_at=time(8, 30),
    zone="Europe/Berlin",
    to_comms_team=not PLAIN.to_comms_team,
    to_focal_point=not PLAIN.to_focal_point,
    addresses=("nino@example.org", "gio@example.org"),
    with_attachment=not PLAIN.with_attachment,
    enabled=not PLAIN.enabled,
    workdays=WorkdayPolicy.FORWARD,
    answer_needed=not PLAIN.answer_needed,
    to_deputy=True,
    to_heads=True,
    lists=("press",),
    more_kinds=(ItemKind.DEADLINE,),
    tags=("return", "youth"),
    places=("Batumi",),
    item_uid="lease@example.org",
)


def test_every_field_of_a_rule_comes_back(any_database: Database) -> None:
    names = [f.name for f in fields(ReminderRule)]
    assert [n for n in names if getattr(FULL, n) == getattr(PLAIN, n)] == []
    with any_database.transaction() as session:
        store_rule(session, FULL)
        store_rule(session, PLAIN)
    with any_database.reading() as session:
        assert list_rules(session) == [FULL, PLAIN]


def test_a_rule_from_before_working_days_gets_what_is_usual(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        for rule in (FULL, PLAIN):
            store_rule(session, rule)
            row = session.get_one(RuleRow, rule.id)
            row.body = {k: v for k, v in row.body.items() if k != "workdays"}
        session.flush()
        session.expire_all()
        assert list_rules(session) == [
            replace(FULL, workdays=WorkdayPolicy.BACK),
            replace(PLAIN, workdays=WorkdayPolicy.FORWARD),
        ]


def test_a_rule_from_before_answers_asks_where_that_is_usual(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        for rule in (FULL, PLAIN):
            store_rule(session, rule)
            row = session.get_one(RuleRow, rule.id)
            row.body = {k: v for k, v in row.body.items() if k != "answer_needed"}
        session.flush()
        session.expire_all()
        assert [(r.kind, r.answer_needed) for r in list_rules(session)] == [
            (FULL.kind, True),
            (PLAIN.kind, False),
        ]


def test_a_rule_is_changed_by_its_id(any_database: Database) -> None:
    changed = replace(PLAIN, steps=(Step(2),), enabled=False)
    with any_database.transaction() as session:
        store_rule(session, PLAIN)
        store_rule(session, changed)
        assert list_rules(session) == [changed]


def test_missing_rules_are_added_and_others_left_alone(any_database: Database) -> None:
    changed = replace(PLAIN, enabled=False)
    with any_database.transaction() as session:
        store_rule(session, changed)
        assert add_missing_rules(session, [PLAIN, FULL]) == 1
        assert add_missing_rules(session, [PLAIN, FULL]) == 0
        assert list_rules(session) == [FULL, changed]


def test_rules_are_listed_alike_in_every_database(any_database: Database) -> None:
    ids = ["b", "a-b", "ab", "A", "a_b"]
    with any_database.transaction() as session:
        add_missing_rules(session, [replace(PLAIN, id=name) for name in ids])
        assert [rule.id for rule in list_rules(session)] == sorted(ids)


def test_several_processes_may_start_at_once(any_database: Database) -> None:
    def start(_: int) -> int:
        with any_database.transaction() as session:
            return add_missing_rules(session, [PLAIN, FULL])

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(start, range(4))) == 2
