"""Who somebody is, what that role may do, and about items of which kinds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from calendar_service.domain.item import Details, ItemKind


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
BY_KIND = frozenset({Action.DRAFT, Action.PUBLISH, Action.CANCEL, Action.DELETE})
"""What a limit to kinds narrows. Everybody sees everything that their role sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who signs in. `email` is also the name to sign in with.

    `kinds` are those that the person may change, all where it is empty; an
    administrator is never limited. Since `disabled_at` nothing is open to them.
    Since `invited_at` they are asked to choose a password.
    """

    email: str
    name: str = ""
    role: Role = Role.VIEWER
    language: str = "en"
    password_hash: str = ""
    kinds: frozenset[ItemKind] = frozenset()
    disabled_at: datetime | None = None
    invited_at: datetime | None = None

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None

    @property
    def is_invited(self) -> bool:
        """Tell whether an invitation waits for them to choose a password."""
        return self.invited_at is not None and not self.password_hash

    @property
    def is_limited(self) -> bool:
        """Tell whether there are kinds that the person may not change."""
        return bool(self.kinds) and self.role is not Role.ADMIN


OPERATOR = Account(email="operator", name="Command line", role=Role.ADMIN)
"""Whoever can run commands on the machine may do everything."""


class NotAllowed(Exception):
    """The role does not include the action."""


class OutsideKinds(NotAllowed):
    """The role would do, but the account is limited to other kinds.

    `kind` is the one that was asked for, `kinds` are those that are open.
    """

    def __init__(self, account: Account, kind: ItemKind) -> None:
        self.kind, self.kinds = kind, in_order(account.kinds)
        super().__init__(f"the account may change {', '.join(self.kinds)}; not {kind}")


def in_order(kinds: Iterable[ItemKind]) -> list[ItemKind]:
    """Return kinds in the order in which they are always named."""
    known = set(kinds)
    return [kind for kind in ItemKind if kind in known]


def may(
    account: Account, action: Action, about: Details | ItemKind | None = None
) -> bool:
    """Tell whether the account may do this to an item, or to items of a kind.

    Without either, whether it may do so to any at all: enough to show a page,
    never to change an item.
    """
    if account.is_disabled or not _has_role(account, action):
        return False
    kind = _kind(about)
    return kind is None or action not in BY_KIND or has_kind(account, kind)


def has_kind(account: Account, kind: ItemKind) -> bool:
    """Tell whether a limit leaves this kind to the account, whatever its role."""
    return not account.is_limited or kind in account.kinds


def unlimited(account: Account) -> Account:
    """Return the account as its role would be without a limit to kinds."""
    return replace(account, kinds=frozenset())


def demand(
    account: Account, action: Action, about: Details | ItemKind | None = None
) -> None:
    """Raise NotAllowed unless the account may; OutsideKinds for the kind alone."""
    if may(account, action, about):
        return
    if account.is_disabled:
        raise NotAllowed("the account is disabled")
    kind = _kind(about)
    if kind is not None and _has_role(account, action):
        raise OutsideKinds(account, kind)
    raise NotAllowed(
        f"the role {account.role} may not {action.replace('_', ' ')};"
        f" it takes {NEEDED[action]}"
    )


def _has_role(account: Account, action: Action) -> bool:
    return RANK.index(account.role) >= RANK.index(NEEDED[action])


def _kind(about: Details | ItemKind | None) -> ItemKind | None:
    return about.kind if isinstance(about, Details) else about
