"""Reminder rules."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import (
    ReminderRule,
    usual_policy,
    usually_needs_answer,
)
from calendar_service.storage.codec import decode, encode
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.tables import RuleRow


def list_rules(session: Session) -> list[ReminderRule]:
    """Return all rules by id, those that are switched off too."""
    rows = session.scalars(select(RuleRow))
    rules = map(_rule, rows)
    # Here, not in SQL: two databases order text in two ways.
    return sorted(rules, key=attrgetter("id"))


def add_missing_rules(session: Session, rules: Iterable[ReminderRule]) -> int:
    """Add the rules whose id is not there; leave the others as people set them."""
    added = 0
    for rule in rules:
        new = insert_into(session, RuleRow).values(**_columns(rule))
        unless_there = new.on_conflict_do_nothing(index_elements=["id"])
        added += session.scalar(unless_there.returning(RuleRow.id)) is not None
    return added


def store_rule(session: Session, rule: ReminderRule) -> None:
    """Add or change one rule."""
    session.merge(RuleRow(**_columns(rule)))
    session.flush()


def drop_rule(session: Session, name: str) -> None:
    """Remove a rule."""
    session.execute(delete(RuleRow).where(RuleRow.id == name))


def _rule(row: RuleRow) -> ReminderRule:
    """Read a rule; what it is too old to say is as usual for its kind."""
    kind = ItemKind(row.kind)
    usual = {
        "workdays": usual_policy(kind),
        "answer_needed": usually_needs_answer(kind),
    }
    return decode(usual | row.body, ReminderRule)


def _columns(rule: ReminderRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "enabled": rule.enabled,
        "body": encode(rule),
    }
