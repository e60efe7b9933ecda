import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.draft_text import (
    address_problem,
    line_problem,
    link_problem,
    prose_problem,
)
from tests.strategies import lines, prose

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"


@given(text=lines())
def test_a_line_in_any_script_is_fit(text: str) -> None:
    assert line_problem(text, 60) is None


@given(text=prose())
def test_prose_in_any_script_is_fit(text: str) -> None:
    assert prose_problem(text, 1000) is None


@pytest.mark.parametrize("letter", BREAKS)
def test_whatever_breaks_a_line_is_none(letter: str) -> None:
    assert line_problem(f"a{letter}b", 10) == "must be one line"


@pytest.mark.parametrize("letter", "\0\x07\x1b\x7f\x80\x9f\ud800\udfff\ufffe\uffff")
def test_what_xml_cannot_hold_is_named(letter: str) -> None:
    message = f"contains the control character U+{ord(letter):04X}"
    assert line_problem(f"a{letter}b", 10) == message
    assert prose_problem(f"a{letter}b", 10) == message


def test_prose_may_have_lines_and_tabs() -> None:
    assert prose_problem("a\r\n\tb", 10) is None


def test_length_is_counted_in_letters_and_not_in_bytes() -> None:
    assert line_problem("ა" * 10, 10) is None
    message = "is 11 characters long; at most 10 are accepted"
    assert line_problem("ა" * 11, 10) == message
    assert prose_problem("ა" * 11, 10) == message


@given(text=st.text(max_size=60))
def test_text_that_is_fit_is_one_line_of_unicode(text: str) -> None:
    if line_problem(text, 60) is None:
        assert len(text.encode().decode().splitlines() or [""]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "nino@example.org",
        "nino.b+calendar@mail.example.org",
        "o'brien@example.org",
        "nino@localhost",
    ],
)
def test_plain_addresses_are_accepted(address: str) -> None:
    assert address_problem(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nino",
        "@example.org",
        "nino@",
        "nino@-example.org",
        "nino@example..org",
        "nino@example.org.",
        "nino b@example.org",
        '"nino b"@example.org',
        "Nino <nino@example.org>",
        "nino@example.org,gio@example.org",
        "nino@example.org\n",
        "nino@example.org\r\nBcc: b@example.org",
        "=?utf-8?q?a=0ABcc?=@exa mple.org",
        "ნინო@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 60 + ".example" * 30,
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    said = f"{address[:80]!r} is no mail address such as nino@example.org"
    assert address_problem(address) == said


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "https://[2001:db8::1]/",
        "https://ka.example.org/ფესტივალი",
        "mailto:nino@example.org",
    ],
)
def test_web_and_mail_links_are_accepted(url: str) -> None:
    assert link_problem(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "https:///path",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
    ],
)
def test_other_links_are_refused(url: str) -> None:
    said = f"{url!r} is no web address; write one like https://example.org/"
    assert link_problem(url) == said


@pytest.mark.parametrize("url", ["https://[::1/", "https://example.org:99999/"])
def test_broken_links_are_refused(url: str) -> None:
    assert link_problem(url) == f"{url!r} is no web address"


@pytest.mark.parametrize(
    "url",
    [
        " https://example.org/",
        "java\nscript:alert(1)",
        "https://example.org/\r\nX: y",
        'https://example.org/"onclick="x',
        "https://example.org/<script>",
    ],
)
def test_links_hold_no_space_and_no_markup(url: str) -> None:
    said = f"{url!r} holds characters that an address cannot have"
    assert link_problem(url) == said


def test_links_hold_no_controls_and_end_somewhere() -> None:
    assert link_problem("https://example.org/\0") == (
        "contains the control character U+0000"
    )
    assert link_problem("https://example.org/" + "a" * 2000) == (
        "is 2,020 characters long; at most 2,000 are accepted"
    )


@given(text=st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    for problem in (link_problem(text), address_problem(text), line_problem(text, 9)):
        assert problem is None or problem.isprintable()
