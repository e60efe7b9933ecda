"""An item to JSON and back is the same item."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

from hypothesis import given

from calendar_service.domain.draft import check
from calendar_service.domain.item import Details, Item, details_of
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.importers.item_json import Defaults, draft_from_json
from tests.builders import FESTIVAL_DAYS, make_item
from tests.strategies import items

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


def test_a_festival_shows_its_days_and_nothing_that_contradicts_them() -> None:
    item = make_item(
        span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
    )
    shown = json_from_item(item)
    assert shown["dates"] == ["2018-12-14", "2018-12-15", "2018-12-17", "2018-12-18"]
    assert {"starts_on", "starts_at"}.isdisjoint(shown)
    assert check(draft_from_json(shown, DEFAULTS)) == []
