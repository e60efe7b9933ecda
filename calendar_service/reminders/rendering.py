"""A mail's values to its page and its plain text."""

from collections.abc import Callable, Mapping

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined

from calendar_service.reminders.sheet import PAGE, TEXT

_PAGES = Environment(
    autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
)
_TEXT = Environment(
    autoescape=False,  # noqa: S701 - plain text, where nothing is markup
    undefined=StrictUndefined,
    keep_trailing_newline=True,
).from_string(TEXT)
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def page_of(sheet: str) -> Callable[[Mapping[str, object]], str]:
    """Return what makes HTML of a sheet, styles inline; every name must be given."""
    template = _PAGES.from_string(sheet)
    return lambda values: _INLINER.inline(template.render(values))


render_page = page_of(PAGE)
"""The page of a mail about one item."""


def render_text(values: Mapping[str, object]) -> str:
    """Return the same as plain text."""
    return _TEXT.render(values)
