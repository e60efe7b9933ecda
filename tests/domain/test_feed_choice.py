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
NAMES = st.text("abcდ -", min_size=1, max_size=8).map(str.strip).filter(bool)


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
        | st.integers(1, 8 * 7 * 24 * 60).map(
            lambda minutes: timedelta(minutes=minutes)
        ),
    )
)
def test_a_choice_is_read_from_its_own_query(choice: FeedChoice) -> None:
    query = {name: [value] for name, value in choice_query(choice).items()}
    assert read_choice(query, LANGUAGES) == choice


def test_a_feed_of_a_kind_stays_within_its_kind() -> None:
    meetings = FEED_KINDS["meetings"]
    both = FeedChoice(kinds=frozenset({ItemKind.MEETING, ItemKind.NEWS}))
    assert narrowed(FeedChoice(), meetings).kinds == meetings
    assert narrowed(both, meetings).kinds == meetings
    assert narrowed(both, frozenset()) == both
    with pytest.raises(UnknownChoice, match="has no items of the kind news"):
        narrowed(FeedChoice(kinds=frozenset({ItemKind.NEWS})), meetings)
