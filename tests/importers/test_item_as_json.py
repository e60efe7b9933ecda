"""An item to JSON and back is the same item."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.draft import check
from calendar_service.domain.item import (
    Details,
    Image,
    Item,
    Link,
    Party,
    Person,
    Place,
    Seats,
    details_of,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import (
    DaySpan,
    TimedSpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.texts import Text
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.item_json import Defaults, draft_from_json
from tests.builders import FESTIVAL_DAYS, make_item, timed
from tests.strategies import days, items, lines, prose

DEFAULTS = Defaults("Asia/Tbilisi", date(2026, 3, 10))


def as_tidied(details: Details) -> Details:
    """Return the details as the door leaves them: trimmed, moments in order."""
    recurrence = details.recurrence
    overrides = tuple(
        replace(override, texts=tidied(override.texts))
        for override in recurrence.overrides
    )
    return replace(
        details,
        texts=tidied(details.texts),
        place=replace(
            details.place,
            venue=details.place.venue.strip(),
            city=details.place.city.strip(),
        ),
        tags=tuple(dict.fromkeys(tag.strip() for tag in details.tags)),
        recurrence=replace(
            recurrence,
            overrides=overrides,
            rdates=tuple(sorted(recurrence.rdates, key=str)),
            exdates=tuple(sorted(recurrence.exdates, key=str)),
        ),
    )


def tidied(texts: Mapping[str, Text]) -> dict[str, Text]:
    names = ("title", "summary", "description", "place")
    return {
        language: replace(text, **{n: getattr(text, n).strip() for n in names})
        for language, text in texts.items()
    }


@given(items())
def test_what_is_shown_can_be_added_again(item: Item) -> None:
    shown = json.loads(json.dumps(json_from_item(item)))
    draft = draft_from_json(shown, DEFAULTS)
    assert (draft.uid, draft.slug, draft.revision) == (
        item.uid,
        item.slug,
        item.revision,
    )
    back = {f.name: getattr(draft, f.name) for f in fields(Details)}
    assert Details(**back) == as_tidied(details_of(item))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    words, day = lines().map(str.strip), st.none() | days()
    expiry = st.none() | days().map(whole_days)
    month = st.builds(whole_month, st.integers(1990, 2100), st.integers(1, 12))
    return Agreement(
        type=draw(words),
        parties=tuple(draw(st.lists(words, max_size=3))),
        reference=draw(words),
        signed_on=draw(day),
        effective_on=draw(day),
        expires=draw(expiry | month | st.integers(1990, 2100).map(whole_year)),
        notice_period=draw(
            st.none() | st.builds(Period, st.integers(0, 1200), st.integers(0, 36_600))
        ),
        notice_deadline_on=draw(day),
        renewal=draw(st.sampled_from(Renewal)),
        document=draw(words),
        renews=draw(words),
        renewed_by=draw(words),
        ended_on=draw(day),
    )


@st.composite
def full_items(draw: st.DrawFn) -> Item:
    """Items with what the common strategy leaves out, fit for the door or not."""
    line = st.text(st.sampled_from("a <>@.,;ნ"), max_size=8).map(str.strip)
    people = st.none() | st.builds(Person, line, line).filter(
        lambda person: bool(person.name or person.email)
    )
    parties = st.lists(st.builds(Party, line, line, line), max_size=3).map(tuple)
    degrees = st.none() | st.floats(-180, 180)
    return replace(
        draw(items()),
        place=draw(st.builds(Place, line, line, line, degrees, degrees, line)),
        hashtags=tuple(draw(st.lists(line, unique=True))),
        organisers=draw(parties),
        partners=draw(parties),
        focal_point=draw(people),
        deputy=draw(people),
        links=tuple(draw(st.lists(st.builds(Link, line, line), max_size=2))),
        image=draw(st.none() | st.builds(Image, line, line)),
        seats=draw(st.none() | st.builds(Seats, st.none() | st.integers(0, 10**6))),
        notes=draw(prose()),
        agreement=draw(st.none() | agreements()),
    )


@given(full_items())
def test_nothing_is_lost_on_the_way(item: Item) -> None:
    shown = json.loads(json.dumps(json_from_item(item)))
    draft = draft_from_json(shown, DEFAULTS)
    back = {f.name: getattr(draft, f.name) for f in fields(Details)}
    assert Details(**back) == as_tidied(details_of(item))


@pytest.mark.parametrize(
    "moved",
    [
        timed("2026-05-15T10:00", "2026-05-15T11:00"),
        timed("2026-05-15T10:00"),
        timed("2026-05-15T10:00", "2026-05-15T11:00", zone="Europe/Berlin"),
        replace(timed("2026-05-15T10:00"), dates_only=True),
        None,
    ],
)
def test_a_moved_hour_is_shown_with_all_that_differs(moved: TimedSpan | None) -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T11:00")
    texts = {"ka": Text(title="სხვა", made_from=3)}
    override = Override(span.start, moved, texts, cancelled=True)
    item = make_item(span=span, recurrence=Recurrence(overrides=(override,)))
    assert draft_from_json(json_from_item(item), DEFAULTS).recurrence == item.recurrence


@pytest.mark.parametrize(
    "moved", [whole_days(date(2026, 5, 15)), whole_month(2026, 6), whole_year(2027)]
)
def test_a_moved_day_keeps_its_precision(moved: DaySpan) -> None:
    override = Override(date(2026, 5, 14), moved)
    item = make_item(recurrence=Recurrence(overrides=(override,)))
    assert draft_from_json(json_from_item(item), DEFAULTS).recurrence == item.recurrence


def test_people_are_shown_as_one_line_where_that_reads_back() -> None:
    item = make_item(
        focal_point=Person("Nino", "nino@example.org"), deputy=Person("a@b", "")
    )
    shown = json_from_item(item)
    assert (shown["focal_point"], shown["deputy"]) == (
        "Nino <nino@example.org>",
        {"name": "a@b", "email": ""},
    )


def test_a_festival_shows_its_days_and_nothing_that_contradicts_them() -> None:
    item = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    shown = json_from_item(item)
    assert shown["dates"] == ["2018-12-14", "2018-12-15", "2018-12-17", "2018-12-18"]
    assert {"starts_on", "starts_at"}.isdisjoint(shown)
    assert check(draft_from_json(shown, DEFAULTS)) == []
