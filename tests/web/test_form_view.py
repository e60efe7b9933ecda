import pytest
from flask import Flask

from calendar_service.domain.draft import Problem
from calendar_service.web.form_view import FormView, field_id, place_of


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("starts_at", "starts_date"),
        ("rdates", "further"),
        ("texts.en.title", "texts.en.title"),
        ("overrides.2", "overrides.2.original"),
        ("overrides.2.original", "overrides.2.original"),
        ("overrides.2.starts_on", "overrides.2.moved"),
        ("overrides.2.texts.en.title", "overrides.2.title.en"),
        ("links", "links.0.url"),
    ],
)
def test_a_problem_stands_at_a_field_of_the_form(field: str, place: str) -> None:
    assert place_of(field) == place


def test_a_part_is_open_where_something_is_wrong_or_asked_for(app: Flask) -> None:
    view = FormView(
        {"place.city": "Tbilisi", "tags": ""},
        [Problem("links", "must not be empty")],
        more="partners",
    )
    assert not view.is_open("place.")
    assert view.inside("place.", "tags") == "Tbilisi"
    assert view.is_open("links")
    assert view.is_open("organisers", "partners")
    assert not view.is_open("tags")
    with app.test_request_context("/?lang=en"):
        assert view.wrong("links.0.url") == ["This must not be empty."]
        assert view.found() == [("links.0.url", "Links", "This must not be empty.")]
        assert view.wrong("tags") == []


def test_ids_hold_no_dots() -> None:
    assert field_id("texts.en.title") == "f-texts-en-title"


def test_what_a_closed_part_holds_is_said_in_short() -> None:
    view = FormView({"notes": "one\ntwo", "tags": "x" * 100, "limited": "on"})
    assert view.inside("notes", "limited") == "one two"
    assert len(view.inside("tags")) == 91
