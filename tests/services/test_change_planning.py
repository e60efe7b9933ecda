"""Who is to be told of a change is known before it is told, and once."""

from datetime import timedelta

from calendar_service.config import Settings
from calendar_service.services.change_planning import plan_told
from calendar_service.services.plan_loading import office_of
from tests.builders import timed
from tests.services.planner import A_MINUTE, DUE_AT, Planner

LATER = DUE_AT + timedelta(hours=1)


def test_what_is_to_be_told_is_new_until_it_is_queued(
    planner: Planner, settings: Settings
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    office = office_of(planner.session, settings)
    assert plan_told(planner.session, office, DUE_AT).is_empty
    planner.change(item, LATER, span=timed("2026-05-15T10:00", "2026-05-15T11:30"))
    plan = plan_told(planner.session, office, LATER)
    assert [change.due.recipient.address for change in plan.new] == [
        "comms@example.org"
    ]
    assert plan == plan_told(planner.session, office, LATER)
    planner.queue(LATER)
    again = plan_told(planner.session, office, LATER)
    assert (again.new, again.outdated, again.is_empty) == ((), frozenset(), False)


def test_what_waits_and_holds_no_more_is_outdated(
    planner: Planner, settings: Settings
) -> None:
    item = planner.add()
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    planner.change(item, LATER, span=timed("2026-05-15T10:00", "2026-05-15T11:30"))
    planner.queue(LATER)
    planner.change(item, LATER, span=timed("2026-05-14T10:00", "2026-05-14T11:30"))
    office = office_of(planner.session, settings)
    plan = plan_told(planner.session, office, LATER + A_MINUTE)
    assert plan.new == ()
    assert len(plan.outdated) == 1
