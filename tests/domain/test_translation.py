from collections.abc import Mapping

import pytest

from calendar_service.domain.texts import Text
from calendar_service.domain.translation import (
    Behind,
    Standing,
    fallen_behind,
    original_language,
    with_sources,
)

LANGUAGES = ("en", "ka")
OLD = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=2)}


def sources(
    new: Mapping[str, Text], standing: Standing = Standing.BY_CHANGES
) -> dict[str, int | None]:
    """The revisions after a change of OLD at revision 5."""
    found = with_sources(new, OLD, 5, {"ka": standing}, LANGUAGES)
    return {code: text.made_from for code, text in found.items()}


def test_of_a_new_item_the_second_language_is_made_from_the_first() -> None:
    new = {"ka": Text("შეხვედრა"), "en": Text("Meeting")}
    found = with_sources(new, None, -1, {}, LANGUAGES)
    assert (found["en"].made_from, found["ka"].made_from) == (None, 0)


def test_what_is_only_in_georgian_is_the_original() -> None:
    found = with_sources({"ka": Text("შეხვედრა")}, None, -1, {}, LANGUAGES)
    assert found["ka"].made_from is None
    assert original_language(found, LANGUAGES) == "ka"


def test_a_changed_original_leaves_its_translation_behind() -> None:
    assert sources({"en": Text("Other"), "ka": Text("შეხვედრა")}) == {
        "en": None,
        "ka": 2,
    }


def test_a_changed_translation_is_brought_up_to_date() -> None:
    assert sources({"en": Text("Meeting"), "ka": Text("სხვა")}) == {"en": None, "ka": 6}


@pytest.mark.parametrize(
    ("standing", "made_from"), [(Standing.CURRENT, 6), (Standing.BEHIND, 2)]
)
def test_what_the_editor_says_goes_before(standing: Standing, made_from: int) -> None:
    assert sources({"en": Text("Other"), "ka": Text("სხვა")}, standing)["ka"] == (
        made_from
    )


def test_texts_that_do_not_know_their_source_agree_until_one_changes() -> None:
    old = {"en": Text("Meeting"), "ka": Text("შეხვედრა")}
    same = with_sources(old, old, 5, {}, LANGUAGES)
    assert same == old
    new = {"en": Text("Other"), "ka": Text("შეხვედრა")}
    assert with_sources(new, old, 5, {}, LANGUAGES)["ka"].made_from == 5


def test_a_translation_is_behind_where_its_source_says_something_else() -> None:
    texts = {"en": Text("Other"), "ka": Text("შეხვედრა", made_from=2)}
    behind = Behind("ka", "en", Text("Meeting"), Text("Other"))
    assert fallen_behind(texts, {2: OLD}) == [behind]
    assert fallen_behind(OLD, {2: OLD}) == []
    assert fallen_behind(texts, {}) == []
