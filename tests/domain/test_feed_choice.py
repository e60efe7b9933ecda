from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    FeedChoice,
    UnknownChoice,
    choice_query,
    narrowed,
    read_choice,
)
from calendar_service.domain.item import ItemKind

LANGUAGES = ("en", "ka")
NAMES = st.text("abcდ -,\\", min_size=1, max_size=8).map(str.strip).filter(bool)


def read(**query: str) -> FeedChoice:
    asked = {name.strip("_"): [value] for name, value in query.items()}
    return read_choice(asked, LANGUAGES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, FeedChoice()),
        ({"kind": "meeting"}, FeedChoice(kinds=frozenset({ItemKind.MEETING}))),
        (
            {"kind": "study-visits, Screening"},
            FeedChoice(kinds=frozenset({ItemKind.STUDY_VISIT, ItemKind.SCREENING})),
        ),
        ({"tag": "a,b"}, FeedChoice(tags=frozenset({"a", "b"}))),
        (
            {"place": r"House of Cinema\, Tbilisi,Batumi"},
            FeedChoice(places=frozenset({"House of Cinema, Tbilisi", "Batumi"})),
        ),
        ({"place": "თბილისი"}, FeedChoice(places=frozenset({"თბილისი"}))),
        ({"lang": "ka"}, FeedChoice(languages=("ka",))),
        ({"lang": "ka+en"}, FeedChoice(languages=("ka", "en"))),
        ({"lang": "en ka"}, FeedChoice(languages=("en", "ka"))),
        ({"from_": "2026-01-31"}, FeedChoice(first=date(2026, 1, 31))),
        ({"until": "2026-01-31"}, FeedChoice(last=date(2026, 1, 31))),
        ({"alarm": "30"}, FeedChoice(alarm=timedelta(minutes=30))),
        ({"alarm": "PT2H"}, FeedChoice(alarm=timedelta(hours=2))),
        ({"alarm": "1d"}, FeedChoice(alarm=timedelta(days=1))),
        ({"alarm": "P1W"}, FeedChoice(alarm=timedelta(weeks=1))),
        ({"alarm": "8w"}, FeedChoice(alarm=timedelta(weeks=8))),
        ({"alarm": "0"}, FeedChoice(alarm=timedelta(0))),
        (
            {"from_": "2026-01-31", "until": "2026-01-31"},
            FeedChoice(first=date(2026, 1, 31), last=date(2026, 1, 31)),
        ),
        ({"utm_source": "x", "fbclid": "y"}, FeedChoice()),
        ({"kind": "", "tag": ",", "lang": "", "alarm": ""}, FeedChoice()),
    ],
)
def test_a_query_says_what_is_chosen(
    query: dict[str, str], expected: FeedChoice
) -> None:
    assert read(**query) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"kind": "party"}, "kind=party is not one of observance, meeting, "),
        ({"kind": "all"}, "kind=all is not one of observance, meeting, "),
        ({"lang": "fr"}, "lang=fr is not one of en, ka."),
        ({"from_": "2026-02-30"}, "from=2026-02-30 is no day; write it like 2027-03-"),
        ({"until": "soon"}, "until=soon is no day; write it like 2027-03-01."),
        ({"alarm": "soon"}, "alarm=soon is no time before the start; write it like"),
        ({"lang": "en,fr"}, "lang=fr is not one of en, ka."),
        ({"lang": "EN"}, "lang=EN is not one of en, ka."),
        ({"from_": "20260131"}, "from=20260131 is no day; write it like 2027-03-01."),
        ({"from_": "٢٠٢٦-٠١-٣١"}, "from=٢٠٢٦-٠١-٣١ is no day; write it like"),
        ({"until": "0000-01-01"}, "until=0000-01-01 is no day; write it like"),
        (
            {"from_": "2026-02-01", "until": "2026-01-31"},
            "until=2026-01-31 lies before from=2026-02-01.",
        ),
        ({"alarm": "P3M"}, "alarm=P3M is no time before the start; write it like"),
        ({"alarm": "-30m"}, "alarm=-30m is no time before the start; write it like"),
        ({"alarm": "٣٠"}, "alarm=٣٠ is no time before the start; write it like"),
        ({"alarm": "57d"}, "alarm=57d is no time before the start; write it like"),
        ({"alarm": "9999d"}, "alarm=9999d is no time before the start; write it like"),
        ({"tag": "x" * 201}, "tag= is too long; save the selection as a feed."),
        ({"tag": "x," * 51}, "tag= is too long; save the selection as a feed."),
    ],
)
def test_what_cannot_be_chosen_is_one_sentence(
    query: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UnknownChoice) as caught:
        read(**query)
    assert str(caught.value).startswith(sentence)


def test_a_name_is_said_once_or_several_times() -> None:
    query = {"tag": ["a", "b,c"], "from": ["2026-01-01", "2026-01-02"]}
    with pytest.raises(UnknownChoice, match="from=2026-01-01 is no day"):
        read_choice(query, LANGUAGES)
    del query["from"]
    assert read_choice(query, LANGUAGES).tags == frozenset("abc")


@given(
    st.builds(
        FeedChoice,
        kinds=st.frozensets(st.sampled_from(ItemKind)),
        tags=st.frozensets(NAMES, max_size=3),
        places=st.frozensets(NAMES, max_size=3),
        languages=st.sampled_from([("en",), ("ka",), ("en", "ka"), ("ka", "en")]),
        first=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        last=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        alarm=st.none()
        | st.integers(0, 8 * 7 * 24 * 60).map(
            lambda minutes: timedelta(minutes=minutes)
        ),
    ).filter(lambda each: not (each.first and each.last) or each.first <= each.last)
)
def test_a_choice_is_read_from_its_own_query(choice: FeedChoice) -> None:
    query = {name: [value] for name, value in choice_query(choice).items()}
    assert read_choice(query, LANGUAGES) == choice


def test_a_third_language_is_one_too_many() -> None:
    query = {"lang": ["en+ka+ru"]}
    with pytest.raises(UnknownChoice, match="takes one language, or two such as"):
        read_choice(query, (*LANGUAGES, "ru"))
    assert read_choice({"lang": ["ka,ka"]}, LANGUAGES).languages == ("ka",)
    assert read_choice({}, ("ru", "en")).language == "ru"


TYPED = st.text(st.characters(), max_size=8) | st.sampled_from(
    ["meeting", "en", "2026-01-31", "9999-12-31", "30m", "P1D", ",", "+"]
)
QUERY_NAMES = st.sampled_from(
    ["kind", "tag", "place", "lang", "from", "until", "alarm"]
)


@given(st.dictionaries(QUERY_NAMES, st.lists(TYPED, max_size=3)))
def test_whatever_is_typed_is_read_or_answered_in_words(
    query: dict[str, list[str]],
) -> None:
    try:
        choice = read_choice(query, LANGUAGES)
    except UnknownChoice as wrong:
        assert str(wrong).endswith(".")  # noqa: PT017 - both ways out are right
    else:
        said = {name: [value] for name, value in choice_query(choice).items()}
        assert read_choice(said, LANGUAGES) == choice


def test_only_the_kinds_of_a_choice_are_narrowed() -> None:
    choice = FeedChoice(tags=frozenset({"a"}), alarm=timedelta(0), languages=("ka",))
    meetings = FEED_KINDS["meetings"]
    assert narrowed(choice, meetings) == replace(choice, kinds=meetings)


def test_a_feed_of_a_kind_stays_within_its_kind() -> None:
    meetings = FEED_KINDS["meetings"]
    both = FeedChoice(kinds=frozenset({ItemKind.MEETING, ItemKind.NEWS}))
    assert narrowed(FeedChoice(), meetings).kinds == meetings
    assert narrowed(both, meetings).kinds == meetings
    assert narrowed(both, frozenset()) == both
    with pytest.raises(UnknownChoice, match="has no items of the kind news"):
        narrowed(FeedChoice(kinds=frozenset({ItemKind.NEWS})), meetings)
