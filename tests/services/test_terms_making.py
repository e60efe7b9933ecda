"""The calendar of expiries and notice deadlines, seen by an independent reader."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.feed_choice import STAFF_FEED_KINDS, TERMS, FeedChoice
from calendar_service.domain.item import Item, ItemKind, Visibility
from calendar_service.domain.selection import Audience
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services import terms_making
from calendar_service.services.calendar_making import UnsoundFeed
from calendar_service.services.editing import add_item
from calendar_service.services.feed_making import FeedMaker
from calendar_service.services.feed_requests import (
    FeedAsked,
    FeedFormat,
    UnknownFeed,
    find_feed,
)
from calendar_service.services.fragments import Fragments
from calendar_service.services.renewing import end_agreement
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft
from tests.fakes import StillClock

TODAY = NOW.date()
ASKED = FeedAsked(
    name=TERMS,
    format=FeedFormat.ICS,
    choice=FeedChoice(kinds=STAFF_FEED_KINDS[TERMS]),
    address="http://x/feeds/private/s/agreements.ics",
    audience=Audience.STAFF,
)


@pytest.fixture
def maker(settings: Settings, database: Database) -> FeedMaker:
    shelf = Fragments(database, settings.base_url, StillClock())
    return FeedMaker(settings, database, shelf)


def sign(database: Database, title: str, until: date) -> Item:
    draft = make_draft(
        kind=ItemKind.AGREEMENT,
        visibility=Visibility.STAFF,
        span=whole_days(date(2024, 1, 1), until),
        texts={"en": Text(title=title)},
        agreement=Agreement(
            parties=("Office", "Ministry"),
            expires=whole_days(until),
            notice_period=Period(months=3),
        ),
    )
    with database.transaction() as session:
        return add_item(session, OPERATOR, draft, NOW, "example.org")


def events(maker: FeedMaker, asked: FeedAsked = ASKED) -> list[Any]:
    body = maker.make(asked, TODAY).document.body
    found = Calendar.from_ical(body).walk("VEVENT")
    return sorted(found, key=lambda event: str(event["DTSTART"].dt))


def test_each_agreement_has_its_two_dates_however_long_it_runs(
    maker: FeedMaker, database: Database
) -> None:
    sign(database, "Lease", date(2031, 5, 31))
    assert [(str(e["SUMMARY"]), e["DTSTART"].dt) for e in events(maker)] == [
        ("Notice deadline: Lease", date(2031, 2, 28)),
        ("Expires: Lease", date(2031, 5, 31)),
    ]


def test_dates_that_are_long_over_leave_and_what_has_ended_is_taken_back(
    maker: FeedMaker, database: Database
) -> None:
    sign(database, "Old", TODAY - timedelta(days=91))
    ended = sign(database, "Ended", TODAY + timedelta(days=200))
    with database.transaction() as session:
        end_agreement(session, OPERATOR, ended.uid, TODAY, NOW)
    found = [(str(e["SUMMARY"]), str(e["STATUS"])) for e in events(maker)]
    assert found == [
        ("CANCELLED: Notice deadline: Ended", "CANCELLED"),
        ("CANCELLED: Expires: Ended", "CANCELLED"),
    ]


def test_alarms_are_the_usual_two_unless_one_is_asked_for(
    maker: FeedMaker, database: Database
) -> None:
    sign(database, "Lease", date(2031, 5, 31))
    own = replace(ASKED, choice=replace(ASKED.choice, alarm=timedelta(days=90)))
    triggers = [
        [alarm["TRIGGER"].dt for alarm in events(maker, asked)[0].walk("VALARM")]
        for asked in (ASKED, own)
    ]
    assert triggers == [[-timedelta(30), -timedelta(7)], [-timedelta(90)]]


def test_for_the_public_there_is_no_such_feed(database: Database) -> None:
    with database.reading() as session:
        choice, saved = find_feed(session, TERMS, Audience.STAFF, ("en", "ka"))
        assert (choice, saved) == (ASKED.choice, None)
        with pytest.raises(UnknownFeed):
            find_feed(session, TERMS, Audience.PUBLIC, ("en", "ka"))


def test_what_does_not_read_back_is_not_published(
    maker: FeedMaker, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(database, "Lease", date(2031, 5, 31))
    monkeypatch.setattr(terms_making, "render_terms", lambda *_: b"BEGIN:VEVENT\r\n")
    with pytest.raises(UnsoundFeed, match="closes nothing"):
        maker.make(ASKED, TODAY)
