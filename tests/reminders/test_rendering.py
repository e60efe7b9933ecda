"""Values to pages: what is text stays text."""

import pytest
from jinja2 import UndefinedError

from calendar_service.reminders.rendering import render_page, render_text

VALUES = {
    "language": "ka",
    "subject": "A & B",
    "colour": "#123456",
    "task": "<b>Do</b>",
    "lead": "ხვალ",
    "kind": "meeting",
    "title": "სათაური",
    "title_language": "ka",
    "rows": [],
    "link": "https://calendar.example.org/x",
    "open": "Open",
    "attached": "",
    "ask": "",
    "choices": [],
    "answer": "",
    "stop": None,
    "why": ["Because."],
}


def test_markup_in_values_is_shown_as_it_was_written() -> None:
    page = render_page(VALUES)
    assert "&lt;b&gt;Do&lt;/b&gt;" in page
    assert "<b>Do</b>" not in page
    assert render_text(VALUES).startswith("<b>Do</b>\n\nხვალ: სათაური\n")


def test_styles_stand_at_the_elements() -> None:
    assert 'class="band" style="' in render_page(VALUES)


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_text({**VALUES, "why": [], "rows": [object()]})
