import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings

from calendar_service.domain.item import Image, Item
from calendar_service.domain.texts import Text
from calendar_service.feeds.document import WHOLE, Document, FeedInfo, Page
from calendar_service.feeds.entries import NOTHING_YET, entries_of
from calendar_service.feeds.syndication import SPACES, render_atom, render_rss
from tests.builders import make_item
from tests.feeds.samples import FESTIVAL, HOME, ITEMS, info_in, link
from tests.strategies import items

Render = Callable[..., Document]
BOTH = pytest.mark.parametrize("render", [render_atom, render_rss])
EN, KA = info_in("en"), info_in("ka")


def made(
    render: Render, items: Iterable[Item], info: FeedInfo, page: Page = WHOLE
) -> Document:
    return render(entries_of(items, info, link), info, page)


def read(document: Document) -> Any:  # noqa: ANN401 - feedparser has no types
    """Read a feed as feedparser does, strictly: a fault of the XML is one here."""
    found = feedparser.parse(
        io.BytesIO(document.body),
        response_headers={"content-type": document.media_type},
    )
    assert not found.bozo, found.get("bozo_exception")
    return found


@BOTH
def test_same_items_same_bytes(render: Render) -> None:
    assert made(render, ITEMS, KA) == made(render, tuple(reversed(ITEMS)), KA)


@BOTH
def test_empty_feed_is_the_same_on_every_day(render: Render) -> None:
    document = made(render, [], EN)
    assert document == made(render, [], EN)
    assert read(document).feed.updated_parsed[:6] == NOTHING_YET.timetuple()[:6]


@BOTH
@pytest.mark.parametrize("info", [EN, KA])
def test_entries_are_read_back_in_news_order(render: Render, info: FeedInfo) -> None:
    found = read(made(render, ITEMS, info))
    meant = entries_of(ITEMS, info, link)
    assert [
        (e.id, e.title, e.link, e.published_parsed[:6], e.updated_parsed[:6])
        for e in found.entries
    ] == [
        (
            e.id,
            e.title.text,
            e.url,
            e.published.timetuple()[:6],
            e.updated.timetuple()[:6],
        )
        for e in meant
    ]
    assert [[tag.term for tag in e.tags] for e in found.entries] == [
        list(e.categories) for e in meant
    ]


@BOTH
def test_feed_says_where_it_is_what_it_belongs_to_and_its_language(
    render: Render,
) -> None:
    feed = read(made(render, ITEMS, KA)).feed
    assert feed.title == "ოფისი: ყველა ღონისძიება"
    assert feed.language == "ka"
    assert {each.href for each in feed.links if each.rel == "self"} == {KA.self_url}
    assert feed.link == KA.home_url


@BOTH
def test_date_of_the_event_stands_in_a_module_of_its_own(render: Render) -> None:
    root = ET.fromstring(made(render, ITEMS, EN).body)  # noqa: S314 - our own bytes
    starts = [e.text for e in root.iter(f"{{{SPACES['ev']}}}startdate")]
    ends = [e.text for e in root.iter(f"{{{SPACES['ev']}}}enddate")]
    assert starts == [
        "2026-11",
        "2026-10-12T10:00:00+02:00",
        "2026-05-14T10:00:00+04:00",
        "2024-12-10",
        "2018-12-14",
    ]
    assert ends == [
        "2026-11",
        "2026-10-12T11:00:00+02:00",
        "2026-05-14T11:30:00+04:00",
        "2024-12-10",
        "2018-12-18",
    ]


@BOTH
def test_entry_in_another_language_says_so(render: Render) -> None:
    root = ET.fromstring(made(render, ITEMS, KA).body)  # noqa: S314 - our own bytes
    entries = [e for e in root.iter() if e.tag.rpartition("}")[2] in ("entry", "item")]
    marks = [e.get("{http://www.w3.org/XML/1998/namespace}lang") for e in entries]
    assert marks == [None, "en", "en", None, None]


@BOTH
def test_markup_in_a_title_is_read_as_words(render: Render) -> None:
    title = "<script>alert(1)</script> & ]]> \r\n\x00\x0b\ufffe"
    item = make_item(texts={"en": Text(title=title, summary=title)})
    body = made(render, [item], EN).body
    root = ET.fromstring(body)  # noqa: S314 - our own bytes
    titles = [e.text for e in root.iter() if e.tag.rpartition("}")[2] == "title"]
    assert titles[1] == "<script>alert(1)</script> & ]]>"
    assert b"<script" not in body


@BOTH
def test_signs_of_markup_in_plain_words_are_no_html_to_anybody(render: Render) -> None:
    item = make_item(texts={"en": Text(title="Q1&Q2 < Q3", summary="a&nbsp;b")})
    document = made(render, [item], EN)
    (entry,) = read(document).entries
    assert entry.title == "Q1&Q2 < Q3"
    assert b"<title>Q1&#x26;Q2 &#x3C; Q3</title>" in document.body


def test_enclosures_of_rss_are_on_the_web() -> None:
    def enclosed(url: str) -> list[str]:
        item = make_item(image=Image(url, "A"))
        (entry,) = read(made(render_rss, [item], EN)).entries
        return [each.href for each in entry.enclosures]

    assert enclosed("https://example.org/a.png") == ["https://example.org/a.png"]
    assert enclosed("http://intranet/a.png") == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_any_item_makes_feeds_that_parse(item: Item) -> None:
    for render in (render_atom, render_rss):
        (entry,) = read(made(render, [item], KA)).entries
        assert entry.id == f"tag:example.org,2026:item/{item.uid}"


def test_atom_says_what_rfc_4287_asks_for() -> None:
    document = made(render_atom, ITEMS, replace(EN, description=""))
    assert document.media_type == "application/atom+xml; charset=utf-8"
    found = read(document)
    assert found.version == "atom10"
    assert found.feed.id == "tag:example.org,2026:feed/all/en"
    assert found.feed.author == "Office in Tbilisi"
    assert found.feed.updated == "2026-04-01T08:30:15+00:00"
    assert "subtitle" not in found.feed
    assert found.entries[0].content[0].type == "text/html"


def test_rss_has_ids_that_are_no_addresses_and_dates_of_rfc_822() -> None:
    document = made(render_rss, ITEMS, replace(EN, description=""))
    assert document.media_type == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(document.body)[0]  # noqa: S314 - our own bytes
    guids = [guid.attrib for guid in channel.iter("guid")]
    assert guids == [{"isPermaLink": "false"}] * len(ITEMS)
    dates = [
        e.text or "" for e in channel.iter() if e.tag in ("pubDate", "lastBuildDate")
    ]
    assert all(parsedate_to_datetime(text).tzinfo for text in dates)
    assert channel.findtext("description") == "Office: all events"
    assert channel.findtext("lastBuildDate") == "Wed, 01 Apr 2026 08:30:15 GMT"


def test_rss_description_is_html_as_readers_take_it() -> None:
    item = make_item(texts={"en": Text(title="A", summary="1 < 2 & more")})
    channel = ET.fromstring(made(render_rss, [item], EN).body)[0]  # noqa: S314 - our own bytes
    assert channel.findtext("item/description") == ("14 May 2026 · 1 &lt; 2 &amp; more")


HISTORY = "{http://purl.org/syndication/history/1.0}archive"
PRESENT = Page(prev_archive=f"{HOME}feeds/all?page=2")
ARCHIVE = Page(
    is_archive=True,
    current=f"{HOME}feeds/all",
    prev_archive=f"{HOME}feeds/all?page=1",
    next_archive=f"{HOME}feeds/all?page=3",
)


@BOTH
@pytest.mark.parametrize("page", [WHOLE, PRESENT, ARCHIVE])
def test_archives_lead_to_each_other_and_say_what_they_are(
    render: Render, page: Page
) -> None:
    document = made(render, ITEMS, EN, page)
    links = {each.rel: each.href for each in read(document).feed.links}
    del links["self"], links["alternate"]
    assert links == page.links()
    root = ET.fromstring(document.body)  # noqa: S314 - our own bytes
    assert len(list(root.iter(HISTORY))) == page.is_archive


@BOTH
def test_browsers_are_told_how_to_show_it(render: Render) -> None:
    styled = replace(EN, stylesheet=f"{HOME}static/feed.css?a=1&b=2")
    document = made(render, ITEMS, styled)
    lines = document.body.splitlines()
    assert lines[1] == (
        b'<?xml-stylesheet href="https://calendar.example.org/static/feed.css'
        b'?a=1&amp;b=2" type="text/css"?>'
    )
    assert document.body.replace(lines[1] + b"\n", b"") == made(render, ITEMS, EN).body
    assert len(read(document).entries) == len(ITEMS)


@BOTH
def test_feed_in_two_languages_says_titles_and_words_in_both(render: Render) -> None:
    both = replace(EN, languages=("en", "ka"))
    found = read(made(render, [FESTIVAL], both))
    (entry,) = found.entries
    assert found.feed.language == "en"
    assert entry.title == ("Documentary film festival / დოკუმენტური ფილმების ფესტივალი")
    for words in ("Four evenings of films", "ოთხი საღამო", "Entrance is free"):
        assert entry.content[0].value.count(words) == 1


@BOTH
def test_lead_is_words_on_one_line(render: Render) -> None:
    (entry,) = read(made(render, [FESTIVAL], EN)).entries
    assert entry.summary == (
        "14, 15, 17 and 18 December 2018 · House of Cinema, Tbilisi"
        " · Four evenings of films on human rights."
    )
