from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.word_diff import Fate, Piece, word_diff


def test_changed_words_are_named_and_the_rest_is_kept() -> None:
    assert word_diff("Meeting on 14 May", "Meeting on 15 May") == [
        Piece(Fate.KEPT, "Meeting on "),
        Piece(Fate.GONE, "14 "),
        Piece(Fate.NEW, "15 "),
        Piece(Fate.KEPT, "May"),
    ]


def test_the_same_text_is_one_piece() -> None:
    assert word_diff("შეხვედრა", "შეხვედრა") == [Piece(Fate.KEPT, "შეხვედრა")]
    assert word_diff("", "") == []


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    before, after = "a " * 3_001, "b " * 3_001
    assert [piece.fate for piece in word_diff(before, after)] == [Fate.GONE, Fate.NEW]


@given(st.text(), st.text())
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    kept_or = {fate: [p.text for p in pieces if p.fate is not fate] for fate in Fate}
    assert "".join(kept_or[Fate.NEW]) == before
    assert "".join(kept_or[Fate.GONE]) == after
