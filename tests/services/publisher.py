"""A process that publishes feeds, and what tests ask of it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.feed_choice import FEED_KINDS, FeedChoice
from calendar_service.domain.item import (
    Item,
)
from calendar_service.feeds.document import Document
from calendar_service.services.editing import (
    add_item,
)
from calendar_service.services.feed_requests import FeedAsked, FeedFormat
from calendar_service.services.publishing import Published, make_publisher
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft
from tests.fakes import StillClock

TODAY = NOW.date()


TOMORROW = TODAY + timedelta(days=1)


LATER = NOW + timedelta(hours=1)


EVERY_FORMAT = pytest.mark.parametrize("form", list(FeedFormat))


def asked(
    form: FeedFormat = FeedFormat.ICS, name: str = "all", language: str = "en"
) -> FeedAsked:
    return FeedAsked(
        name=name,
        format=form,
        choice=FeedChoice(kinds=FEED_KINDS[name], languages=(language,)),
        address=f"http://calendar.example.org/feeds/{name}.{form}",
    )


class Publisher:
    """A process that publishes, asked at noon, which looks anew at each question."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.inner = make_publisher(
            settings, database, StillClock(), count(0.0).__next__
        )

    def published(self, what: FeedAsked, day: date) -> Published:
        noon = datetime.combine(day, time(8), UTC)
        return self.inner.document(what, noon)

    def document(self, what: FeedAsked, day: date) -> Document:
        return self.published(what, day).document


def add(database: Database, **changes: object) -> Item:
    with database.transaction() as session:
        return add_item(session, OPERATOR, make_draft(**changes), NOW, "example.org")
