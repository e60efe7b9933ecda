from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from calendar_service.domain.item import Image, Item, Link, Party
from calendar_service.domain.span import whole_days, whole_month, whole_year
from calendar_service.domain.texts import Text
from calendar_service.feeds.entries import (
    NOTHING_YET,
    Entry,
    entries_of,
    feed_updated,
    iso_bounds,
)
from tests.builders import NOW, make_item, timed
from tests.feeds.samples import CAMPAIGN, FESTIVAL, ITEMS, MEETING, info_in, link


class Microformat(HTMLParser):
    """The properties of an h-event: values of data and time, texts of the rest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.languages: dict[str, str | None] = {}
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script" or any(name[:2] == "on" for name in given)
        name = given.get("class") or ""
        if name:
            value = given.get("value") or given.get("datetime") or given.get("src")
            self.found[name] = value or ""
            self.languages[name] = given.get("lang")


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


@pytest.mark.parametrize(
    ("changes", "bounds"),
    [
        ({"span": whole_days(date(2026, 5, 14))}, ("2026-05-14", "2026-05-14")),
        ({"span": whole_month(2020, 10)}, ("2020-10", "2020-10")),
        ({"span": whole_year(2020)}, ("2020", "2020")),
        ({"span": timed("2026-05-14T10:00")}, ("2026-05-14T10:00:00+04:00", "")),
        (
            {"span": timed("2026-07-14T10:00", "2026-07-14T11:00", "Europe/Amsterdam")},
            ("2026-07-14T10:00:00+02:00", "2026-07-14T11:00:00+02:00"),
        ),
        (
            {
                "span": replace(
                    timed("2026-05-14T10:00", "2026-05-16T00:00"), dates_only=True
                )
            },
            ("2026-05-14", "2026-05-15"),
        ),
        ({"recurrence": FESTIVAL.recurrence}, ("2018-12-14", "2018-12-18")),
    ],
)
def test_bounds_are_said_as_exactly_as_they_are_known(
    changes: dict[str, object], bounds: tuple[str, str]
) -> None:
    assert iso_bounds(make_item(**changes)) == bounds


def test_body_is_an_event_that_machines_can_read() -> None:
    read = Microformat(entry_of(FESTIVAL).html)
    assert read.found == {
        "h-event": "",
        "dt-start": "2018-12-14",
        "dt-end": "2018-12-18",
        "p-location": "",
        "p-name": "Documentary film festival",
        "u-photo": "https://example.org/poster.png",
        "p-summary": "",
        "p-description": "",
    }


def test_first_line_says_when_and_where() -> None:
    assert entry_of(FESTIVAL).html.splitlines()[1] == (
        '<p><time class="dt-start" datetime="2018-12-14">'
        "14, 15, 17 and 18 December 2018</time>"
        '<data class="dt-end" value="2018-12-18"></data>'
        ' · <span class="p-location">House of Cinema, Tbilisi</span></p>'
    )


def test_words_in_another_language_are_marked() -> None:
    entry = entry_of(FESTIVAL, "ka")
    assert entry.title.language == "ka"
    assert Microformat(entry.html).languages == {
        "h-event": "ka",
        "dt-start": None,
        "dt-end": None,
        "p-location": None,
        "p-name": None,
        "u-photo": None,
        "p-summary": None,
        "p-description": "en",
    }
    assert entry_of(MEETING, "ka").title.language == "en"


def test_nothing_of_an_item_becomes_markup() -> None:
    attack = '"><script onload="x()">alert(1)</script>'
    item = make_item(
        texts={"en": Text(attack, attack, attack, attack)},
        tags=(attack,),
        hashtags=(attack,),
        organisers=(Party(attack, attack, "javascript:alert(1)"),),
        links=(Link('https://example.org/"onclick="x()', attack),),
        image=Image('https://example.org/"onload="x()', attack),
    )
    html = entry_of(item).html
    assert Microformat(html).scripts == 0
    assert "javascript:" not in html


def test_parties_and_links_are_led_to() -> None:
    html = entry_of(FESTIVAL).html
    assert '<a href="https://example.org/films?a=1&amp;b=2">Programme</a>' in html
    assert "<li>Office (host)</li>" in html
    assert '<li><a href="https://calendar.example.org/">Film House</a></li>' in html
