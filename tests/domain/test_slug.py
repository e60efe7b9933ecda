import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.slug import make_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Coordination meeting", "coordination-meeting"),
        ("  Films & talks: day 1!  ", "films-talks-day-1"),
        ("Café Müller’s don't", "cafe-mullers-dont"),
        ("თბილისის კინოფესტივალი", "tbilisis-kinopestivali"),
        ("ᲗᲑᲘᲚᲘᲡᲘ", "tbilisi"),
        ("ჟღყშჩცძწჭხჯჰ", "zhghqshchtsdztschkhjh"),
        ("日本", "item"),
        ("", "item"),
        ("ﬁlm ②", "film-2"),
    ],
)
def test_a_title_becomes_a_readable_address(title: str, slug: str) -> None:
    assert make_slug(title, ()) == slug


def test_a_taken_slug_gets_the_next_number() -> None:
    assert make_slug("Film", {"film"}) == "film-2"
    assert make_slug("Film", {"film", "film-2", "film-3"}) == "film-4"
    assert make_slug("日本", {"meeting"}, fallback="meeting") == "meeting-2"


def test_a_long_title_is_cut_without_a_hyphen_at_its_end() -> None:
    assert make_slug("a" * 79 + " b", ()) == "a" * 79
    assert make_slug("a" * 200, ()) == "a" * 80


@given(title=st.text())
def test_any_title_makes_a_slug(title: str) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", make_slug(title, ()))
