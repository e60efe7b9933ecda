from dataclasses import replace
from datetime import date

from calendar_service.domain.conflict import (
    Difference,
    Side,
    changed_fields,
    differences,
    field_of,
    merged,
)
from calendar_service.domain.item import Place
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from tests.builders import make_details

BASE = make_details(texts={"en": Text("Meeting", "Short"), "ka": Text("შეხვედრა")})
MINE = replace(
    BASE,
    texts={"en": Text("My meeting", "Short"), "ka": Text("შეხვედრა")},
    place=Place("Hall"),
)
THEIRS = replace(
    BASE,
    texts={"en": Text("Their meeting", "Short"), "ka": Text("სხვა")},
    span=whole_days(date(2026, 6, 1)),
)


def test_what_both_changed_comes_first_and_nobody_is_preferred() -> None:
    assert differences(BASE, MINE, THEIRS) == [
        Difference("texts.en.title", None),
        Difference("when", Side.THEIRS),
        Difference("texts.ka.title", Side.THEIRS),
        Difference("place", Side.MINE),
    ]


def test_the_same_change_twice_is_no_difference() -> None:
    assert differences(BASE, MINE, MINE) == []


def test_each_field_is_taken_from_the_side_that_is_kept() -> None:
    keep = {
        "texts.en.title": Side.MINE,
        "texts.ka.title": Side.THEIRS,
        "when": Side.MINE,
        "place": Side.MINE,
    }
    result = merged(MINE, THEIRS, keep)
    assert result.texts == {"en": Text("My meeting", "Short"), "ka": Text("სხვა")}
    assert (result.span, result.place) == (BASE.span, Place("Hall"))


def test_without_a_choice_theirs_stands() -> None:
    assert merged(MINE, THEIRS, {}) == THEIRS


def test_a_language_that_one_side_lacks_is_empty() -> None:
    assert field_of(make_details(), "texts.ka.title") == ""


def test_changed_fields_are_named_down_to_the_words() -> None:
    assert changed_fields(BASE, THEIRS) == ["when", "texts.en.title", "texts.ka.title"]
