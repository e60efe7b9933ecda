from datetime import date

import pytest

from calendar_service.domain.repetition import LAST, WORKDAY, Repetition, Unit
from calendar_service.domain.repetition_words import (
    english,
    english_bounds,
    georgian,
    georgian_bounds,
    georgian_end,
)

EACH_WORKDAY = tuple((0, day) for day in range(5))
WORDS: dict[Repetition, tuple[str, str]] = {
    Repetition(Unit.DAY): ("every day", "ყოველდღე"),
    Repetition(Unit.DAY, 2): ("every second day", "ორ დღეში ერთხელ"),
    Repetition(Unit.DAY, 10): ("every 10 days", "10 დღეში ერთხელ"),
    Repetition(Unit.HOUR): ("every hour", "ყოველ საათში"),
    Repetition(Unit.WEEK): ("every week", "ყოველკვირეულად"),
    Repetition(Unit.WEEK, 1, ((0, 3),)): ("every Thursday", "ყოველ ხუთშაბათს"),
    Repetition(Unit.WEEK, 1, ((0, 0), (0, 2), (0, 4))): (
        "every Monday, Wednesday and Friday",
        "ყოველ ორშაბათს, ოთხშაბათსა და პარასკევს",
    ),
    Repetition(Unit.WEEK, 1, EACH_WORKDAY): (
        "every weekday",
        "ყოველ სამუშაო დღეს",
    ),
    Repetition(Unit.WEEK, 2, EACH_WORKDAY): (
        "every second week on weekdays",
        "ორ კვირაში ერთხელ, სამუშაო დღეებში",
    ),
    Repetition(Unit.WEEK, 2, ((0, 1),)): (
        "every second week on Tuesday",
        "ორ კვირაში ერთხელ, სამშაბათს",
    ),
    Repetition(Unit.MONTH): ("every month", "ყოველთვიურად"),
    Repetition(Unit.MONTH, 1, ((3, 3),)): (
        "every third Thursday of the month",
        "ყოველი თვის მესამე ხუთშაბათს",
    ),
    Repetition(Unit.MONTH, 1, ((1, 0), (3, 0), (LAST, 4))): (
        "every first and third Monday and last Friday of the month",
        "ყოველი თვის პირველ და მესამე ორშაბათსა და ბოლო პარასკევს",
    ),
    Repetition(Unit.MONTH, 1, ((LAST, WORKDAY),)): (
        "every last weekday of the month",
        "ყოველი თვის ბოლო სამუშაო დღეს",
    ),
    Repetition(Unit.MONTH, 2, ((1, 0),)): (
        "every second month on the first Monday",
        "ორ თვეში ერთხელ, პირველ ორშაბათს",
    ),
    Repetition(Unit.MONTH, 1, days=(1, 12, 22)): (
        "every month on the 1st, 12th and 22nd",
        "ყოველი თვის 1, 12 და 22 რიცხვში",
    ),
    Repetition(Unit.MONTH, 3, days=(LAST,)): (
        "every third month on the last day",
        "სამ თვეში ერთხელ, ბოლო დღეს",
    ),
    Repetition(Unit.YEAR): ("every year", "ყოველწლიურად"),
    Repetition(Unit.YEAR, 1, days=(14,), month=12): (
        "every year on 14 December",
        "ყოველწლიურად 14 დეკემბერს",
    ),
    Repetition(Unit.YEAR, 2, days=(14,), month=8): (
        "every second year on 14 August",
        "ორ წელიწადში ერთხელ, 14 აგვისტოს",
    ),
    Repetition(Unit.YEAR, 1, ((3, 6),), month=6): (
        "every year on the third Sunday of June",
        "ყოველწლიურად ივნისის მესამე კვირას",
    ),
    Repetition(Unit.YEAR, 1, days=(LAST,), month=2): (
        "every year on the last day of February",
        "ყოველწლიურად თებერვლის ბოლო დღეს",
    ),
}


@pytest.mark.parametrize("said", WORDS, ids=[english for english, _ in WORDS.values()])
def test_a_repetition_is_said_in_both_languages(said: Repetition) -> None:
    assert (english(said), georgian(said)) == WORDS[said]


def test_bounds_name_a_year_once() -> None:
    first, last = date(2026, 8, 17), date(2027, 8, 7)
    same = date(2026, 12, 7)
    assert english_bounds(first, None, by_year=False) == "from 17 August 2026"
    assert english_bounds(first, same, by_year=False) == (
        "from 17 August until 7 December 2026"
    )
    assert english_bounds(first, last, by_year=False) == (
        "from 17 August 2026 until 7 August 2027"
    )
    assert english_bounds(first, last, by_year=True) == "from 2026 until 2027"
    assert english_bounds(first, None, by_year=True) == "from 2026"


def test_georgian_bounds_carry_their_endings() -> None:
    first, last = date(2026, 8, 17), date(2027, 8, 7)
    same = date(2026, 12, 7)
    assert georgian_bounds(first, None, by_year=False) == "2026 წლის 17 აგვისტოდან"
    assert georgian_bounds(same, None, by_year=False) == "2026 წლის 7 დეკემბრიდან"
    assert georgian_bounds(first, same, by_year=False) == (
        "2026 წლის 17 აგვისტოდან 7 დეკემბრის ჩათვლით"
    )
    assert georgian_bounds(first, last, by_year=False) == (
        "2026 წლის 17 აგვისტოდან 2027 წლის 7 აგვისტოს ჩათვლით"
    )
    assert georgian_bounds(first, last, by_year=True) == (
        "2026 წლიდან 2027 წლის ჩათვლით"
    )
    assert georgian_bounds(first, None, by_year=True) == "2026 წლიდან"
    assert georgian_end(last) == "2027 წლის 7 აგვისტოს ჩათვლით"
