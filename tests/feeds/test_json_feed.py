import json
from dataclasses import replace
from datetime import datetime

from hypothesis import HealthCheck, given, settings

from calendar_service.domain.item import Item
from calendar_service.feeds.document import Page
from calendar_service.feeds.entries import entries_of
from calendar_service.feeds.json_feed import render_json_feed
from tests.feeds.samples import FESTIVAL, HOME, ITEMS, info_in, link
from tests.strategies import items

EN, KA = info_in("en"), info_in("ka")


def test_same_items_same_bytes() -> None:
    one = render_json_feed(entries_of(ITEMS, KA, link), KA)
    assert one == render_json_feed(entries_of(tuple(reversed(ITEMS)), KA, link), KA)


def test_feed_has_what_version_1_1_asks_for() -> None:
    document = render_json_feed(entries_of([], KA, link), KA)
    assert document.media_type == "application/feed+json; charset=utf-8"
    assert json.loads(document.body) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "ოფისი: ყველა ღონისძიება",
        "home_page_url": HOME,
        "feed_url": KA.self_url,
        "description": "რას აკეთებს ოფისი.",
        "language": "ka",
        "authors": [{"name": "Office in Tbilisi", "url": HOME}],
        "items": [],
    }


def test_item_says_when_it_was_published_and_beside_it_when_it_is() -> None:
    (item,) = json.loads(render_json_feed(entries_of([FESTIVAL], EN, link), EN).body)[
        "items"
    ]
    assert item.pop("content_html").startswith('<div class="h-event" lang="en">')
    assert item == {
        "id": "tag:example.org,2026:item/festival@example.org",
        "url": f"{HOME}items/documentary-festival",
        "title": "Documentary film festival",
        "summary": "Four evenings of films on human rights.",
        "image": "https://example.org/poster.png",
        "date_published": "2026-03-10T12:00:00+00:00",
        "date_modified": "2026-03-10T12:00:00+00:00",
        "tags": ["Screening", "culture", "film, documentary"],
        "language": "en",
        "_event": {
            "about": "http://purl.org/rss/1.0/modules/event/",
            "startdate": "2018-12-14",
            "enddate": "2018-12-18",
            "location": "House of Cinema, Tbilisi",
        },
    }


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_any_item_is_read_back(item: Item) -> None:
    (found,) = json.loads(render_json_feed(entries_of([item], KA, link), KA).body)[
        "items"
    ]
    (meant,) = entries_of([item], KA, link)
    assert found["title"] == meant.title.text
    assert found["content_html"] == meant.html
    assert datetime.fromisoformat(found["date_modified"]) == meant.updated


def test_older_entries_are_the_next_ones() -> None:
    page = Page(prev_archive=f"{HOME}feeds/all.json?page=2")
    feed = json.loads(render_json_feed([], EN, page).body)
    assert feed["next_url"] == f"{HOME}feeds/all.json?page=2"


def test_title_in_two_languages_is_of_none() -> None:
    both = replace(EN, languages=("en", "ka"))
    entries = entries_of([FESTIVAL], both, link)
    (item,) = json.loads(render_json_feed(entries, both).body)["items"]
    assert "language" not in item
