from datetime import time

from calendar_service.domain.digest_choice import DigestChoice, Rhythm


def test_a_week_begins_on_monday_morning_unless_somebody_says_else() -> None:
    choice = DigestChoice(address="ada@example.org", every=Rhythm.WEEKLY)
    assert (choice.weekday, choice.send_at) == (0, time(8, 30))
