from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from calendar_service.domain.item import Item
from calendar_service.domain.span import first_day
from calendar_service.feeds.ical import render_calendar
from calendar_service.feeds.occurrence_proof import prove_items, prove_occurrences
from calendar_service.feeds.proof import prove_calendar
from tests.builders import make_item, timed
from tests.feeds.samples import ITEMS, MEETING, info_in, link
from tests.strategies import items

EXTRA = "is there too much"
FIRST, LAST = date(2018, 1, 1), date(2030, 12, 31)
GOOD = render_calendar(ITEMS, info_in("en"), link).body


def test_what_was_rendered_says_what_was_meant() -> None:
    assert prove_occurrences(GOOD, ITEMS, FIRST, LAST) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_any_item_says_what_was_meant(item: Item) -> None:
    body = render_calendar([item], info_in("en"), link).body
    first = first_day(item.span) - timedelta(days=60)
    assert prove_occurrences(body, [item], first, first + timedelta(days=900)) == []


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            b"DTSTART;TZID=Asia/Tbilisi:20260514T100000",
            b"DTSTART;TZID=Asia/Tbilisi:20260514T090000",
            [
                "2026-05-14T10:00:00 to 2026-05-14T11:30:00 Asia/Tbilisi is missing",
                f"2026-05-14T09:00:00 to 2026-05-14T11:30:00 Asia/Tbilisi {EXTRA}",
            ],
        ),
        (
            b"EXDATE;TZID=Europe/Amsterdam:20261109T100000\r\n",
            b"",
            [
                f"2026-11-09T10:00:00 to 2026-11-09T11:00:00 Europe/Amsterdam {EXTRA}",
            ],
        ),
        (
            b"STATUS:CANCELLED",
            b"STATUS:CONFIRMED",
            [
                "2026-12-10 to 2026-12-11, cancelled is missing",
                "2026-12-10 to 2026-12-11 is there too much",
            ],
        ),
        (
            b"DTEND;VALUE=DATE:20181215",
            b"DTEND;VALUE=DATE:20181216",
            [
                "2018-12-14 to 2018-12-15 is missing",
                "2018-12-14 to 2018-12-16 is there too much",
            ],
        ),
    ],
)
def test_difference_is_named(old: bytes, new: bytes, problems: list[str]) -> None:
    assert old in GOOD
    body = GOOD.replace(old, new, 1)
    assert prove_occurrences(body, ITEMS, FIRST, LAST) == problems


def test_times_in_utc_and_open_ends_are_compared_too() -> None:
    item = make_item(span=timed("2026-05-14T10:00", zone="Etc/UTC"))
    body = render_calendar([item], info_in("en"), link).body
    assert prove_occurrences(body, [item], FIRST, LAST) == []
    assert prove_occurrences(body, [], FIRST, LAST) == [
        "2026-05-14T10:00:00 to an open end UTC is there too much"
    ]


def test_no_more_than_twenty_differences_are_named() -> None:
    many = [
        replace(
            MEETING, uid=f"{number}@example.org", span=timed(f"2026-05-{number}T10:00")
        )
        for number in range(10, 31)
    ]
    assert len(prove_occurrences(GOOD, [*ITEMS, *many], FIRST, LAST)) == 20


def test_both_proofs_read_the_bytes_once_and_say_the_same() -> None:
    first, last = date(2018, 1, 1), date(2028, 1, 1)
    body = render_calendar(ITEMS, info_in("en"), link).body
    assert prove_items(body, ITEMS, first, last) == []
    assert prove_items(body[:-1], ITEMS, first, last) == prove_calendar(body[:-1])
    others = ITEMS[1:]
    missing = prove_items(body, others, first, last)
    assert missing == prove_occurrences(body, others, first, last) != []
