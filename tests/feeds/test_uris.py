"""Addresses as URIs (RFC 3986)."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.draft_text import link_problem
from calendar_service.feeds.uris import as_uri

UNRESERVED, RESERVED = (
    string.ascii_letters + string.digits + "-._~",
    ":/?#[]@!$&'()*+,;=",
)


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("https://example.org/a.png", "https://example.org/a.png"),
        ("https://example.org/a?b=1&c=%20#d", "https://example.org/a?b=1&c=%20#d"),
        ("https://example.org:8443/a[1].png", "https://example.org:8443/a%5B1%5D.png"),
        (
            "https://example.org/სურათი1.jpg",
            "https://example.org/%E1%83%A1%E1%83%A3%E1%83%A0%E1%83%90%E1%83%97%E1%83%981.jpg",
        ),
        ("https://მაგალითი.გე/a.jpg", "https://xn--lodafveble.xn--node/a.jpg"),
        ("https://ann@example.org/ü", "https://ann@example.org/%C3%BC"),
        ("http://[::1]:8080/a.jpg", "http://[::1]:8080/a.jpg"),
        (f"https://{'a' * 70}.org/a", f"https://{'a' * 70}.org/a"),
    ],
)
def test_an_address_becomes_a_uri(typed: str, uri: str) -> None:
    assert as_uri(typed) == uri
    assert as_uri(uri) == uri


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40))
def test_any_link_that_is_accepted_is_a_uri_then(path: str) -> None:
    address = f"https://example.org/{path}"
    if link_problem(address) is None:
        made = as_uri(address)
        assert set(made) <= set(UNRESERVED + RESERVED + "%")
        assert not set(made.partition("/")[2]) & set("[]")
        assert as_uri(made) == made
