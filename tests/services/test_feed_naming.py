from dataclasses import replace

import pytest

from calendar_service.config import Settings
from calendar_service.domain.feed_choice import FEED_KINDS, FeedChoice
from calendar_service.feeds.document import COLORS, OFFICE_COLOR
from calendar_service.services.feed_naming import info_of, name_of, title_of
from calendar_service.services.feed_requests import FeedAsked, FeedFormat
from calendar_service.storage.feeds import SavedFeed

SAVED = SavedFeed(
    name="return",
    query={},
    titles={"ka": "დაბრუნება"},
    descriptions={"ka": "ყველაფერი დაბრუნებაზე"},
    colour="teal",
)


def asked(name: str, saved: SavedFeed | None = None, **choice: object) -> FeedAsked:
    kinds = FEED_KINDS.get(name, frozenset())
    return FeedAsked(
        name=name,
        format=FeedFormat.ATOM,
        choice=FeedChoice(**({"kinds": kinds} | choice)),  # type: ignore[arg-type]  # the caller names the field
        address=f"http://x/feeds/{name}.atom",
        saved=saved,
    )


@pytest.mark.parametrize(
    ("feed", "title"),
    [
        (asked("all"), "All events"),
        (asked("all", languages=("ka",)), "ყველა ღონისძიება"),
        (asked("screenings"), "Screenings"),
        (asked("coming-up"), "Coming up"),
        (asked("changes", languages=("ka", "en")), "ცვლილებები"),
        (
            asked("all", tags=frozenset({"b"}), places=frozenset({"Batumi"})),
            "All events (Batumi, b)",
        ),
        (asked("return", SAVED), "დაბრუნება"),
    ],
)
def test_a_feed_is_called_by_what_is_in_it(feed: FeedAsked, title: str) -> None:
    assert title_of(feed) == title


def test_a_document_says_whose_it_is_and_where(settings: Settings) -> None:
    feed = asked("return", SAVED, languages=("ka", "en"))
    info = info_of(feed, settings)
    assert info.title == f"{settings.office_name}: დაბრუნება"
    assert info.id == f"tag:{settings.uid_domain},2026:feed/return/ka%2Ben"
    assert info.description == "ყველაფერი დაბრუნებაზე"
    assert (info.language, info.spoken) == ("ka", ("ka", "en"))
    assert info.color is not None
    assert info.color.name == "teal"
    assert info.self_url == "http://x/feeds/return.atom"


def test_a_feed_of_one_kind_has_its_colour(settings: Settings) -> None:
    (kind,) = FEED_KINDS["meetings"]
    assert info_of(asked("meetings"), settings).color == COLORS[kind]
    assert info_of(asked("all"), settings).color == OFFICE_COLOR


@pytest.mark.parametrize(
    ("name", "saved", "language", "said"),
    [
        ("all", None, "en", "All events"),
        ("study-visits", None, "ka", "სასწავლო ვიზიტები"),
        ("coming-up", None, "ka", "ახლო დღეებში"),
        ("changes", None, "en", "Changes"),
        ("news", None, "en", "News"),
        ("return", SAVED, "ka", "დაბრუნება"),
        ("return", SAVED, "en", "დაბრუნება"),
        ("return", replace(SAVED, titles={}), "en", "return"),
    ],
)
def test_a_feed_has_a_name_in_lists(
    name: str, saved: SavedFeed | None, language: str, said: str
) -> None:
    assert name_of(name, saved, language) == said
