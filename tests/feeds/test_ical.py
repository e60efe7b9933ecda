from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_service.domain.item import (
    Item,
    details_of,
    revise,
)
from calendar_service.domain.span import first_day
from calendar_service.domain.texts import Text
from calendar_service.feeds.content import plain_of, tidy_line
from calendar_service.feeds.ical import join_calendar, render_calendar, render_single
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.vevent import render_vevents, zones_of
from tests.builders import NOW, make_item
from tests.feeds.reading import block_of, lines_of, times_meant, times_read, vevents
from tests.feeds.samples import (
    ITEMS,
    MEETING,
    WEEKLY,
    info_in,
    link,
)
from tests.strategies import items

EN = info_in("en")


def test_same_items_same_bytes() -> None:
    assert render_calendar(ITEMS, EN, link) == render_calendar(ITEMS, EN, link)
    assert render_calendar(reversed(ITEMS), EN, link) == render_calendar(
        ITEMS, EN, link
    )


def test_document_is_a_calendar_in_utf_8_with_nothing_wrong() -> None:
    document = render_calendar(ITEMS, info_in("ka"), link)
    assert document.media_type == "text/calendar; charset=utf-8"
    assert prove_calendar(document.body) == []


def test_edit_moves_sequence_and_both_stamps_and_only_its_own_vevent() -> None:
    later = NOW + timedelta(days=1)
    edited = revise(MEETING, replace(details_of(MEETING), tags=("new",)), later)
    before = render_calendar(ITEMS, EN, link).body
    others = [item for item in ITEMS if item is not MEETING]
    after = render_calendar([*others, edited], EN, link).body
    assert (
        before.replace(block_of(before, MEETING.uid), block_of(after, MEETING.uid))
        == after
    )
    said = lines_of(block_of(after, MEETING.uid))
    assert "SEQUENCE:1" in said
    assert "DTSTAMP:20260311T120000Z" in said
    assert "LAST-MODIFIED:20260311T120000Z" in said
    assert "CREATED:20260310T120200Z" in said


@given(st.integers(1, 300), st.sampled_from(["ა", "🎬", "aა", "é,", "\\ა;"]))
def test_text_of_every_length_folds_between_characters(size: int, unit: str) -> None:
    title = unit * size
    item = make_item(texts={"ka": Text(title=title, description=title)})
    body = render_calendar([item], info_in("ka"), link).body
    assert prove_calendar(body) == []
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert vevents(body)[0]["SUMMARY"] == title


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items(), st.sampled_from(["en", "ka"]))
def test_any_item_is_read_back_with_its_words_and_dates(
    item: Item, language: str
) -> None:
    # A reader takes times in UTC into the calendar's zone: they are told apart.
    info = replace(info_in(language), timezone="UTC")
    body = render_calendar([item], info, link).body
    assert prove_calendar(body) == []
    first = first_day(item.span) - timedelta(days=60)
    last = first_day(item.span) + timedelta(days=800)
    assert times_read(body, first, last) == times_meant(item, first, last)
    for event in vevents(body):
        text = item.texts.get(event["SUMMARY"].params["LANGUAGE"], Text())
        assert event["SUMMARY"].endswith(tidy_line(text.title))
    if language in item.texts:
        plain = plain_of(item.texts[language].description)
        assert all(plain in event["DESCRIPTION"] for event in vevents(body))


def test_weekly_hour_stays_across_the_change_of_clocks() -> None:
    body = render_calendar([WEEKLY], EN, link).body
    hours = [
        start.strftime("%m-%d %H:%M")
        for start, _ in times_read(body, date(2026, 10, 1), date(2026, 12, 1))
    ]
    assert hours == [
        *("10-12 08:00", "10-19 08:00", "10-26 09:00"),
        *("11-03 13:00", "11-16 09:00", "11-23 09:00", "11-26 14:00"),
    ]


def test_feed_is_named_in_the_old_way_and_in_the_new() -> None:
    said = lines_of(render_calendar(ITEMS, info_in("ka"), link).body)
    assert said[:16] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar-service//calendar-service//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME;LANGUAGE=ka:ოფისი: ყველა ღონისძიება",
        "X-WR-CALNAME:ოფისი: ყველა ღონისძიება",
        "DESCRIPTION;LANGUAGE=ka:რას აკეთებს ოფისი.",
        "X-WR-CALDESC:რას აკეთებს ოფისი.",
        "X-WR-TIMEZONE:Asia/Tbilisi",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "COLOR:steelblue",
        "X-APPLE-CALENDAR-COLOR:#4682B4",
        "SOURCE;VALUE=URI:https://calendar.example.org/feeds/all.ics?lang=ka",
        "URL:https://calendar.example.org/",
    ]


def test_empty_feed_has_its_name_and_one_component() -> None:
    body = render_calendar([], replace(EN, description="", color=None), link).body
    said = lines_of(body)
    assert "X-WR-CALNAME:Office: all events" in said
    assert "TZID:Asia/Tbilisi" in said
    assert not any("DESC" in line for line in said)
    assert prove_calendar(body) == []


def test_single_item_has_no_name_that_would_make_a_calendar_of_it() -> None:
    document = render_single(WEEKLY, ["en"], link)
    said = lines_of(document.body)
    assert said[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar-service//calendar-service//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    assert said[5:7] == ["BEGIN:VTIMEZONE", "TZID:Europe/Amsterdam"]
    assert prove_calendar(document.body) == []


def test_vevents_made_earlier_join_to_the_very_same_calendar() -> None:
    kept = [render_vevents(item, ["en"], link) for item in ITEMS]
    zones = [use for item in ITEMS for use in zones_of(item)]
    assert join_calendar(kept, zones, EN) == render_calendar(ITEMS, EN, link)
