"""What SQL asks for stands in columns; the rest in the body, nothing twice."""

from dataclasses import fields, replace
from datetime import date

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.storage.item_rows import COLUMNS, ELSEWHERE, TEXT_FIELDS, fill_row
from calendar_service.storage.tables import ItemRow
from tests.builders import make_item
from tests.storage.item_values import FULL


def row_of(item: Item) -> ItemRow:
    row = ItemRow()
    fill_row(row, item)
    return row


def test_every_field_has_exactly_one_place() -> None:
    row = row_of(FULL)
    names = [f.name for f in fields(Item)]
    assert sorted([*row.body, *ELSEWHERE]) == sorted(names)
    assert [getattr(row, name) for name in COLUMNS] == [
        getattr(FULL, name) for name in COLUMNS
    ]
    assert tuple(f.name for f in fields(Text)) == TEXT_FIELDS


def test_the_days_of_all_occurrences_are_columns() -> None:
    twice = Recurrence(rule="FREQ=DAILY;COUNT=3")
    row = row_of(make_item(span=whole_days(date(2026, 5, 14)), recurrence=twice))
    assert (row.first_on, row.last_on) == (date(2026, 5, 14), date(2026, 5, 16))


def test_a_repetition_without_end_has_no_last_day() -> None:
    row = row_of(make_item(recurrence=Recurrence(rule="FREQ=YEARLY")))
    assert (row.first_on, row.last_on) == (date(2026, 5, 14), None)


def test_the_dates_of_an_agreement_are_columns() -> None:
    terms = Agreement(expires=whole_month(2020, 10), notice_period=Period(months=3))
    row = row_of(make_item(agreement=terms, place=Place(city="Gori")))
    assert (row.expires_on, row.notice_on) == (date(2020, 10, 1), date(2020, 7, 1))
    assert row.city == "Gori"


def test_an_item_without_terms_has_no_such_dates() -> None:
    row = row_of(FULL)
    fill_row(row, make_item())
    assert (row.expires_on, row.notice_on) == (None, None)


def test_rows_below_are_changed_in_place() -> None:
    row = row_of(FULL)
    texts, tags = list(row.texts), list(row.tags)
    changed = replace(FULL, texts={"ka": Text("სხვა"), "ru": Text("Имя")}, tags=("x",))
    fill_row(row, changed)
    assert {text.language: text.title for text in row.texts} == {
        "ka": "სხვა",
        "ru": "Имя",
    }
    assert [text for text in row.texts if text.language == "ka"] == [texts[1]]
    assert row.tags == tags[:1]
    assert [(tag.position, tag.name) for tag in row.tags] == [(0, "x")]
