"""Whole feeds, byte for byte, as files that a person can read and compare.

After a change that is meant, write them anew with
`python -m tests.feeds.test_examples` and look at what differs.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calendar_service.feeds.document import Document
from calendar_service.feeds.ical import render_calendar, render_single
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.syndication import render_atom, render_rss
from tests.feeds.samples import ITEMS, WEEKLY, info_in, link

EXAMPLES = Path(__file__).parent.parent / "examples" / "feeds"
RENDERERS: dict[str, Callable[..., Document]] = {
    "ics": render_calendar,
    "atom": render_atom,
    "rss": render_rss,
    "json": render_json_feed,
}


def documents() -> Iterator[tuple[str, bytes]]:
    for language in ("en", "ka"):
        for extension, render in RENDERERS.items():
            document = render(ITEMS, info_in(language), link)
            yield f"all-{language}.{extension}", document.body
    yield "weekly-call.ics", render_single(WEEKLY, "en", link).body


@pytest.mark.parametrize(
    ("name", "body"), list(documents()), ids=lambda each: str(each)[:20]
)
def test_feed_is_what_the_example_says(name: str, body: bytes) -> None:
    assert body == (EXAMPLES / name).read_bytes()


if __name__ == "__main__":
    for name, body in documents():
        (EXAMPLES / name).write_bytes(body)
