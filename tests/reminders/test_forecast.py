"""Walks through time, by values; whole courses are tests of the service."""

import pytest

from calendar_service.reminders.answers import Asked
from calendar_service.reminders.forecast import Outcome, Walk, foretell
from tests.reminder_values import MEETING, OFFICE, at, rule

MAY = at("2026-05-01T00:00"), at("2026-05-31T00:00")
RULES = [rule(7, 3, 1, zone="Asia/Tbilisi")]
WEEK, THREE, ONE = (at(f"2026-05-{day}T05:00") for day in ("07", "11", "13"))


def outcomes(
    walk: Walk, known: tuple[str, ...] = ()
) -> list[tuple[object, int, Outcome]]:
    found = foretell([MEETING], RULES, OFFICE, walk, known, Asked({}))
    return [(step.at, step.due.step.days, step.outcome) for step in found]


def test_everything_goes_out_at_its_time() -> None:
    assert outcomes(Walk(*MAY)) == [
        (WEEK, 7, Outcome.MAILED),
        (THREE, 3, Outcome.MAILED),
        (ONE, 1, Outcome.MAILED),
    ]


def test_after_an_outage_the_newest_goes_out_and_speaks_for_the_rest() -> None:
    back = at("2026-05-12T10:00")
    assert outcomes(Walk(*MAY, (at("2026-05-06T00:00"), back))) == [
        (back, 3, Outcome.MAILED),
        (back, 7, Outcome.SUPERSEDED),
        (ONE, 1, Outcome.MAILED),
    ]


def test_an_outage_over_the_whole_time_leaves_nothing_to_send() -> None:
    back = at("2026-05-20T00:00")
    assert outcomes(Walk(*MAY, (at("2026-05-02T00:00"), back))) == [
        (back, 1, Outcome.SKIPPED),
        (back, 3, Outcome.SUPERSEDED),
        (back, 7, Outcome.SUPERSEDED),
    ]


def test_what_is_known_is_not_sent_again() -> None:
    (first, *_) = foretell([MEETING], RULES, OFFICE, Walk(*MAY), (), Asked({}))
    assert outcomes(Walk(*MAY), (first.due.key,)) == [
        (THREE, 3, Outcome.MAILED),
        (ONE, 1, Outcome.MAILED),
    ]


@pytest.mark.parametrize(
    ("down", "stretches"),
    [
        (None, [(1, 9)]),
        ((3, 5), [(1, 3), (5, 9)]),
        ((0, 5), [(5, 9)]),
        ((3, 12), [(1, 3)]),
        ((10, 12), [(1, 9)]),
    ],
)
def test_a_walk_is_cut_where_nothing_runs(
    down: tuple[int, int] | None, stretches: list[tuple[int, int]]
) -> None:
    days = [at(f"2026-05-{day + 1:02}T00:00") for day in range(15)]
    walk = Walk(days[1], days[9], (days[down[0]], days[down[1]]) if down else None)
    assert list(walk.stretches()) == [(days[a], days[b]) for a, b in stretches]
