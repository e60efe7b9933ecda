"""What has become of an account, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from calendar_service.domain.account import Account, in_order

FIELDS = ("name", "role", "kinds", "language", "state")


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One field of an account: what it said before and after, as it is stored.

    `field` is one of FIELDS; kinds are separated by commas, none for all.
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NotedChange:
    """A change of an account, who made it, and when."""

    at: datetime
    actor: str
    change: AccountChange


def state_of(account: Account) -> str:
    """Return the one word for whether somebody can sign in."""
    if account.is_disabled:
        return "disabled"
    return "invited" if account.is_invited else "active"


def account_changes(before: Account, after: Account) -> list[AccountChange]:
    """Return the fields that differ; passwords are nobody's business."""
    said = zip(FIELDS, _values(before), _values(after), strict=True)
    return [AccountChange(*each) for each in said if each[1] != each[2]]


def _values(account: Account) -> Iterator[str]:
    yield account.name
    yield account.role.value
    yield ",".join(in_order(account.kinds))
    yield account.language
    yield state_of(account)
