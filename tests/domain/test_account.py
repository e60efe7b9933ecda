from dataclasses import replace

import pytest

from calendar_service.domain.account import (
    NEEDED,
    OPERATOR,
    Account,
    Action,
    NotAllowed,
    OutsideKinds,
    Role,
    demand,
    has_kind,
    in_order,
    may,
    unlimited,
)
from calendar_service.domain.item import ItemKind
from tests.builders import ADA, BEN, CLEO, NOW, make_draft, make_item

EDITORS = {Action.SEE_STAFF_ITEMS, Action.DRAFT}
PUBLISHERS = EDITORS | {Action.PUBLISH, Action.CANCEL, Action.DELETE}
KINDS = frozenset(ItemKind)
FILMS = frozenset({ItemKind.SCREENING, ItemKind.TRAINING})
ALWAYS = {Action.SEE_STAFF_ITEMS, Action.ADMINISTER}
"""What is never about a kind."""
BY_ROLE = {
    Role.VIEWER: {Action.SEE_STAFF_ITEMS},
    Role.EDITOR: EDITORS,
    Role.PUBLISHER: PUBLISHERS,
    Role.ADMIN: PUBLISHERS | {Action.ADMINISTER},
}


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


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("limit", [frozenset(), FILMS, frozenset({ItemKind.MEETING})])
def test_a_limit_narrows_what_is_done_to_items_and_never_what_is_seen(
    role: Role, limit: frozenset[ItemKind]
) -> None:
    account = Account(email="dato@example.org", role=role, kinds=limit)
    open_kinds = KINDS if role is Role.ADMIN or not limit else limit
    assert {
        (action, kind)
        for action in Action
        for kind in KINDS
        if may(account, action, kind)
    } == {
        (action, kind)
        for action in BY_ROLE[role]
        for kind in (KINDS if action in ALWAYS else open_kinds)
    }
    # Of no kind in particular: what the role may at all.
    assert {action for action in Action if may(account, action)} == BY_ROLE[role]


@pytest.mark.parametrize("role", Role)
def test_nothing_is_open_to_who_is_disabled(role: Role) -> None:
    account = Account(email="dato@example.org", role=role, disabled_at=NOW)
    assert [action for action in Action if may(account, action)] == []
    with pytest.raises(NotAllowed, match=r"^the account is disabled$"):
        demand(account, Action.SEE_STAFF_ITEMS)


def test_a_limit_is_judged_by_the_item_or_the_draft() -> None:
    nino = replace(BEN, kinds=FILMS)
    film = make_item(kind=ItemKind.SCREENING)
    assert may(nino, Action.PUBLISH, film)
    assert may(nino, Action.DRAFT, make_draft(kind=ItemKind.TRAINING))
    assert not may(nino, Action.PUBLISH, make_item())
    assert has_kind(nino, ItemKind.SCREENING)
    assert not has_kind(nino, ItemKind.MEETING)
    assert may(unlimited(nino), Action.PUBLISH, make_item())


def test_a_refusal_for_the_kind_names_the_kinds_that_are_open() -> None:
    said = "^the account may change screening, training; not meeting$"
    with pytest.raises(OutsideKinds, match=said) as found:
        demand(replace(BEN, kinds=FILMS), Action.PUBLISH, make_item())
    assert found.value.kind is ItemKind.MEETING
    assert found.value.kinds == [ItemKind.SCREENING, ItemKind.TRAINING]
    # The role comes first: more kinds would not help a viewer.
    with pytest.raises(NotAllowed, match=r"takes editor$"):
        demand(replace(CLEO, kinds=FILMS), Action.DRAFT, make_item())


def test_kinds_are_always_named_in_one_order() -> None:
    named = in_order([ItemKind.NEWS, ItemKind.SCREENING, ItemKind.NEWS])
    assert named == [ItemKind.SCREENING, ItemKind.NEWS]
