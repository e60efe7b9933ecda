from dataclasses import replace
from datetime import date

import pytest

from calendar_service.cli.feed_lines import (
    facts,
    next_said,
    plain,
    use_said,
    where_said,
)
from calendar_service.domain.coming_up import Coming, list_coming
from calendar_service.domain.item import Item, Visibility
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.feed_checking import LARGE, FeedState
from calendar_service.storage.feeds import Poll
from tests.builders import FESTIVAL_DAYS, NOW, TBILISI, make_item

STATE = FeedState(
    name="meetings",
    query="kind=meeting",
    address="http://x/feeds/meetings.ics",
    visibility=Visibility.PUBLIC,
    items=2,
    octets=1_234,
    version=9,
    changed=7,
    polls=(),
)


def poll(subscriber: str, version: int) -> Poll:
    return Poll(
        feed="meetings",
        subscriber=subscriber,
        client="Outlook",
        version=version,
        last_at=NOW,
        polls=3,
    )


def coming(item: Item, today: date) -> list[Coming]:
    return list_coming([item], today, 30, TBILISI)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ((), "not fetched yet"),
        ((7,), "1 subscription, 1 up to date"),
        ((7, 6, 8, 9, 1), "5 subscriptions, 3 up to date"),
        ((6, 6), "2 subscriptions, 0 up to date"),
    ],
)
def test_use_is_said_in_numbers(versions: tuple[int, ...], said: str) -> None:
    polls = tuple(poll(f"token:{n}", version) for n, version in enumerate(versions))
    assert use_said(replace(STATE, polls=polls)) == said


def test_the_lines_of_a_feed() -> None:
    state = replace(
        STATE, octets=LARGE + 1, polls=(poll("token:1", 6), poll("token:9", 7))
    )
    owners = {"token:1": "cleo@example.org (number 1)"}
    soon = [("1 May 2026", "A"), ("2 May 2026", "B")]
    at = "2026-03-10 12:00 UTC"
    assert list(facts(state, soon, owners)) == [
        ("address", "http://x/feeds/meetings.ics"),
        ("choice", "kind=meeting"),
        ("for", "public"),
        ("items", "2"),
        ("size", "900,001 octets (Google Calendar takes about 1,000,000)"),
        ("next", "1 May 2026  A"),
        ("", "2 May 2026  B"),
        ("use", "1 of 2 have fetched the last change"),
        ("", f"Outlook of cleo@example.org (number 1), {at}, version 6"),
        ("", f"Outlook of the public, {at}, version 7 (up to date)"),
    ]


def test_a_feed_that_nobody_has_fetched_says_so() -> None:
    said = dict(facts(replace(STATE, query=""), [], {}))
    assert (said["choice"], said["use"]) == ("-", "not fetched yet")
    assert said["size"] == "1,234 octets"


def test_a_feed_for_staff_has_no_address_of_its_own() -> None:
    private = replace(STATE, visibility=Visibility.STAFF)
    assert (where_said(private), plain(private)["address"]) == ("private only", None)
    assert where_said(STATE) == plain(STATE)["address"] == STATE.address


def test_one_time_of_a_series_is_said_in_its_own_words() -> None:
    series = make_item(
        recurrence=Recurrence(
            rule="FREQ=WEEKLY;COUNT=3",
            overrides=(
                Override(
                    original=date(2026, 5, 21),
                    span=whole_days(date(2026, 5, 22)),
                    texts={"en": Text(title="Moved")},
                ),
                Override(original=date(2026, 5, 28), cancelled=True),
            ),
        )
    )
    found = coming(series, date(2026, 5, 14))
    assert [next_said(each, "en") for each in found] == [
        ("14 May 2026", "Coordination meeting"),
        ("22 May 2026", "Moved"),
        ("28 May 2026", "CANCELLED: Coordination meeting"),
    ]


def test_separate_days_are_said_together() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    (said, *_) = [next_said(c, "en") for c in coming(festival, date(2018, 12, 1))]
    assert said == ("14, 15, 17 and 18 December 2018", "Coordination meeting")


def test_a_feed_for_programs() -> None:
    assert plain(replace(STATE, polls=(poll("public:Outlook", 7),))) == {
        "name": "meetings",
        "query": "kind=meeting",
        "address": "http://x/feeds/meetings.ics",
        "visibility": "public",
        "items": 2,
        "octets": 1_234,
        "version": 9,
        "changed": 7,
        "subscriptions": 1,
        "up_to_date": 1,
        "polls": [
            {
                "subscriber": "public:Outlook",
                "client": "Outlook",
                "version": 7,
                "up_to_date": True,
                "last_at": "2026-03-10T12:00:00+00:00",
                "polls": 3,
            }
        ],
    }
