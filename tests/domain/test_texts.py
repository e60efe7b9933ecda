import pytest
from hypothesis import given

from calendar_service.domain.texts import (
    Text,
    Words,
    fallbacks,
    has_language,
    overlaid,
    stale_languages,
    words,
)
from tests.strategies import texts

BOTH = {"en": Text(title="Festival", summary="Films"), "ka": Text(title="ფესტივალი")}


@pytest.mark.parametrize(
    ("field", "language", "shown"),
    [
        ("title", "ka", Words("ფესტივალი", "ka")),
        ("title", "en", Words("Festival", "en")),
        ("summary", "ka", Words("Films", "en")),
        ("title", "de", Words("Festival", "en")),
        ("place", "ka", Words("", "ka")),
    ],
)
def test_words_stand_in_from_another_language_and_say_so(
    field: str, language: str, shown: Words
) -> None:
    assert words(BOTH, field, language) == shown


@given(both=texts())
def test_a_title_is_never_empty_in_either_language(both: dict[str, Text]) -> None:
    assert words(both, "title", "en").text.strip()
    assert words(both, "title", "ka").text.strip()


def test_english_stands_in_first_then_the_alphabet() -> None:
    assert fallbacks(["ru", "ka", "en", "de"], "ka") == ["en", "de", "ru"]
    assert fallbacks(["ka"], "ka") == []


def test_a_language_is_there_when_it_has_a_title() -> None:
    some = {"en": Text(title="Festival"), "ka": Text(summary="ფილმები")}
    assert [has_language(some, name) for name in ("en", "ka", "de")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("made_from", "revisions", "stale"),
    [
        (3, {"en": 3, "ka": 3}, []),
        (3, {"en": 4, "ka": 3}, ["ka"]),
        (3, {"en": 3, "ka": 9}, []),
        (3, {}, []),
        (None, {"en": 4}, []),
    ],
)
def test_a_translation_falls_behind_when_its_original_changes(
    made_from: int | None, revisions: dict[str, int], stale: list[str]
) -> None:
    both = {"en": Text(title="Festival"), "ka": Text(title="ფ", made_from=made_from)}
    assert stale_languages(both, revisions) == stale


def test_changes_lie_on_top_and_leave_the_rest() -> None:
    changes = {"en": Text(title="Theme: home"), "de": Text(title="Fest")}
    assert overlaid(BOTH, changes) == {
        "en": Text(title="Theme: home", summary="Films"),
        "ka": Text(title="ფესტივალი"),
        "de": Text(title="Fest"),
    }
    assert BOTH["en"].title == "Festival"
