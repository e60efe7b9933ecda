from datetime import date, timedelta

import pytest

from calendar_service.domain.feed_choice import FeedChoice, UnknownChoice
from calendar_service.domain.item import ItemKind, Place, Visibility
from calendar_service.domain.selection import Audience, Selection
from calendar_service.services.feed_requests import (
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    UnknownName,
    chosen_within,
    demand_format,
    find_feed,
    query_of,
    selection_of,
)
from calendar_service.storage.database import Session
from calendar_service.storage.feeds import SavedFeed, store_saved_feed
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item

LANGUAGES = ("en", "ka")
TODAY = date(2026, 3, 10)
MEETINGS = frozenset({ItemKind.MEETING})
NEWS = frozenset({ItemKind.NEWS})


def save(session: Session, visibility: Visibility = Visibility.PUBLIC) -> SavedFeed:
    feed = SavedFeed(
        name="return",
        query={"tag": "return", "lang": "ka"},
        titles={"en": "Return"},
        descriptions={},
        visibility=visibility,
    )
    store_saved_feed(session, feed, NOW)
    return feed


def asked(name: str, form: FeedFormat, **choice: object) -> FeedAsked:
    return FeedAsked(
        name=name,
        format=form,
        choice=FeedChoice(**choice),  # type: ignore[arg-type]  # the caller names the field
        address="http://x/",
    )


def test_a_name_is_a_kind_or_a_saved_selection(session: Session) -> None:
    saved = save(session)
    public = Audience.PUBLIC
    assert find_feed(session, "meetings", public, LANGUAGES) == (
        FeedChoice(kinds=MEETINGS),
        None,
    )
    assert find_feed(session, "return", public, LANGUAGES) == (
        FeedChoice(tags=frozenset({"return"}), languages=("ka",)),
        saved,
    )


def test_a_feed_of_staff_is_none_to_the_public(session: Session) -> None:
    save(session, Visibility.STAFF)
    for name in ("return", "nothing"):
        with pytest.raises(UnknownFeed, match=f"There is no feed {name}; "):
            find_feed(session, name, Audience.PUBLIC, LANGUAGES)
    assert find_feed(session, "return", Audience.STAFF, LANGUAGES)[1] is not None


def test_an_address_narrows_a_feed_and_does_not_widen_it(session: Session) -> None:
    base = FeedChoice(kinds=MEETINGS, tags=frozenset({"a"}), languages=("ka",))

    def within(**query: str) -> FeedChoice:
        given = {name: [value] for name, value in query.items()}
        return chosen_within(session, base, given, Audience.PUBLIC, LANGUAGES)

    assert within() == base
    assert within(lang="en").languages == ("en",)
    assert within(kind="meeting", alarm="1h").alarm == timedelta(hours=1)
    with pytest.raises(UnknownChoice, match="no items of the kind screening"):
        within(kind="screening")


def test_a_tag_or_place_is_known_by_items_that_one_may_see(session: Session) -> None:
    for uid, visibility in (("a", Visibility.PUBLIC), ("b", Visibility.STAFF)):
        item = make_item(
            uid=uid, slug=uid, tags=(uid,), place=Place(city=uid), visibility=visibility
        )
        store_item(session, item, actor="ada", seen=None, now=NOW)
    for name in ("tag", "place"):
        for audience, value in ((Audience.PUBLIC, "a"), (Audience.STAFF, "b")):
            query = {name: [value]}
            chosen_within(session, FeedChoice(), query, audience, LANGUAGES)
        with pytest.raises(UnknownName, match=f"No item has the {name} b."):
            chosen_within(
                session, FeedChoice(), {name: ["b"]}, Audience.PUBLIC, LANGUAGES
            )


def test_news_has_no_calendar() -> None:
    demand_format("news", FeedFormat.ATOM)
    with pytest.raises(UnknownFeed, match="News has no calendar"):
        demand_format("news", FeedFormat.ICS)


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (
            asked("all", FeedFormat.ICS),
            Selection(
                without_kinds=NEWS,
                first=TODAY - timedelta(days=90),
                withdrawn_first=TODAY - timedelta(days=14),
                with_deleted=True,
            ),
        ),
        (
            asked("all", FeedFormat.ICS, first=date(2018, 1, 1), last=TODAY),
            Selection(
                without_kinds=NEWS,
                first=date(2018, 1, 1),
                last=TODAY,
                withdrawn_first=TODAY - timedelta(days=14),
                with_deleted=True,
            ),
        ),
        (asked("all", FeedFormat.ATOM), Selection()),
        (asked("changes", FeedFormat.ATOM), Selection(with_deleted=True)),
        (
            asked("coming-up", FeedFormat.RSS),
            Selection(without_kinds=NEWS, first=TODAY, last=TODAY + timedelta(days=14)),
        ),
    ],
)
def test_each_feed_has_its_window(feed: FeedAsked, expected: Selection) -> None:
    assert selection_of(feed, TODAY) == expected


def test_an_address_says_only_what_the_name_does_not() -> None:
    base = FeedChoice(kinds=MEETINGS)
    choice = FeedChoice(kinds=MEETINGS, tags=frozenset({"a"}), languages=("ka",))
    assert query_of(base, base) == {}
    assert query_of(choice, base) == {"tag": "a", "lang": "ka"}


def test_what_is_saved_is_the_start_of_what_an_address_asks(session: Session) -> None:
    base, _ = find_feed(session, save(session).name, Audience.PUBLIC, LANGUAGES)
    choice = chosen_within(
        session, base, {"alarm": ["30m"]}, Audience.PUBLIC, LANGUAGES
    )
    assert choice == FeedChoice(
        tags=frozenset({"return"}), languages=("ka",), alarm=timedelta(minutes=30)
    )
    assert query_of(choice, base) == {"alarm": "30m"}
