"""Change the rules of whom to remind."""

from collections.abc import Iterator

from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.names import name_problem
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.domain.span import is_zone
from calendar_service.reminders.rules import default_rules
from calendar_service.services.list_editing import address_problems
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_item, lock_calendar
from calendar_service.storage.mail_lists import list_mail_lists
from calendar_service.storage.rules import list_rules, store_rule

MOST_STEPS = 40
MOST_DAYS = 3_650
MOST_HOURS = 72


class UnknownRule(LookupError):
    """There is no rule of this name."""


class StaleRule(Exception):
    """The rule is no longer as it was shown, or its name has been given away."""


def known_rules(session: Session) -> list[ReminderRule]:
    """Return all rules by id, with those that the scheduler has yet to store."""
    found = {rule.id: rule for rule in (*default_rules(), *list_rules(session))}
    return [found[name] for name in sorted(found)]


def find_rule(session: Session, name: str) -> ReminderRule:
    """Return a rule by its id. Raises UnknownRule."""
    for rule in known_rules(session):
        if rule.id == name:
            return rule
    raise UnknownRule(
        f"there is no rule {name!r}; calendar-service rules list shows all"
    )


def save_rule(session: Session, actor: Account, rule: ReminderRule) -> None:
    """Add a rule, or change the one of its id. Raises InvalidDraft, names the field.

    Steps that went out already do not go out again: their keys name rule and
    lead time. A rule under a new id sends its own.
    """
    demand(actor, Action.ADMINISTER)
    problems = check_rule(session, rule)
    if problems:
        raise InvalidDraft(problems)
    store_rule(session, rule)


def replace_rule(
    session: Session, actor: Account, seen: ReminderRule, rule: ReminderRule
) -> None:
    """Change a rule that is still as it was seen.

    Raises StaleRule, UnknownRule, InvalidDraft.
    """
    demand(actor, Action.ADMINISTER)
    lock_calendar(session)
    if find_rule(session, rule.id) != seen:
        raise StaleRule(rule.id)
    save_rule(session, actor, rule)


def add_rule(session: Session, actor: Account, rule: ReminderRule) -> None:
    """Add a rule under a name that is free. Raises StaleRule, InvalidDraft."""
    demand(actor, Action.ADMINISTER)
    lock_calendar(session)
    if rule.id in {known.id for known in known_rules(session)}:
        raise StaleRule(rule.id)
    save_rule(session, actor, rule)


def check_rule(session: Session, rule: ReminderRule) -> list[Problem]:
    """Return what keeps the rule from being saved; empty when nothing does."""
    return list(_problems(session, rule))


def _problems(session: Session, rule: ReminderRule) -> Iterator[Problem]:
    problem = name_problem(rule.id)
    if problem:
        yield Problem("id", problem)
    yield from _step_problems(rule)
    if rule.zone and not is_zone(rule.zone):
        yield Problem("zone", f"{rule.zone:.40} is no zone such as Asia/Tbilisi")
    if ItemKind.NEWS in rule.kinds:
        yield Problem("kind", "news happens on no day")
    if rule.item_uid and find_item(session, rule.item_uid) is None:
        yield Problem("item", f"there is no item with the uid {rule.item_uid:.80}")
    known = list_mail_lists(session)
    for name in rule.lists:
        if name not in known:
            yield Problem("to", f"there is no list {name:.60}")
    yield from address_problems(rule.addresses)
    if not _reaches_somebody(rule):
        yield Problem("to", "the rule reaches nobody")


def _step_problems(rule: ReminderRule) -> Iterator[Problem]:
    if not 0 < len(rule.steps) <= MOST_STEPS:
        yield Problem("step", f"takes 1 to {MOST_STEPS} steps")
    if len({(step.lead, step.anchor) for step in rule.steps}) != len(rule.steps):
        yield Problem("step", "says the same twice")
    for step in rule.steps:
        yield from _one_step_problems(step, rule)


def _one_step_problems(step: Step, rule: ReminderRule) -> Iterator[Problem]:
    if abs(step.days) > MOST_DAYS:
        yield Problem("step", f"lies within {MOST_DAYS} days")
    if step.hours and not 0 < step.lead <= MOST_HOURS:
        yield Problem("step", f"takes hours up to {MOST_HOURS}")
    if step.hours and step.anchor is not Anchor.START:
        yield Problem("step", "takes hours before the start alone")
    is_term = step.anchor in {Anchor.NOTICE, Anchor.EXPIRY}
    if is_term and ItemKind.AGREEMENT not in rule.kinds and not rule.item_uid:
        yield Problem("step", f"only agreements have a date of {step.anchor}")


def _reaches_somebody(rule: ReminderRule) -> bool:
    chosen = (rule.to_comms_team, rule.to_focal_point, rule.to_deputy, rule.to_heads)
    return any(chosen) or bool(rule.lists or rule.addresses)
