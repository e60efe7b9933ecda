from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.feeds.content import (
    ATTRIBUTES,
    TAGS,
    html_of,
    plain_of,
    tidy_line,
    tidy_prose,
)


class TagList(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_markdown_becomes_html_below_the_headings_of_a_page() -> None:
    assert html_of("# One\n\n*two* [three](https://example.org/)") == (
        "<h3>One</h3>\n<p><em>two</em> "
        '<a href="https://example.org/" rel="noopener noreferrer">three</a></p>'
    )


def test_line_breaks_of_authors_stay() -> None:
    assert html_of("one\ntwo") == "<p>one<br>\ntwo</p>"
    assert plain_of("one\ntwo\n\nthree") == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](/relative)",
        "[x](//example.org/)",
        '<a href="https://example.org" onclick="x()">x</a>',
        '<img src=x onerror="x()">',
        "<javascript:alert(1)>",
        "![x](https://example.org/pixel.png)",
        '[x](https://example.org/ "onmouseover=x()")',
        "<iframe src='https://example.org'>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_nothing_active_comes_out_of_markdown(attack: str) -> None:
    found = TagList(html_of(attack))
    assert found.tags <= TAGS
    assert found.attributes <= {"href", "title", "rel"}
    assert all(link.startswith(("https:", "http:", "mailto:")) for link in found.links)


@given(st.text())
def test_any_text_gives_allowed_tags_and_no_control_characters(text: str) -> None:
    found = TagList(html_of(text))
    assert found.tags <= TAGS
    assert found.attributes <= {name for a in ATTRIBUTES.values() for name in a} | {
        "rel"
    }
    assert "\x00" not in html_of(text) + plain_of(text)


@given(st.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert tidy_prose(tidy_prose(text)) == tidy_prose(text)
    assert "\n" not in tidy_line(text)
    assert "\r" not in tidy_line(text) + tidy_prose(text)


def test_plain_text_names_addresses_once() -> None:
    assert plain_of("[the site](https://example.org/)") == (
        "the site (https://example.org/)"
    )
    assert plain_of("<https://example.org/>") == "https://example.org/"
    assert plain_of("<info@example.org>") == "info@example.org"


def test_plain_text_keeps_lists_and_code() -> None:
    markdown = "Bring:\n\n1. pen\n2. paper\n   - lined\n   - plain\n\nEnd\n\n    code"
    assert plain_of(markdown) == (
        "Bring:\n\n1. pen\n2. paper\n  - lined\n  - plain\n\nEnd\n\ncode"
    )


def test_second_paragraph_of_a_list_item_is_indented_below_it() -> None:
    assert plain_of("- one\n\n  more\n- two") == "- one\n  more\n- two"


def test_control_characters_and_halves_of_letters_are_left_out() -> None:
    assert tidy_line(" a\x00b\ud800\tc\r\nd\u2028e\ufffe ") == "ab c d e"
    assert tidy_prose("a\r\nb\rc\x0bd\x1be\tf\n") == "a\nb\nc\nde\tf"


def test_georgian_letters_and_joined_emoji_stay() -> None:
    text = "საქართველო 👩‍👩‍👧 no\u00a0break"
    assert tidy_line(text) == text
