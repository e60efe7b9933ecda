import pytest

from calendar_service.domain.names import name_problem


@pytest.mark.parametrize("name", ["a", "press", "film-night-2", "7", "a" * 60])
def test_a_short_plain_name_is_fine(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    ["", "Press", "a b", "-a", "a-", "a--b", "a/b", "a_b", "ა", "a\n", "a" * 61],
)
def test_other_names_are_told_what_they_take(name: str) -> None:
    said = "takes small letters, digits and hyphens, at most 60"
    assert name_problem(name) == said
