from dataclasses import replace

from calendar_service.domain.item import ItemKind, Place, Seats
from calendar_service.domain.texts import Text, Words
from calendar_service.feeds.bilingual import (
    descriptions_of,
    places_of,
    summaries_of,
    titles_of,
)
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.vevent import render_vevents
from calendar_service.feeds.wording import description_of
from tests.builders import make_item
from tests.feeds.reading import lines_of
from tests.feeds.samples import CAMPAIGN, FESTIVAL, HOME, MEETING, link

BOTH = ("en", "ka")
KIND = ItemKind.MEETING
TEXTS = {
    "en": Text("Coordination meeting", "Who does what", "*Bring* a pen", "Town hall"),
    "ka": Text("საკოორდინაციო შეხვედრა", "ვინ რას აკეთებს", "", "მერია"),
}


def test_title_is_said_in_both_and_marked_as_neither() -> None:
    assert titles_of(KIND, TEXTS, BOTH) == (
        Words("Coordination meeting / საკოორდინაციო შეხვედრა", "")
    )
    assert titles_of(KIND, TEXTS, ("ka", "en")).text == (
        "საკოორდინაციო შეხვედრა / Coordination meeting"
    )


def test_one_language_is_that_language_alone() -> None:
    assert titles_of(KIND, TEXTS, ["ka"]) == Words("საკოორდინაციო შეხვედრა", "ka")
    assert places_of(make_item(), TEXTS, ["ka"]) == Words("მერია", "ka")
    assert descriptions_of(make_item(), TEXTS, ["en"], HOME) == (
        description_of(make_item(), TEXTS, "en", HOME)
    )


def test_words_that_only_stand_in_are_not_repeated() -> None:
    english = {"en": TEXTS["en"]}
    item = make_item(texts=english)
    assert titles_of(KIND, english, BOTH) == Words("Coordination meeting", "en")
    assert titles_of(KIND, english, ("ka", "en")) == Words("Coordination meeting", "en")
    assert places_of(item, english, BOTH) == Words("Town hall", "en")
    assert descriptions_of(item, english, BOTH, HOME) == (
        description_of(item, english, "en", HOME)
    )


def test_what_is_off_is_marked_once() -> None:
    assert titles_of(KIND, TEXTS, BOTH, cancelled=True).text == (
        "CANCELLED: Coordination meeting / საკოორდინაციო შეხვედრა"
    )
    texts = {"ka": Text("კამპანია")}
    assert titles_of(KIND, texts, BOTH, cancelled=True) == (
        Words("CANCELLED: კამპანია", "ka")
    )


def test_item_without_any_title_has_the_name_of_its_kind_in_both() -> None:
    assert titles_of(KIND, {}, BOTH).text == "Meeting / შეხვედრა"


def test_place_is_said_twice_where_it_is_said_differently() -> None:
    assert places_of(make_item(), TEXTS, BOTH) == Words("Town hall / მერია", "")
    named = make_item(place=Place(venue="Zoom"))
    assert places_of(named, {}, BOTH) == Words("Zoom", "")
    online = make_item(place=Place(online=HOME))
    assert places_of(online, {}, BOTH) == Words("Online / ონლაინ", "")
    assert places_of(make_item(), {}, BOTH) == Words("", "")


def test_summaries_have_a_line_each() -> None:
    assert summaries_of(TEXTS, BOTH) == Words("Who does what\nვინ რას აკეთებს", "")


def test_description_has_a_block_for_each_language_and_the_address_once() -> None:
    item = make_item(texts=TEXTS, seats=Seats(12))
    assert descriptions_of(item, TEXTS, BOTH, HOME) == Words(
        "Who does what\n\nBring a pen\n\nPlaces are limited: 12"
        "\n\n* * *\n\n"
        "ვინ რას აკეთებს\n\nადგილების რაოდენობა შეზღუდულია: 12"
        f"\n\n{HOME}",
        "",
    )


def test_words_that_stand_in_come_first_and_are_not_said_again() -> None:
    georgian = {"ka": TEXTS["ka"]}
    item = make_item(texts=georgian, seats=Seats(12))
    assert descriptions_of(item, georgian, BOTH, HOME).text == (
        "ვინ რას აკეთებს\n\nPlaces are limited: 12"
        "\n\n* * *\n\n"
        f"ადგილების რაოდენობა შეზღუდულია: 12\n\n{HOME}"
    )


def test_vevents_in_two_languages_prove_themselves() -> None:
    said = lines_of(render_vevents(FESTIVAL, BOTH, link))
    assert said.count(
        "SUMMARY:Documentary film festival / დოკუმენტური ფილმების ფესტივალი"
    ) == len(FESTIVAL.recurrence.dates)
    assert "LOCATION:House of Cinema\\, Tbilisi / კინოს სახლი\\, თბილისი" in said
    assert "CATEGORIES:Screening,culture,film\\, documentary" in said
    only_one = lines_of(render_vevents(MEETING, BOTH, link))
    assert "SUMMARY;LANGUAGE=en:Coordination meeting\\; agenda\\, minutes" in only_one
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    off = replace(CAMPAIGN, texts=TEXTS)
    body = head + render_vevents(off, BOTH, link) + b"END:VCALENDAR\r\n"
    assert prove_calendar(body) == []
