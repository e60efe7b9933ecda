"""Tests of reminders/facts.py."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemKind, Party, Person, Place
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import Anchor, Step
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text, Words
from calendar_service.reminders.facts import (
    Row,
    date_said,
    one_line,
    planned_said,
    rows_of,
    title_of,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import preview_reminders
from tests.builders import FESTIVAL_DAYS, make_item, timed
from tests.reminder_values import MEETING, OFFICE, YEARS, rule


def due_for(item: Item, language: str = "en", **changes: object) -> DueReminder:
    """The first step of an item, for somebody who reads this language."""
    office = replace(OFFICE, language=language)
    wanted = rule(1, kind=item.kind, **changes)
    return preview_reminders([item], [wanted], office, *YEARS)[0]


def rows(item: Item, language: str = "en", **changes: object) -> list[tuple[str, str]]:
    return [
        (row.label, row.text) for row in rows_of(due_for(item, language, **changes))
    ]


AGREEMENT = make_item(
    kind=ItemKind.AGREEMENT,
    agreement=Agreement(
        parties=("Office", "State Fund"),
        reference="12/2018",
        expires=whole_month(2026, 10),
        notice_period=Period(months=3),
        document="https://example.org/memorandum.pdf",
    ),
)
EXPIRY = (Step(1, Anchor.EXPIRY),)
NOTICE = (Step(1, Anchor.NOTICE),)


def test_all_facts_stand_in_their_order() -> None:
    item = replace(
        MEETING,
        texts={"en": Text(title="Coordination meeting", place="Main hall")},
        place=Place(venue="Hall", online="https://meet.example.org/a"),
        organisers=(Party("Office"), Party("State Fund")),
        partners=(Party("University"),),
        focal_point=Person("Ada", "ada@example.org"),
    )
    assert rows(item) == [
        ("When", "14 May 2026, 10:00–11:30 (Tbilisi)"),
        ("Where", "Main hall"),
        ("Online", "https://meet.example.org/a"),
        ("Organisers", "Office, State Fund"),
        ("Partners", "University"),
        ("Focal point", "Ada, ada@example.org"),
    ]


def test_a_place_without_words_is_named_from_its_parts() -> None:
    place = Place(venue="Main hall", city="Tbilisi", country="Georgia")
    assert rows(replace(MEETING, place=place))[1] == (
        "Where",
        "Main hall, Tbilisi, Georgia",
    )


def test_hours_of_another_zone_are_told_in_both() -> None:
    item = make_item(
        span=timed("2026-05-13T22:00", "2026-05-13T23:30", "America/New_York")
    )
    assert rows(item) == [
        ("When", "13 May 2026, 22:00–23:30 (New York)"),
        ("That is", "14 May 2026, 06:00–07:30 (Tbilisi)"),
    ]
    assert date_said(due_for(item)) == "14 May 2026"


def test_a_zone_without_a_city_keeps_its_name() -> None:
    item = make_item(span=timed("2026-05-14T10:00", zone="Etc/GMT-4"))
    assert rows(item)[0] == ("When", "14 May 2026, 10:00 (Etc/GMT-4)")
    assert rows(make_item(span=timed("2026-05-14T10:00", zone="UTC")))[0] == (
        "When",
        "14 May 2026, 10:00 (UTC)",
    )


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (MEETING, "14 May 2026"),
        (make_item(span=timed("2026-05-14T10:00")), "14 May 2026"),
        (
            make_item(span=whole_days(date(2026, 5, 14), date(2026, 5, 16))),
            "14–16 May 2026",
        ),
        (
            make_item(span=timed("2026-05-14T10:00", "2026-05-16T12:00")),
            "14–16 May 2026",
        ),
        (
            make_item(
                span=whole_days(FESTIVAL_DAYS[0]),
                recurrence=Recurrence(dates=FESTIVAL_DAYS),
            ),
            "14, 15, 17 and 18 December 2018",
        ),
    ],
)
def test_the_date_is_said_without_hours(item: Item, said: str) -> None:
    assert date_said(due_for(item)) == said


def test_a_festival_names_its_days() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    assert rows(festival) == [("When", "14, 15, 17 and 18 December 2018")]


def test_days_without_hours_are_not_moved_to_another_zone() -> None:
    span = replace(timed("2026-05-13T22:00", zone="America/New_York"), dates_only=True)
    assert date_said(due_for(make_item(span=span))) == "13 May 2026"
    assert rows(make_item(span=span)) == [("When", "13 May 2026")]


def test_a_term_tells_both_its_dates() -> None:
    assert rows(AGREEMENT, steps=EXPIRY) == [
        ("Notice until", "1 July 2026"),
        ("Expires", "October 2026"),
        ("Parties", "Office, State Fund"),
        ("Reference", "12/2018"),
        ("Document", "https://example.org/memorandum.pdf"),
    ]
    assert date_said(due_for(AGREEMENT, steps=EXPIRY)) == "October 2026"
    assert date_said(due_for(AGREEMENT, steps=NOTICE)) == "1 July 2026"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "data:text/x,y"])
def test_only_web_addresses_become_links(url: str) -> None:
    item = replace(MEETING, place=Place(online=url))
    assert Row("Online", one_line(url)) in list(rows_of(due_for(item)))


def test_a_web_address_becomes_a_link() -> None:
    url = "https://meet.example.org/a?b=1&c=2"
    item = replace(MEETING, place=Place(online=url))
    assert Row("Online", url, url) in list(rows_of(due_for(item)))


def test_a_title_stands_in_for_one_that_is_missing() -> None:
    assert title_of(due_for(MEETING, "ka")) == Words("Coordination meeting", "en")
    nameless = replace(MEETING, texts={})
    assert title_of(due_for(nameless)) == Words("coordination-meeting", "en")


def test_an_occurrence_with_a_title_of_its_own_is_called_so() -> None:
    own = Override(date(2026, 5, 14), texts={"en": Text(title="Farewell meeting")})
    item = make_item(
        recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=2", overrides=(own,))
    )
    assert title_of(due_for(item)) == Words("Farewell meeting", "en")


def test_the_planned_time_is_told_in_the_zone_of_the_rule() -> None:
    due = due_for(MEETING, zone="Europe/Berlin")
    assert planned_said(due, "en") == "13 May 2026, 09:00 (Berlin)"
    assert "(ბერლინი)" in planned_said(due, "ka")


def test_one_line_holds_no_break_no_control_and_no_half_of_a_pair() -> None:
    assert one_line(" a\r\nb\x00\x85\u2028c\ud800 \t d ") == "a b c d"


def test_a_term_step_without_a_term_has_no_facts_of_it() -> None:
    due = due_for(AGREEMENT, steps=EXPIRY)
    emptied = replace(due, item=replace(due.item, agreement=None))
    assert list(rows_of(emptied)) == []
