"""A form to a draft: everything that is wrong at once, each at its field."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.draft import Draft
from calendar_service.domain.item import ItemKind, ItemStatus, Seats, Visibility
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.texts import Text
from calendar_service.web.form_filling import form_values
from calendar_service.web.form_reading import (
    Frame,
    read_form,
    read_names,
    write_names,
)
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item

FRAME = Frame(date(2026, 3, 10), TBILISI, ("en", "ka"))
SIMPLE = {
    "kind": "screening",
    "when": "14, 15, 17, 18 December 2018",
    "texts.en.title": "Film festival",
    "texts.ka.title": "კინოფესტივალი",
}


def read(values: dict[str, str], frame: Frame = FRAME) -> Draft:
    draft, _, problems = read_form(values, frame, ItemStatus.DRAFT)
    assert problems == []
    assert draft is not None
    return draft


def wrong(**values: str) -> dict[str, str]:
    named = {name.replace("__", "."): value for name, value in values.items()}
    draft, _, problems = read_form(SIMPLE | named, FRAME, ItemStatus.DRAFT)
    assert draft is None
    return {problem.field: problem.message for problem in problems}


def test_kind_title_and_dates_make_an_item() -> None:
    draft = read(SIMPLE)
    assert (draft.kind, draft.status) == (ItemKind.SCREENING, ItemStatus.DRAFT)
    assert draft.visibility is Visibility.PUBLIC
    assert draft.recurrence == Recurrence(dates=FESTIVAL_DAYS)
    assert draft.texts == {
        "en": Text("Film festival"),
        "ka": Text("კინოფესტივალი", made_from=0),
    }


def test_wrong_dates_do_not_hide_what_else_is_wrong() -> None:
    found = wrong(when="sometime", texts__en__title="x" * 301, links__0__url="nowhere")
    assert list(found) == ["when", "texts.en.title", "links"]


def test_a_row_that_cannot_be_read_is_one_problem() -> None:
    found = wrong(overrides__0__moved="6 May")
    assert list(found) == ["overrides.0.original"]


def test_every_round_tells_everything() -> None:
    found = wrong(
        when="sometime",
        further="rubbish",
        overrides__0__moved="5 May",
        kind="party",
        seats="many",
        place__latitude="north",
        place__online="nowhere",
        links__0__url="nowhere",
        focal_point__email="ada",
        texts__en__title="x" * 301,
        image__url="https://example.org/a.jpg",
    )
    assert list(found) == [
        *("when", "further", "overrides.0.original", "kind", "place.latitude"),
        *("seats", "texts.en.title", "place.online", "links", "image.alt"),
        "focal_point",
    ]


def test_terms_that_cannot_be_read_hide_nothing_and_make_nothing_up() -> None:
    terms = {
        "kind": "agreement",
        "when": "",
        "agreement.signed_on": "yesterday",
        "agreement.expires_on": "soon",
        "agreement.notice_period": "long",
        "agreement.document": "nowhere",
        "notes": "a\0b",
    }
    _, _, problems = read_form(SIMPLE | terms, FRAME, ItemStatus.DRAFT)
    assert [problem.field for problem in problems] == [
        *("agreement.expires_on", "agreement.notice_period", "agreement.signed_on"),
        *("notes", "agreement.document"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("when", "", "starts_on"),
        ("kind", "party", "kind"),
        ("place.latitude", "north", "place.latitude"),
        ("seats", "many", "seats"),
        ("further", "rubbish", "further"),
        ("exdates", "rubbish", "exdates"),
        ("rrule", "RUBBISH", "rrule"),
        ("focal_point.email", "ada", "focal_point"),
        ("slug", "No Slug", "slug"),
        ("tags", "x" * 140_000, "tags"),
        ("hashtags", "x" * 140_000, "hashtags"),
        ("image.url", "https://example.org/a.jpg", "image.alt"),
    ],
)
def test_each_problem_names_its_field(name: str, value: str, field: str) -> None:
    values = SIMPLE | {name: value}
    _, _, problems = read_form(values, FRAME, ItemStatus.DRAFT)
    assert [problem.field for problem in problems] == [field]


def test_degrees_may_be_written_with_a_comma() -> None:
    draft = read(SIMPLE | {"place.latitude": "41,7", "place.longitude": " 44.8 "})
    assert (draft.place.latitude, draft.place.longitude) == (41.7, 44.8)


def test_limited_places_may_have_no_number() -> None:
    assert read(SIMPLE | {"limited": "on"}).seats == Seats()
    assert read(SIMPLE | {"seats": "30"}).seats == Seats(30)


def test_a_name_that_holds_a_comma_stands_in_quotes() -> None:
    names = ["youth", "health, mental", 'so "called"']
    assert read_names(write_names(names)) == names
    assert read_names(" a ,, b,") == ["a", "b"]


def test_terms_stay_with_the_kind_that_has_them() -> None:
    terms = {
        "agreement.type": "MoU",
        "agreement.parties": "IOM\nMinistry\n",
        "agreement.expires_on": "2027-10",
        "agreement.renewal": "by_act",
    }
    draft = read(SIMPLE | terms | {"kind": "agreement"})
    assert draft.agreement is not None
    assert draft.agreement.parties == ("IOM", "Ministry")
    assert read(SIMPLE | terms).agreement is None
    assert read(SIMPLE | {"kind": "agreement"}).agreement is None


def test_a_language_that_the_form_does_not_show_is_kept() -> None:
    item = make_item(texts={"en": Text("Meeting"), "ru": Text("Встреча")})
    values = {n: v for n, v in form_values(item).items() if ".ru." not in n}
    draft = read(values, replace(FRAME, base=item))
    assert draft.texts["ru"].title == "Встреча"


def test_a_translation_that_is_said_to_be_behind_is() -> None:
    item = make_item(
        texts={"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}, revision=4
    )
    changed = form_values(item) | {
        "texts.en.title": "Talks",
        "texts.ka.title": "შეხვედრები",
    }
    frame = replace(FRAME, base=item)
    assert read(changed, frame).texts["ka"].made_from == 5
    behind = changed | {"standing.ka": "behind"}
    assert read(behind, frame).texts["ka"].made_from == 0
