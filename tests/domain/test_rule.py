from datetime import time

from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import (
    Anchor,
    ReminderRule,
    Step,
    WorkdayPolicy,
    usual_policy,
)


def test_a_rule_reminds_everybody_at_nine_unless_it_says_otherwise() -> None:
    rule = ReminderRule(id="meetings", kind=ItemKind.MEETING, steps=(Step(7), Step(1)))
    assert rule == ReminderRule(
        id="meetings",
        kind=ItemKind.MEETING,
        steps=(Step(7, Anchor.START), Step(1, Anchor.START)),
        send_at=time(9),
        zone="",
        to_comms_team=True,
        to_focal_point=True,
        addresses=(),
        with_attachment=True,
        enabled=True,
        workdays=WorkdayPolicy.NONE,
    )


def test_terms_usually_roll_back_and_the_rest_forward() -> None:
    usual = {kind: usual_policy(kind) for kind in ItemKind}
    assert usual.pop(ItemKind.AGREEMENT) is WorkdayPolicy.BACK
    assert set(usual.values()) == {WorkdayPolicy.FORWARD}
