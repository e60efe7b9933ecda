import pytest

from calendar_service.importers.typed_dates.lexicon import Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason
from calendar_service.importers.typed_dates.tokens import tokenise


def marks(text: str) -> list[Mark]:
    return [token.mark for token in tokenise(text)]


def test_numbers_months_years_and_hours_are_told_apart() -> None:
    assert marks("14 May 2027, 10:00-11:30") == [
        *(Mark.DAY_NUMBER, Mark.MONTH, Mark.YEAR, Mark.COMMA),
        *(Mark.CLOCK, Mark.DASH, Mark.CLOCK),
    ]


def test_small_words_are_left_out() -> None:
    assert marks("on the 14th of May") == [Mark.ORDINAL, Mark.MONTH]


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "to"])
def test_all_dashes_are_one(dash: str) -> None:
    assert marks(f"3 {dash} 5 May") == [
        *(Mark.DAY_NUMBER, Mark.DASH, Mark.DAY_NUMBER, Mark.MONTH)
    ]


def test_georgian_year_moves_behind_its_month() -> None:
    assert marks("2020 წლის 14 ოქტომბერი") == marks("14 October 2020")


def test_georgian_endings_become_words_in_english_order() -> None:
    assert marks("3 მაისიდან 5 მაისამდე") == marks("3 May - 5 May")
    assert marks("ოქტომბრამდე 2020") == marks("until October 2020")
    assert marks("ყოველ ხუთშაბათს 1 მაისიდან") == marks("every Thursday from 1 May")


def test_a_strange_sign_stops_the_reading() -> None:
    with pytest.raises(NotUnderstood) as refused:
        tokenise("14 May 2027 (tbc)")
    assert (refused.value.reason, refused.value.what) == (Reason.UNKNOWN_WORD, "(")


def test_georgian_capitals_are_the_same_letters() -> None:
    small = "მე-5 დღეს, კვირას, 10-დან 12-მდე"
    assert tokenise(small.upper()) == tokenise(small)
    assert small.upper() != small
