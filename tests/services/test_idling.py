"""When nothing can be due nothing is planned, and whatever changes that is seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from calendar_service.config import Settings
from calendar_service.domain.absence import Absence
from calendar_service.domain.account import Role
from calendar_service.domain.answer import Answer, Choice, Stop
from calendar_service.domain.item import ItemKind
from calendar_service.reminders import planning
from calendar_service.reminders.rules import default_rules
from calendar_service.services import reminding
from calendar_service.services.reminding import Queued
from calendar_service.storage.absences import store_absence
from calendar_service.storage.accounts import store_account
from calendar_service.storage.days_off import add_days_off
from calendar_service.storage.mail_answers import add_answer
from calendar_service.storage.mail_lists import store_mail_list
from calendar_service.storage.mail_stops import add_stop
from calendar_service.storage.outbox import add_mail, claim_next, mark_failed
from calendar_service.storage.rules import store_rule
from tests.builders import ADA, timed
from tests.services.planner import A_MINUTE, DUE_AT, ENTERED, Planner
from tests.storage.mail_values import make_mail

EARLY = ENTERED + timedelta(hours=1)
"""Nothing falls due for weeks."""
SIX_HOURS = timedelta(hours=6)
MEETINGS = next(rule for rule in default_rules() if rule.id == "default-meeting")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often the items were looked at to plan by."""
    seen: list[object] = []
    plan = planning.plan_reminders

    def counting(*given: Any) -> planning.Plan:  # noqa: ANN401 - handed on as it came
        seen.append(given)
        return plan(*given)

    monkeypatch.setattr(reminding, "plan_reminders", counting)
    return seen


def quiet(planner: Planner) -> None:
    """Plan until there is nothing more to do."""
    planner.add()
    planner.queue(EARLY)
    planner.queue(EARLY)


def test_a_minute_in_which_nothing_happens_looks_at_no_item(
    planner: Planner, looks: list[object]
) -> None:
    quiet(planner)
    looks.clear()
    for minutes in range(1, 6 * 60):
        assert planner.queue(EARLY + minutes * A_MINUTE) == Queued()
    assert looks == []
    planner.queue(EARLY + SIX_HOURS)
    assert len(looks) == 1


def test_what_falls_due_is_found_on_its_minute(
    planner: Planner, looks: list[object]
) -> None:
    quiet(planner)
    planner.queue(DUE_AT - 2 * A_MINUTE)
    looks.clear()
    assert planner.queue(DUE_AT - A_MINUTE) == Queued()
    assert looks == []
    assert planner.queue(DUE_AT) == Queued(due=1)


def test_a_letter_that_goes_out_is_no_reason_to_look(
    planner: Planner, looks: list[object]
) -> None:
    quiet(planner)
    looks.clear()
    for number in range(2):
        now = EARLY + number * A_MINUTE
        add_mail(planner.session, make_mail(f"letter/{number}", ""), now)
        assert planner.queue(now) == Queued()
        assert len(planner.send(now)) == 1
    assert planner.queue(EARLY + 3 * A_MINUTE) == Queued()
    assert looks == []


def test_a_clock_that_was_set_back_is_not_trusted(
    planner: Planner, looks: list[object]
) -> None:
    quiet(planner)
    looks.clear()
    planner.queue(EARLY - A_MINUTE)
    assert len(looks) == 1


def answered(planner: Planner) -> None:
    key = "u/2026-05-14/r/start/7/ada@example.org"
    add_answer(planner.session, Answer(key, "ada@example.org", Choice.SEEN, EARLY))


def failed(planner: Planner) -> None:
    planner.queue(DUE_AT)
    mail = claim_next(planner.session, "w", DUE_AT)
    assert mail
    mark_failed(planner.session, mail.id, "w", "no such person")


def away(planner: Planner) -> None:
    add_days_off(planner.session, date(2026, 5, 7), date(2026, 5, 7), "moving", EARLY)


CHANGES: dict[str, Callable[[Planner], object]] = {
    "an item": lambda p: p.add(span=timed("2026-05-20T10:00")),
    "an account": lambda p: store_account(
        p.session, replace(ADA, role=Role.ADMIN), EARLY
    ),
    "a day off": away,
    "a stop": lambda p: add_stop(
        p.session, Stop("ada@example.org", ItemKind.MEETING), EARLY
    ),
    "a rule": lambda p: store_rule(p.session, replace(MEETINGS, enabled=False)),
    "an absence": lambda p: store_absence(
        p.session, Absence("ada@example.org", EARLY.date(), EARLY.date())
    ),
    "a list": lambda p: store_mail_list(p.session, "press", ["a@example.org"]),
    "an answer": answered,
    "a mail that failed": failed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_plan_depends_on_is_seen(
    planner: Planner, looks: list[object], change: str
) -> None:
    quiet(planner)
    looks.clear()
    CHANGES[change](planner)
    planner.queue(EARLY + A_MINUTE)
    assert len(looks) >= 1


def test_other_settings_are_seen(
    planner: Planner, looks: list[object], settings: Settings
) -> None:
    quiet(planner)
    looks.clear()
    planner.settings = replace(settings, comms_team=("new@example.org",))
    planner.queue(EARLY + A_MINUTE)
    assert len(looks) == 1
