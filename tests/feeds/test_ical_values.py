from hypothesis import given
from hypothesis import strategies as st
from icalendar import Component

from calendar_service.feeds.ical_values import (
    MOST_OCTETS,
    escaped,
    escaped_list,
    fold,
    line,
)
from calendar_service.feeds.proof import unfold


def test_text_is_escaped_as_rfc_5545_says() -> None:
    assert escaped("a;b,c\\d\ne:f") == r"a\;b\,c\\d\ne:f"


def test_backslash_before_a_capital_n_is_no_line_break() -> None:
    assert escaped("C:\\New") == r"C:\\New"


def test_commas_between_texts_are_not_escaped() -> None:
    assert escaped_list(["a,b", "c"]) == r"a\,b,c"


def test_value_goes_out_as_it_is_with_its_parameters() -> None:
    assert line("IMAGE", "https://example.org/,;", VALUE="URI", LANGUAGE="ka") == (
        b"IMAGE;VALUE=URI;LANGUAGE=ka:https://example.org/,;\r\n"
    )


def test_parameters_are_quoted_where_they_hold_marks() -> None:
    assert line("A", "b", CN="Nino; N") == b'A;CN="Nino; N":b\r\n'
    assert line("A", "b", CN="Nino N") == b'A;CN="Nino N":b\r\n'
    assert line("A", "b", X="a^b c") == b"A;X=a^^b c:b\r\n"


def test_line_is_folded_before_an_escape_and_not_inside_it() -> None:
    text = "x" * (MOST_OCTETS - 1)
    assert fold(f"{text}\\,y".encode()) == f"{text}\r\n \\,y\r\n".encode()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_any_line_comes_back_whole_and_no_part_is_too_long(text: str) -> None:
    folded = fold(f"X{text}".encode())
    assert unfold(folded) == [f"X{text}".encode()]
    parts = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, parts)) <= MOST_OCTETS + 1
    assert all(part.decode() for part in parts)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_text_is_read_back_by_a_stranger(text: str) -> None:
    body = b"BEGIN:VEVENT\r\n" + line("SUMMARY", escaped(text)) + b"END:VEVENT\r\n"
    assert str(Component.from_ical(body)["SUMMARY"]) == text
