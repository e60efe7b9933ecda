from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from calendar_service.domain.item import Image, Item, Link, Party
from calendar_service.domain.span import whole_days, whole_month, whole_year
from calendar_service.domain.texts import Text
from calendar_service.feeds.entries import Entry, entries_of
from calendar_service.feeds.h_event import body_of, iso_bounds
from calendar_service.feeds.wording import title_of
from tests.builders import make_item, timed
from tests.feeds.samples import FESTIVAL, MEETING, info_in, link


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


def both(item: Item) -> str:
    title = title_of(item.kind, item.texts, "en")
    return body_of(item, title, ["en", "ka"])


def test_other_language_adds_its_own_words_below() -> None:
    english = body_of(FESTIVAL, title_of(FESTIVAL.kind, FESTIVAL.texts, "en"), ["en"])
    assert both(FESTIVAL) == english + (
        '\n<div lang="ka">'
        "\n<p><b>დოკუმენტური ფილმების ფესტივალი</b></p>"
        "\n<p>14, 15, 17 და 18 დეკემბერი, 2018 · კინოს სახლი, თბილისი</p>"
        '\n<p class="p-summary">ოთხი საღამო ადამიანის უფლებებზე გადაღებულ'
        " ფილმებთან ერთად.</p>"
        "\n</div>"
    )


def test_language_without_words_adds_nothing() -> None:
    assert both(MEETING) == entry_of(MEETING).html
