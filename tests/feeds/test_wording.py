from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.item import (
    Image,
    ItemKind,
    Link,
    Party,
    Place,
    Seats,
)
from calendar_service.domain.span import Span, whole_days, whole_month, whole_year
from calendar_service.domain.texts import Text, Words
from calendar_service.feeds.wording import (
    blocks_time,
    categories_of,
    description_of,
    facts_of,
    hashtags_said,
    image_url,
    place_of,
    seats_said,
    summary_of,
    title_of,
    when_line,
)
from tests.builders import make_item, timed
from tests.feeds.samples import FESTIVAL

MEETING = ItemKind.MEETING


def test_title_falls_back_to_the_other_language_and_says_so() -> None:
    texts = {"en": Text(title="Meeting in Gori")}
    assert title_of(MEETING, texts, "ka") == Words("Meeting in Gori", "en")


def test_title_is_never_empty() -> None:
    texts = {"en": Text(title=" \u2028 ")}
    assert title_of(MEETING, texts, "en") == Words("Meeting", "en")
    assert title_of(MEETING, {}, "ka") == Words("შეხვედრა", "ka")


def test_cancelled_title_is_marked_in_the_language_of_the_feed() -> None:
    texts = {"en": Text(title="Meeting in Gori")}
    assert title_of(MEETING, texts, "ka", cancelled=True) == (
        Words("გაუქმდა: Meeting in Gori", "en")
    )
    assert title_of(MEETING, texts, "en", cancelled=True) == (
        Words("CANCELLED: Meeting in Gori", "en")
    )


def test_place_is_said_in_the_language_else_by_its_parts_else_online() -> None:
    place = Place(venue="Town hall", country="Georgia", online="https://example.org/")
    texts = {"ka": Text(place="მერია, გორი")}
    item = make_item(place=place)
    assert place_of(item, texts, "en") == Words("მერია, გორი", "ka")
    assert place_of(item, {}, "en") == Words("Town hall, Georgia", "")
    online = make_item(place=Place(online="https://example.org/"))
    assert place_of(online, {}, "ka") == Words("ონლაინ", "ka")
    assert place_of(make_item(), {}, "en") == Words("", "")


def test_categories_are_the_kind_and_the_tags_each_once() -> None:
    item = make_item(tags=("culture", "Meeting", "culture", "film, documentary"))
    assert categories_of(item, "en") == ["Meeting", "culture", "film, documentary"]


def test_description_has_summary_first_then_words_then_facts_then_the_address() -> None:
    assert description_of(FESTIVAL, FESTIVAL.texts, "en", "https://example.org/1") == (
        Words(
            "14, 15, 17 and 18 December 2018\n\n"
            "Four evenings of films on human rights.\n\n"
            "Entrance is free.\n\n"
            "- First evening: see the programme (https://example.org/films)\n"
            "- Last evening: a talk with the directors\n\n"
            "Places are limited: 120\n"
            "Organisers: Office (host), Film House\n"
            "Partners: Festival Team\n"
            "Programme: https://example.org/films?a=1&b=2\n"
            "#FilmsInTbilisi\n\n"
            "https://example.org/1",
            "en",
        )
    )


def test_description_is_in_the_language_of_its_first_words() -> None:
    texts = {"ka": Text(summary="მოკლედ"), "en": Text(description="At length")}
    assert description_of(make_item(), texts, "en", "").language == "ka"
    assert description_of(make_item(), {}, "ka", "") == Words("", "ka")


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (whole_days(date(2026, 5, 14)), ""),
        (whole_month(2020, 10), "October 2020"),
        (whole_year(2020), "2020"),
        (timed("2026-05-14T10:00"), ""),
    ],
)
def test_what_a_grid_cannot_show_is_said_in_words(span: Span, said: str) -> None:
    assert when_line(make_item(span=span), "en") == said


def test_facts_are_a_line_each() -> None:
    item = make_item(
        seats=Seats(),
        organisers=(Party("Office\r\nX", "host"),),
        links=(Link("https://example.org/"),),
        place=Place(online="https://meet.example.org/"),
        hashtags=("#One", "Two"),
    )
    assert list(facts_of(item, "en")) == [
        "Places are limited",
        "Organisers: Office X (host)",
        "https://example.org/",
        "Online: https://meet.example.org/",
        "#One #Two",
    ]
    assert list(facts_of(make_item(), "en")) == []


def test_seats_are_said_only_where_they_are_limited() -> None:
    assert seats_said(make_item(), "en") == ""
    assert seats_said(make_item(seats=Seats(0)), "en") == "Places are limited: 0"


def test_hashtags_have_one_mark_each() -> None:
    assert hashtags_said(["##Film", "კინო"]) == "#Film #კინო"


def test_summary_is_plain_text_in_the_language_it_is_in() -> None:
    texts = {"en": Text(summary=" One\r\ntwo ")}
    assert summary_of(texts, "ka") == Words("One\ntwo", "en")


def test_only_what_one_takes_part_in_blocks_time() -> None:
    blocking = {kind for kind in ItemKind if blocks_time(make_item(kind=kind))}
    assert blocking == {
        ItemKind.MEETING,
        ItemKind.STUDY_VISIT,
        ItemKind.SCREENING,
        ItemKind.TRAINING,
    }
    assert not blocks_time(make_item(span=whole_month(2026, 5)))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a.png", "https://example.org/a.png"),
        ("https://example.org/a[1].png", "https://example.org/a%5B1%5D.png"),
        ("mailto:a@example.org", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_pictures_are_shown_only_from_the_web(url: str, shown: str) -> None:
    assert image_url(replace(make_item(), image=Image(url, "A"))) == shown
    assert image_url(make_item()) == ""
