"""Whole feeds, byte for byte, as files that a person can read and compare.

After a change that is meant, write them anew with
`python -m tests.feeds.test_examples` and look at what differs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from calendar_service.feeds.document import Document
from calendar_service.feeds.entries import entries_of
from calendar_service.feeds.ical import render_calendar, render_single
from calendar_service.feeds.json_feed import render_json_feed
from calendar_service.feeds.syndication import render_atom, render_rss
from tests.feeds.samples import ITEMS, WEEKLY, info_in, link

EXAMPLES = Path(__file__).parent.parent / "examples" / "feeds"
READERS: dict[str, Callable[..., Document]] = {
    "atom": render_atom,
    "rss": render_rss,
    "json": render_json_feed,
}


def documents() -> Iterator[tuple[str, bytes]]:
    for language in ("en", "ka"):
        info = info_in(language)
        yield f"all-{language}.ics", render_calendar(ITEMS, info, link).body
        for extension, render in READERS.items():
            document = render(entries_of(ITEMS, info, link), info)
            yield f"all-{language}.{extension}", document.body
    both = replace(info_in("en"), languages=("en", "ka"))
    yield "all-en-ka.ics", render_calendar(ITEMS, both, link).body
    yield "all-en-ka.atom", render_atom(entries_of(ITEMS, both, link), both).body
    yield "weekly-call.ics", render_single(WEEKLY, ["en"], link).body


@pytest.mark.parametrize(
    ("name", "body"), list(documents()), ids=lambda each: str(each)[:20]
)
def test_feed_is_what_the_example_says(name: str, body: bytes) -> None:
    assert body == (EXAMPLES / name).read_bytes()


if __name__ == "__main__":
    for name, body in documents():
        (EXAMPLES / name).write_bytes(body)
