from dataclasses import replace

import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.account_change import (
    FIELDS,
    AccountChange,
    account_changes,
    state_of,
)
from calendar_service.domain.item import ItemKind
from tests.builders import ADA, NOW

FILMS = frozenset({ItemKind.TRAINING, ItemKind.SCREENING})


def test_what_did_not_change_is_not_said() -> None:
    assert account_changes(ADA, ADA) == []
    assert account_changes(ADA, replace(ADA, password_hash="$argon2id$…")) == []  # noqa: S106 - no secret


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Ada L."}, ("name", "Ada", "Ada L.")),
        ({"role": Role.ADMIN}, ("role", "editor", "admin")),
        ({"kinds": FILMS}, ("kinds", "", "screening,training")),
        ({"language": "ka"}, ("language", "en", "ka")),
        ({"disabled_at": NOW}, ("state", "active", "disabled")),
    ],
)
def test_each_field_says_what_it_was_and_what_it_is(
    changes: dict[str, object], said: tuple[str, str, str]
) -> None:
    after: Account = replace(ADA, **changes)  # type: ignore[arg-type]  # by name
    assert account_changes(ADA, after) == [AccountChange(*said)]
    assert said[0] in FIELDS


def test_somebody_is_active_until_disabled() -> None:
    invited = replace(ADA, invited_at=NOW)
    accepted = replace(invited, password_hash="x")  # noqa: S106 - no secret
    people = (ADA, invited, accepted, replace(invited, disabled_at=NOW))
    states = [state_of(each) for each in people]
    assert states == ["active", "invited", "active", "disabled"]
