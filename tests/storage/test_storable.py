"""Text that every database can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.storage.storable import is_storable, storable


@pytest.mark.parametrize("text", ["", "meeting", "შეხვედრა", "🎬", "\n\t\x01"])
def test_usual_text_stays_as_it_is(text: str) -> None:
    assert is_storable(text)
    assert storable(text) == text


@pytest.mark.parametrize(
    ("text", "kept"), [("a\x00b", "a\ufffdb"), ("a\ud83cb", "a?b")]
)
def test_what_no_database_takes_is_replaced(text: str, kept: str) -> None:
    assert not is_storable(text)
    assert storable(text) == kept


@given(st.text(st.characters()))
def test_whatever_comes_out_is_storable(text: str) -> None:
    assert is_storable(storable(text))
