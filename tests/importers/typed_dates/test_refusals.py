import pytest

from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_its_words(reason: Reason) -> None:
    said = str(NotUnderstood(reason, "14 Mai", "May"))
    assert said.endswith("or every third Thursday until June")
    assert "{" not in said


def test_only_an_unknown_word_has_a_guess() -> None:
    unknown = NotUnderstood(Reason.UNKNOWN_WORD, "Agust", "August")
    assert "(did you mean August?)" in str(unknown)
    weekday = NotUnderstood(Reason.OTHER_WEEKDAY, "Friday 14 May", "Thursday")
    assert str(weekday).startswith("“Friday 14 May” falls on a Thursday; ")
