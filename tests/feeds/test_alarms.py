from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_service.domain.item import ItemStatus
from calendar_service.domain.texts import Text
from calendar_service.feeds.alarms import duration, with_alarm
from calendar_service.feeds.ical import join_calendar
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.vevent import render_vevents, zones_of
from tests.builders import make_item
from tests.feeds.reading import vevents
from tests.feeds.samples import ITEMS, OBSERVANCE, info_in, link

HALF_AN_HOUR = timedelta(minutes=30)


def rung() -> bytes:
    bodies = [render_vevents(item, ["en"], link) for item in ITEMS]
    alarmed = [with_alarm(body, HALF_AN_HOUR, "სად; რა, როდის " * 5) for body in bodies]
    uses = [use for item in ITEMS for use in zones_of(item)]
    return join_calendar(alarmed, uses, info_in("en")).body


def test_every_event_that_takes_place_rings_once_before_its_start() -> None:
    body = rung()
    assert prove_calendar(body) == []
    for event in vevents(body):
        alarms = event.walk("VALARM")
        assert len(alarms) == (str(event["STATUS"]) != "CANCELLED")
        for alarm in alarms:
            assert str(alarm["ACTION"]) == "DISPLAY"
            assert str(alarm["DESCRIPTION"]) == "სად; რა, როდის " * 5
            assert alarm["TRIGGER"].dt == -HALF_AN_HOUR


def test_one_cancelled_occurrence_of_a_series_is_silent() -> None:
    body = with_alarm(render_vevents(OBSERVANCE, ["en"], link), HALF_AN_HOUR, "Soon")
    assert body.count(b"BEGIN:VEVENT") == 3
    assert body.count(b"BEGIN:VALARM") == 2


def test_all_else_stays_as_it_was() -> None:
    plain = render_vevents(OBSERVANCE, ["en"], link)
    valarm = (
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\n"
        b"TRIGGER:-PT30M\r\nEND:VALARM\r\n"
    )
    rendered = with_alarm(plain, HALF_AN_HOUR, "Soon")
    assert rendered.replace(valarm, b"") == plain


def test_words_that_look_like_a_line_are_no_line() -> None:
    words = "STATUS:CANCELLED\nEND:VEVENT\n"
    texts = {"en": Text(title="A", description=words * 10)}
    item = make_item(texts=texts)
    body = with_alarm(render_vevents(item, ["en"], link), HALF_AN_HOUR, "Soon")
    assert body.count(b"BEGIN:VALARM") == 1
    off = replace(item, status=ItemStatus.CANCELLED)
    rendered = render_vevents(off, ["en"], link)
    assert with_alarm(rendered, HALF_AN_HOUR, "Soon") == rendered


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(minutes=30), "-PT30M"),
        (timedelta(hours=2), "-PT120M"),
        (timedelta(days=1), "-P1D"),
        (timedelta(weeks=2), "-P14D"),
        (timedelta(days=1, minutes=5), "-PT1445M"),
        (timedelta(), "PT0M"),
    ],
)
def test_time_before_is_a_duration_of_rfc_5545(before: timedelta, said: str) -> None:
    assert duration(before) == said
