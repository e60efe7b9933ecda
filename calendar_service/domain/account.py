"""Who somebody is and what that role may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is trusted with; each includes those before it."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"


class Action(StrEnum):
    """What somebody wants to do."""

    SEE_STAFF_ITEMS = "see_staff_items"
    DRAFT = "draft"
    PUBLISH = "publish"
    CANCEL = "cancel"
    DELETE = "delete"
    ADMINISTER = "administer"


NEEDED = {
    Action.SEE_STAFF_ITEMS: Role.VIEWER,
    Action.DRAFT: Role.EDITOR,
    Action.PUBLISH: Role.PUBLISHER,
    Action.CANCEL: Role.PUBLISHER,
    Action.DELETE: Role.PUBLISHER,
    Action.ADMINISTER: Role.ADMIN,
}
RANK = list(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who signs in. `email` is also the name to sign in with."""

    email: str
    name: str = ""
    role: Role = Role.VIEWER
    language: str = "en"
    password_hash: str = ""


OPERATOR = Account(email="operator", name="Command line", role=Role.ADMIN)
"""Whoever can run commands on the machine may do everything."""


class NotAllowed(Exception):
    """The role does not include the action."""


def may(account: Account, action: Action) -> bool:
    """Tell whether the account's role includes the action."""
    return RANK.index(account.role) >= RANK.index(NEEDED[action])


def demand(account: Account, action: Action) -> None:
    """Raise NotAllowed unless the account may."""
    if not may(account, action):
        raise NotAllowed(
            f"the role {account.role} may not {action.replace('_', ' ')};"
            f" it takes {NEEDED[action]}"
        )
