"""An item to JSON and back is the same item."""

import json
from dataclasses import fields, replace
from datetime import date

from hypothesis import given

from calendar_service.domain.draft import Draft, check
from calendar_service.domain.item import Details, Item
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.item_json import Defaults, draft_from_json
from tests.builders import FESTIVAL_DAYS, make_item
from tests.strategies import items

DEFAULTS = Defaults("Asia/Tbilisi", date(2026, 3, 10))


def read(item: Item) -> Draft:
    return draft_from_json(json.loads(json.dumps(json_from_item(item))), DEFAULTS)


@given(items())
def test_what_is_shown_can_be_added_again(item: Item) -> None:
    # The door takes space off the ends of words: what has passed it stays.
    first = read(item)
    passed = replace(item, **{f.name: getattr(first, f.name) for f in fields(Details)})
    assert read(passed) == first
    assert (first.uid, first.slug, first.revision) == (
        item.uid,
        item.slug,
        item.revision,
    )
    assert (first.kind, first.span, first.recurrence.rule) == (
        item.kind,
        item.span,
        item.recurrence.rule,
    )


def test_a_festival_shows_its_days_and_nothing_that_contradicts_them() -> None:
    item = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    shown = json_from_item(item)
    assert shown["dates"] == ["2018-12-14", "2018-12-15", "2018-12-17", "2018-12-18"]
    assert {"starts_on", "starts_at"}.isdisjoint(shown)
    assert check(draft_from_json(shown, DEFAULTS)) == []
