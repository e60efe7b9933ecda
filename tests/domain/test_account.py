import pytest

from calendar_service.domain.account import (
    NEEDED,
    OPERATOR,
    Account,
    Action,
    NotAllowed,
    Role,
    demand,
    may,
)
from tests.builders import ADA, BEN, CLEO

EDITORS = {Action.SEE_STAFF_ITEMS, Action.DRAFT}
PUBLISHERS = EDITORS | {Action.PUBLISH, Action.CANCEL, Action.DELETE}


@pytest.mark.parametrize(
    ("account", "actions"),
    [
        (CLEO, {Action.SEE_STAFF_ITEMS}),
        (ADA, EDITORS),
        (BEN, PUBLISHERS),
        (OPERATOR, set(Action)),
    ],
)
def test_each_role_may_what_it_includes(account: Account, actions: set[Action]) -> None:
    assert {action for action in Action if may(account, action)} == actions


def test_every_action_takes_a_role() -> None:
    assert set(NEEDED) == set(Action)


def test_a_refusal_says_which_role_it_takes() -> None:
    said = "^the role editor may not publish; it takes publisher$"
    with pytest.raises(NotAllowed, match=said):
        demand(ADA, Action.PUBLISH)
    demand(BEN, Action.PUBLISH)


def test_an_account_starts_with_the_least_role() -> None:
    assert Account(email="dato@example.org").role is Role.VIEWER
