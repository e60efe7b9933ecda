"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.search_words import (
    LONGEST_WORD,
    MOST_WORDS,
    Piece,
    asked_stems,
    excerpt_of,
    fold,
    fold_word,
    likeness,
    nearest,
    pieces_of,
    trigrams_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Film festival, 2026", ["film", "festival", "2026"]),
        ("თბილისი", ["tbilisi"]),
        ("ᲗᲑᲘᲚᲘᲡᲘ", ["tbilisi"]),
        ("TBILISI", ["tbilisi"]),
        ("Žilina and Zürich", ["zilina", "and", "zurich"]),
        ("Zu\u0308rich", ["zurich"]),
        ("women's k'alaki", ["womens", "kalaki"]),
        ("a_b-c", ["a", "b", "c"]),
        ("“” — \x00 …", []),
        ("½ km²", ["12", "km2"]),
        ("Женева", ["женева"]),
    ],
)
def test_words_are_compared_without_script_capitals_and_accents(
    text: str, words: list[str]
) -> None:
    assert fold(text) == words


@pytest.mark.parametrize(
    ("asked", "stems"),
    [
        ("meetings", ["meeting"]),
        ("news", ["news"]),
        ("address", ["address"]),
        ("შეხვედრა", ["shekhvedr"]),
        ("შეხვედრის", ["shekhvedr"]),
        ("ქუთაისში", ["kutais"]),
        ("ის", ["is"]),
        ("film FILM Films", ["film"]),
        ('"AND" OR (x*', ["and", "or", "x"]),
        ("", []),
    ],
)
def test_a_search_asks_for_the_beginnings_of_words(
    asked: str, stems: list[str]
) -> None:
    assert asked_stems(asked) == stems


@given(st.text(max_size=400))
def test_whatever_is_typed_stays_within_bounds(text: str) -> None:
    stems = asked_stems(text)
    assert len(stems) <= MOST_WORDS
    assert all(0 < len(stem) <= LONGEST_WORD and stem.isalnum() for stem in stems)


@given(st.text(max_size=200), st.text(min_size=1, max_size=5))
def test_pieces_make_the_text_again(text: str, asked: str) -> None:
    pieces = pieces_of(text, asked_stems(asked))
    assert "".join(piece.text for piece in pieces) == text


def test_pieces_mark_the_words_that_begin_with_a_stem() -> None:
    assert pieces_of("ქ. თბილისში, film", ["tbilis"]) == [
        Piece("ქ. ", is_hit=False),
        Piece("თბილისში", is_hit=True),
        Piece(", film", is_hit=False),
    ]


def test_an_excerpt_stands_around_the_first_hit() -> None:
    text = "word " * 40 + "festival " + "more " * 40
    said = excerpt_of(text, ["festiv"], 60)
    assert said == ("… word word word word festival more more more more more more …")


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt_of("One\nline", ["x"], 60) == "One line"


def test_without_a_hit_the_excerpt_is_the_beginning() -> None:
    assert excerpt_of("one two three four", ["x"], 9) == "one two …"


def test_trigrams_mark_both_ends() -> None:
    assert trigrams_of("ab") == {"  a", " ab", "ab "}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fesitval", "festival"),
        ("kutaissi", "kutaisi"),
        ("batuni", "batumi"),
        ("reintergr", "reintegration"),
        ("tibilsi", "tbilisi"),
    ],
)
def test_a_mistyped_word_leads_to_the_one_that_was_meant(
    typed: str, meant: str
) -> None:
    words = ["border", "festival", "kutaisi", "batumi", "reintegration", "tbilisi"]
    assert nearest(typed, words) == [meant]


def test_quite_another_word_is_not_near() -> None:
    assert nearest("border", ["festival", "tbilisi", "b"]) == []


def test_likeness_is_one_for_the_same_word_and_for_its_beginning() -> None:
    assert (likeness("film", "film"), likeness("film", "films")) == (1, 1)


def test_a_very_long_word_is_cut() -> None:
    assert fold_word("x" * 1000) == "x" * LONGEST_WORD
