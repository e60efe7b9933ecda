"""Remove a rule, and tell beforehand what will no longer be sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Action, demand
from calendar_service.domain.answer import KEY_PARTS, Question, question_of, rule_of
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.domain.rule import ReminderRule
from calendar_service.reminders.forecast import MAILS, Forecast, Walk, foretell
from calendar_service.reminders.rules import default_rules
from calendar_service.services.foretold import Foretold, of_step
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_for,
)
from calendar_service.services.rule_editing import StaleRule, find_rule
from calendar_service.storage.database import Session
from calendar_service.storage.items import lock_calendar
from calendar_service.storage.mail_records import waiting_keys
from calendar_service.storage.outbox import drop_waiting, known_keys
from calendar_service.storage.rules import drop_rule, list_rules

GONE = "its rule was removed"

Spoken = tuple[Question, tuple[str, ...], datetime]
"""What a mail says to whom and when, whichever rule brings it."""


def is_from_the_start(name: str) -> bool:
    """Tell whether a rule can be switched off but not removed."""
    return name in {rule.id for rule in default_rules()}


def remove_rule(
    session: Session, actor: Account, name: str, seen: ReminderRule | None = None
) -> int:
    """Remove a rule, and take back its mails that wait; return how many.

    With `seen`, only if it is still so. Those that are there from the start
    can only be switched off. Raises UnknownRule, StaleRule, InvalidDraft.
    """
    demand(actor, Action.ADMINISTER)
    lock_calendar(session)
    found = find_rule(session, name)
    if is_from_the_start(name):
        raise InvalidDraft(
            [Problem("id", f"{name} is there from the start; switch it off instead")]
        )
    if seen is not None and found != seen:
        raise StaleRule(name)
    drop_rule(session, name)
    return drop_waiting(session, keys_of_rule(session, name), GONE)


def keys_of_rule(session: Session, name: str) -> list[str]:
    """Return the keys of the mails that a rule has brought and that still wait."""
    return [key for key in waiting_keys(session) if _is_by(key, name)]


def foretell_removal(
    session: Session,
    settings: Settings,
    name: str,
    now: datetime,
    until: datetime,
) -> list[Foretold]:
    """Return the mails from `now` to `until` that nobody gets without a rule.

    What another rule says to the same person at the same time is not missed.
    """
    rules = list_rules(session)
    items = load_candidates(session, rules, now, until)
    asked = load_asked(session, items, rules)
    office = office_for(session, settings, asked)
    known = known_keys(session, [item.uid for item in items])
    others = [rule for rule in rules if rule.id != name]
    before, after = (
        _mails(foretell(items, those, office, Walk(now, until), known, asked))
        for those in (rules, others)
    )
    missed = (step for spoken, step in before.items() if spoken not in after)
    return [of_step(step, settings.language) for step in missed]


def _mails(steps: Iterable[Forecast]) -> Mapping[Spoken, Forecast]:
    return {_spoken(step): step for step in steps if step.outcome in MAILS}


def _spoken(step: Forecast) -> Spoken:
    key = step.due.key
    return question_of(key), tuple(key.split("/")[KEY_PARTS - 1 :]), step.at


def _is_by(key: str, name: str) -> bool:
    try:
        return rule_of(key) == name
    except ValueError:
        return False
