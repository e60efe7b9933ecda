"""A mail's values to its page and its plain text."""

from collections.abc import Mapping

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined

from calendar_service.reminders.sheet import PAGE, TEXT

_PAGE = Environment(
    autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
).from_string(PAGE)
_TEXT = Environment(
    autoescape=False,  # noqa: S701 - plain text, where nothing is markup
    undefined=StrictUndefined,
    keep_trailing_newline=True,
).from_string(TEXT)
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def render_page(values: Mapping[str, object]) -> str:
    """Return the HTML, its styles inline; every name of the sheet must be given."""
    return _INLINER.inline(_PAGE.render(values))


def render_text(values: Mapping[str, object]) -> str:
    """Return the same as plain text."""
    return _TEXT.render(values)
