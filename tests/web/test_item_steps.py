from datetime import timedelta

import pytest

from calendar_service.domain.account import Account, Role
from calendar_service.domain.item import ItemStatus
from calendar_service.web.item_steps import Step, after, steps_for
from tests.builders import ADA, BEN, CLEO, NOW, make_item


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        (ItemStatus.DRAFT, [Step.PUBLISH, Step.DELETE]),
        (
            ItemStatus.PUBLISHED,
            [Step.MOVE, Step.CANCEL, Step.WITHDRAW, Step.DELETE],
        ),
        (ItemStatus.CANCELLED, [Step.PUBLISH, Step.DELETE]),
        (ItemStatus.DELETED, [Step.UNDELETE]),
    ],
)
def test_a_publisher_may_do_what_the_status_allows(
    status: ItemStatus, steps: list[Step]
) -> None:
    item = make_item(status=status)
    assert steps_for(item, BEN, NOW) == steps
    assert steps_for(item, ADA, NOW) == []
    assert steps_for(item, CLEO, NOW) == []


def test_what_was_deleted_comes_back_for_ninety_days() -> None:
    admin = Account(email="x@example.org", role=Role.ADMIN)
    item = make_item(status=ItemStatus.DELETED)
    assert steps_for(item, admin, NOW + timedelta(days=90)) == [Step.UNDELETE]
    assert steps_for(item, admin, NOW + timedelta(days=90, seconds=1)) == []


def test_a_step_leads_to_a_status() -> None:
    assert after(make_item(), Step.CANCEL).status is ItemStatus.CANCELLED
    assert after(make_item(), Step.WITHDRAW).status is ItemStatus.DRAFT
