"""Accounts in the words and the language of the pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from calendar_service.domain.account import OPERATOR, Account, Role
from calendar_service.domain.account_change import AccountChange, state_of
from calendar_service.domain.draft import Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.phrases import kind_name
from calendar_service.services.account_keeping import LAST, OWN, UNLIMITED
from calendar_service.services.inviting import HAS_WAY_IN, TAKEN
from calendar_service.web.language import language, language_name
from calendar_service.web.problem_words import problem_said

Lazy = Any  # Flask-Babel has no types

ROLES: Mapping[Role, tuple[Lazy, Lazy]] = {
    Role.VIEWER: (
        lazy_gettext("Viewer"),
        lazy_gettext("Reads what is published, also what is for staff only."),
    ),
    Role.EDITOR: (
        lazy_gettext("Editor"),
        lazy_gettext("Writes drafts, and sees those of others."),
    ),
    Role.PUBLISHER: (
        lazy_gettext("Publisher"),
        lazy_gettext("Publishes, changes, moves, cancels and deletes events."),
    ),
    Role.ADMIN: (
        lazy_gettext("Administrator"),
        lazy_gettext("Does all of that, and looks after accounts and rules."),
    ),
}
"""What each role is called, and what it does."""
STATES = {
    "active": lazy_gettext("active"),
    "invited": lazy_gettext("invited"),
    "disabled": lazy_gettext("disabled"),
}
FIELDS = {
    "name": lazy_gettext("Name"),
    "role": lazy_gettext("Role"),
    "kinds": lazy_gettext("Kinds"),
    "language": lazy_gettext("Language"),
    "state": lazy_gettext("State"),
}
KNOWN = {
    LAST: lazy_gettext(
        "This is the last administrator. Make somebody else one first: without one,"
        " nobody could look after the accounts."
    ),
    OWN: lazy_gettext(
        "This is your own account. Another administrator can change this, so that"
        " nobody shuts themselves out."
    ),
    TAKEN: lazy_gettext("Somebody has an account with this address already."),
    HAS_WAY_IN: lazy_gettext("They have a password already, or are disabled."),
    UNLIMITED: lazy_gettext(
        "An administrator changes events of all kinds. Untick the kinds, or choose"
        " another role."
    ),
}


def role_said(account: Account) -> str:
    return str(ROLES[account.role][0])


def kinds_said(account: Account) -> str:
    """Name the kinds that an account may change."""
    if account.role is Role.VIEWER:
        return str(gettext("nothing"))
    if not account.is_limited:
        return str(gettext("everything"))
    return _kinds(sorted(account.kinds, key=list(ItemKind).index))


def state_said(account: Account) -> str:
    return str(STATES[state_of(account)])


def actor_said(actor: str) -> str:
    """Name who made a change: an address, or whoever runs commands."""
    return str(gettext("Command line")) if actor == OPERATOR.email else actor


def change_said(change: AccountChange) -> tuple[str, str, str]:
    """Return what a field is called, and its words before and after."""
    before, after = (_value(change.field, text) for text in _both(change))
    return str(FIELDS[change.field]), before, after


def account_problem_said(problem: Problem) -> str:
    """Say what is wrong with what was decided about an account."""
    known = KNOWN.get(problem.message)
    if known is None and problem.field == "email":
        return str(
            gettext("That is no e-mail address. Write one like nino@example.org.")
        )
    return str(known) if known else problem_said(problem)


def _both(change: AccountChange) -> tuple[str, str]:
    return change.before, change.after


def _value(field: str, text: str) -> str:
    match field:
        case "role":
            return str(ROLES[Role(text)][0])
        case "kinds":
            return _kinds(text.split(",")) if text else str(gettext("everything"))
        case "language":
            return language_name(text, language())
        case "state":
            return str(STATES[text]) if text else "–"
        case _:
            return text or "–"


def _kinds(kinds: list[ItemKind] | list[str]) -> str:
    return ", ".join(kind_name(ItemKind(kind), language()) for kind in kinds)
