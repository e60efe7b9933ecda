"""Values to JSON and back, across versions of the program."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, Place
from calendar_service.domain.mail import Attachment, MailMessage
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule import ReminderRule
from calendar_service.domain.span import Moment, TimedSpan
from calendar_service.storage.codec import (
    decode,
    decode_moment,
    encode,
    encode_moment,
)
from tests.builders import make_item
from tests.storage.item_values import FULL
from tests.storage.test_rules import FULL as FULL_RULE
from tests.strategies import days, items, walls


@dataclass(frozen=True, slots=True)
class Earlier:
    """A class as an earlier version of the program had it."""

    kept: str
    dropped: int = 3
    switched: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """The same class later."""

    kept: str
    switched: bool = True
    added: tuple[str, ...] = ("new",)
    place: Place = field(default_factory=Place)


def through_json(value: object) -> object:
    return json.loads(json.dumps(encode(value)))


@given(items())
def test_any_item_passes_through_json(item: Item) -> None:
    assert decode(through_json(item), Item) == item


def test_the_full_item_passes_through_json() -> None:
    assert decode(through_json(FULL), Item) == FULL


def test_a_rule_passes_through_json() -> None:
    assert decode(through_json(FULL_RULE), ReminderRule) == FULL_RULE


@given(st.binary(max_size=50), st.text(max_size=20))
def test_a_mail_passes_through_json_with_its_attachments(
    body: bytes, said: str
) -> None:
    mail = MailMessage(
        key="k",
        to="nino@example.org",
        subject=said,
        text=said,
        html=said,
        language="ka",
        attachments=(Attachment("a.ics", "text/calendar", body),),
    )
    assert decode(through_json(mail), MailMessage) == mail


def test_a_field_that_came_later_takes_its_default() -> None:
    stored = through_json(Earlier("words", 5))
    assert decode(stored, Later) == Later("words", switched=False, added=("new",))


def test_a_default_that_changes_does_not_change_what_is_stored() -> None:
    stored = through_json(Earlier("words"))
    assert stored == {"kept": "words", "dropped": 3, "switched": False}
    assert not decode(stored, Later).switched


def test_a_field_of_a_later_version_is_passed_over() -> None:
    expected = Earlier("words", 3, switched=True)
    assert decode(through_json(Later("words")), Earlier) == expected


def test_an_item_of_the_first_days_is_still_read() -> None:
    """What has no default, and nothing else."""
    stored = {
        "kind": "meeting",
        "span": {"start": "2026-05-14", "end": "2026-05-15", "colour": "red"},
        "texts": {"en": {"title": "Coordination meeting"}},
        "uid": "meeting-1@example.org",
        "slug": "coordination-meeting",
        "created_at": "2026-03-10T12:00:00+00:00",
        "updated_at": "2026-03-10T12:00:00+00:00",
        "colour": "red",
    }
    assert decode(stored, Item) == make_item(published_at=None)


@given(days() | walls())
def test_a_moment_keeps_its_kind(moment: Moment) -> None:
    found = decode_moment(encode_moment(moment))
    assert (type(found), found) == (type(moment), moment)


def test_moments_are_told_apart_by_the_hour() -> None:
    assert decode_moment("2026-05-14") == date(2026, 5, 14)
    assert decode_moment("2026-05-14T00:00:00") == datetime(2026, 5, 14)  # noqa: DTZ001 - wall time


def test_a_span_is_told_by_its_zone() -> None:
    span = TimedSpan(datetime(2026, 5, 14, 10), None, "Asia/Tbilisi")  # noqa: DTZ001 - wall time
    assert decode(through_json(make_item(span=span)), Item).span == span


def test_whole_values_may_be_empty() -> None:
    assert decode({}, Recurrence) == Recurrence()
    assert decode({}, Agreement) == Agreement()


def test_an_instant_that_is_one_already_stays() -> None:
    instant = datetime(2026, 5, 14, tzinfo=UTC)
    assert decode(instant, datetime) is instant
    assert decode(instant.isoformat(), datetime) == instant


def test_a_time_of_day_is_read() -> None:
    assert decode("09:30:00", time) == time(9, 30)


def test_a_value_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ExceptionGroup):
        decode({"kind": "party"}, Item)
