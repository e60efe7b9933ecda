from dataclasses import replace
from datetime import UTC, datetime, timedelta

from calendar_service.domain.item import Item
from calendar_service.feeds.entries import (
    NOTHING_YET,
    Entry,
    entries_of,
    feed_updated,
)
from tests.builders import NOW, make_item
from tests.feeds.samples import CAMPAIGN, FESTIVAL, ITEMS, MEETING, info_in, link


def entry_of(item: Item, language: str = "en") -> Entry:
    return entries_of([item], info_in(language), link)[0]


def test_newest_publication_comes_first_whatever_the_date_of_the_event() -> None:
    ids = [
        entry.url.rpartition("/")[2] for entry in entries_of(ITEMS, info_in("en"), link)
    ]
    assert ids == [
        "campaign",
        "weekly-call",
        "coordination-meeting",
        "human-rights-day",
        "documentary-festival",
    ]
    edited = replace(FESTIVAL, updated_at=NOW + timedelta(days=99))
    assert entries_of([edited, MEETING], info_in("en"), link)[1].id == (
        "tag:example.org,2026:item/festival@example.org"
    )


def test_items_published_together_have_a_fixed_order() -> None:
    one, two = make_item(uid="1@example.org"), make_item(uid="2@example.org")
    info = info_in("en")
    assert entries_of([one, two], info, link) == entries_of([two, one], info, link)


def test_dates_are_those_of_publication_and_change_never_of_the_event() -> None:
    entry = entry_of(CAMPAIGN)
    assert entry.published == NOW + timedelta(minutes=4)
    assert entry.updated == datetime(2026, 4, 1, 8, 30, 15, tzinfo=UTC)


def test_change_never_comes_before_publication() -> None:
    item = make_item(published_at=NOW + timedelta(hours=1))
    assert entry_of(item).updated == NOW + timedelta(hours=1)


def test_item_that_was_not_published_counts_from_its_making() -> None:
    assert entry_of(make_item(published_at=None)).published == NOW


def test_feed_is_as_new_as_its_newest_change() -> None:
    assert feed_updated(entries_of(ITEMS, info_in("en"), link)) == CAMPAIGN.updated_at
    assert feed_updated([]) == NOTHING_YET


def test_entry_in_two_languages_says_when_and_where_in_both() -> None:
    both = replace(info_in("en"), languages=("en", "ka"))
    (entry,) = entries_of([FESTIVAL], both, link)
    assert entry.title.language == ""
    assert entry.when == (
        "14, 15, 17 and 18 December 2018 / 14, 15, 17 და 18 დეკემბერი, 2018"
    )
    assert entry.place == "House of Cinema, Tbilisi / კინოს სახლი, თბილისი"
    (english,) = entries_of([MEETING], both, link)
    assert english.title.language == "en"
