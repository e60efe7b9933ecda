from datetime import date

import pytest

from calendar_service.domain.absence import Absence, is_away

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
