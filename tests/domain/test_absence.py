from datetime import date, timedelta

import pytest

from calendar_service.domain.absence import LONGEST, Absence, absence_problem, is_away

AWAY = Absence("ada@example.org", date(2026, 5, 4), date(2026, 5, 8))


@pytest.mark.parametrize(
    ("address", "day", "away"),
    [
        ("Ada@example.org ", 4, True),
        ("ada@example.org", 8, True),
        ("ada@example.org", 3, False),
        ("ada@example.org", 9, False),
        ("ben@example.org", 5, False),
    ],
)
def test_both_days_are_away(address: str, day: int, *, away: bool) -> None:
    assert is_away(address, date(2026, 5, day), [AWAY]) is away
    assert not is_away(address, date(2026, 5, day), [])


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 5, 4), date(2026, 5, 4), None),
        (date(2026, 1, 1), date(2026, 5, 4), None),
        (date(2026, 5, 4), date(2026, 5, 4) + LONGEST, None),
        (date(2026, 5, 5), date(2026, 5, 4), "lies before the first day"),
        (date(2026, 5, 1), date(2026, 5, 3), "is over already"),
        (
            date(2026, 5, 4),
            date(2026, 5, 5) + LONGEST,
            "is more than a year after the first day",
        ),
        (date(2026, 5, 4), date.max, "is more than a year after the first day"),
        (date.min, date.min + timedelta(days=1), "is over already"),
    ],
)
def test_an_absence_is_a_stretch_of_days_to_come(
    first: date, last: date, said: str | None
) -> None:
    absence = Absence("ada@example.org", first, last)
    problem = absence_problem(absence, date(2026, 5, 4))
    assert (problem.message if problem else None) == said
